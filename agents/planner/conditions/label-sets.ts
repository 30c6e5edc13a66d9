import { labelKey, type LabelValue } from "../../../schema/label.js";
import type { Task } from "../../../schema/task.js";
import type { Random } from "../../../base/statistics/random.js";

/** A label condition of cells, with its share of the target and how many support rows have it. */
export interface LabelSet {
  readonly label: LabelValue;
  readonly weight: number;
  readonly support: number;
}

/**
 * What labels a sample can be ordered with: each label once; for multi-label tasks the sets that
 * occur together in the support rows (by their counts, and each label that occurs nowhere alone),
 * else singles and pairs, half of the target each.
 *
 * @param limit most sets of a multi-label task; singles come first, then the sets seen most often
 */
export function labelSets(task: Task, limit: number, random: Random): LabelSet[] {
  if (task.labels.length === 0 || task.kind.givenFields.length > 0)
    return [{ label: null, weight: 1, support: task.support.length }];
  const counts = new Map<string, { label: string[]; count: number }>();
  for (const row of task.support) {
    const names = row.label === null ? [] : [row.label].flat();
    const key = labelKey(names);
    const entry = counts.get(key) ?? { label: [...new Set(names)].sort(), count: 0 };
    counts.set(key, { ...entry, count: entry.count + 1 });
  }
  if (!task.spec.multiLabel)
    return task.labels.map(({ name }) => ({
      label: name,
      weight: 1,
      support: counts.get(name)?.count ?? 0,
    }));
  const seen = [...counts.values()]
    .filter(({ label }) => label.length > 0)
    .sort((a, b) => b.count - a.count || (labelKey(a.label) < labelKey(b.label) ? -1 : 1));
  if (seen.length > 0) {
    for (let kept = Math.min(seen.length, limit); ; kept--) {
      const covered = new Set(seen.slice(0, kept).flatMap(({ label }) => label));
      const alone = task.labels.filter(({ name }) => !covered.has(name));
      if (kept + alone.length > limit && kept > 1) continue;
      return [
        ...seen
          .slice(0, kept)
          .map(({ label, count }) => ({ label, weight: count, support: count })),
        ...alone.map(({ name }) => ({ label: [name], weight: 1, support: 0 })),
      ];
    }
  }
  const singles = task.labels.map(({ name }) => ({ label: [name], weight: 1, support: 0 }));
  const inScope = task.labels.filter((label) => !label.outOfScope).map((label) => label.name);
  const pairs = inScope.flatMap((first, index) =>
    inScope.slice(index + 1).map((second) => [first, second].sort()),
  );
  const drawn = random.derive("label pairs").sample(pairs, Math.max(0, limit - singles.length));
  return [
    ...singles,
    ...drawn.map((label) => ({
      label,
      weight: singles.length / Math.max(1, drawn.length),
      support: 0,
    })),
  ];
}
