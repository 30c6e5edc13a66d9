import type { Dimension } from "./dimension.js";
import { own } from "./dimension.js";

/**
 * Names of dimensions whose distributions depend on each other in a circle, the first one again at
 * the end; null where none do.
 */
export function findCycleOfGivens(dimensions: readonly Dimension[]): string[] | null {
  const byName = new Map(dimensions.map((dimension) => [dimension.name, dimension]));
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): string[] | null => {
    const start = trail.indexOf(name);
    if (start >= 0) return [...trail.slice(start), name];
    if (done.has(name)) return null;
    for (const other of Object.keys(byName.get(name)?.given ?? {})) {
      if (!byName.has(other) || own(byName.get(name)?.given, other) === undefined) continue;
      const found = visit(other, [...trail, name]);
      if (found) return found;
    }
    done.add(name);
    return null;
  };
  for (const name of byName.keys()) {
    const found = visit(name, []);
    if (found) return found;
  }
  return null;
}
