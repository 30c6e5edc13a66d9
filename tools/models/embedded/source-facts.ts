import type { Random } from "../../statistics/random.js";
import type { Fit } from "./fit.js";
import { surfaceTokens } from "./surface-tokens.js";
import type { TokenIndex } from "./token-index.js";

/** Which figures and names a text may state. */
export interface SourceFacts {
  /** Rows that facts may come from: those of the sources; null where there is no source. */
  readonly rows: ReadonlySet<number> | null;
  /** Exchanges every figure and name that no source has for one that a source has; drops it where the sources have none. */
  keepTo(surfaces: readonly string[], random: Random): string[];
}

const FREE: SourceFacts = { rows: null, keepTo: (surfaces) => [...surfaces] };

/** The facts of the sources in view; everything may be stated where there is none. */
export function sourceFacts(fit: Fit, index: TokenIndex, ownRows: number): SourceFacts {
  if (fit.sourceTexts.length === 0) return FREE;
  const figures: string[] = [];
  const names: string[] = [];
  const known = new Set<string>();
  for (const text of fit.sourceTexts) {
    surfaceTokens(text).forEach((token, at) => {
      known.add(token.folded);
      if (token.kind === "number") figures.push(token.surface.trim());
      else if (at > 0 && isName(token.surface.trim())) names.push(token.surface.trim());
    });
  }
  const rows = new Set<number>();
  for (let row = ownRows; row < index.rows; row++) rows.add(row);
  return {
    rows,
    keepTo: (surfaces, random) =>
      surfaces.map((surface, at) => {
        const core = surface.trim();
        const isFigure = /\p{N}/u.test(core);
        if (
          (!isFigure && !(at > 0 && isName(core))) ||
          known.has(core.normalize("NFC").toLowerCase())
        )
          return surface;
        const pool = isFigure ? figures : names;
        return pool.length === 0
          ? ""
          : surface.slice(0, surface.length - surface.trimStart().length) + random.pick(pool);
      }),
  };
}

function isName(core: string): boolean {
  return core.length > 1 && /^\p{Lu}/u.test(core);
}
