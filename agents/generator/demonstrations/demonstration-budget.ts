import { countTokens } from "../../../tools/models/providers/count-tokens.js";
import type { ModelInfo } from "../../../tools/models/contract.js";
import { renderItem } from "../../../tools/models/prompt/render-prompt.js";
import type { Demonstration, DemoSelector } from "../contract.js";

const FEW = 8;
/** For models that are free and read a lot: the embedded one learns from what it is shown. */
const MANY = 64;
const LARGE_CONTEXT = 100_000;
/** Share of the context that demonstrations may take. */
const SHARE = 0.25;

/**
 * How many demonstrations a prompt has: as the task says, with a count of its own for a model that
 * writes from rows; else 64 for a free model with a large context and for others as many as the
 * selector's method shows.
 */
export function demonstrationCount(
  {
    count,
    embeddedCount,
  }: { readonly count?: number | undefined; readonly embeddedCount?: number | undefined },
  { usual = FEW }: Pick<DemoSelector, "usual">,
  info: ModelInfo,
): number {
  const given = info.writesFromRows === true ? (embeddedCount ?? count) : count;
  if (given !== undefined) return given;
  const free = info.price !== null && info.price.input === 0 && info.price.output === 0;
  return free && info.contextTokens >= LARGE_CONTEXT ? MANY : usual;
}

export interface WithinBudget<R> {
  /** In the order in which they were given. */
  readonly shown: R[];
  /** Rows that had no room. */
  readonly left: number;
  /** Tokens of the rows shown. */
  readonly tokens: number;
  /** Tokens that there was room for. */
  readonly room: number;
}

/**
 * The rows that fit into `maxTokens`, a quarter of the model's context by default, each counted as
 * the line that the prompt shows. The last rows fit best and get room first; one that does not fit
 * makes room for shorter ones before it.
 */
export async function withinTokenBudget<R extends Demonstration>(
  rows: readonly R[],
  info: ModelInfo,
  maxTokens?: number,
): Promise<WithinBudget<R>> {
  const room = Math.floor(Math.min(maxTokens ?? info.contextTokens * SHARE, info.contextTokens));
  let tokens = 0;
  const shown: R[] = [];
  for (const row of [...rows].reverse()) {
    const known = rowTokens(row, info);
    const own = typeof known === "number" ? known : await known;
    if (tokens + own > room) continue;
    tokens += own;
    shown.unshift(row);
  }
  return { shown, left: rows.length - shown.length, tokens, room };
}

const counted = new WeakMap<ModelInfo, WeakMap<Demonstration, number | Promise<number>>>();

/** Counted once for a row and model: the same rows are shown again and again. */
function rowTokens(row: Demonstration, info: ModelInfo): number | Promise<number> {
  const ofModel = counted.get(info) ?? new WeakMap<Demonstration, number | Promise<number>>();
  counted.set(info, ofModel);
  let tokens = ofModel.get(row);
  if (tokens === undefined) {
    ofModel.set(row, (tokens = countTokens(info, lineOf(row))));
    tokens.then(
      (count) => ofModel.set(row, count),
      () => ofModel.delete(row),
    );
  }
  return tokens;
}

/** All of a row: a prompt may show a part of its fields, never more. */
function lineOf({ fields, label, conditions = [] }: Demonstration): string {
  return `${renderItem({
    ...fields,
    ...(label === null ? {} : { label }),
    ...(conditions.length === 0
      ? {}
      : { conditions: Object.fromEntries(conditions.map(({ name, value }) => [name, value])) }),
  })}\n`;
}
