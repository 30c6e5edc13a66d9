import {
  ANY_INTEGER,
  ANYTHING,
  BOOLEAN,
  CALLBACK,
  checkOptions,
  LIST,
} from "../../../base/settings/check-options.js";
import { DatawrightError } from "../../../base/errors.js";
import { embeddedEmbeddings } from "../../embeddings/embedded-embeddings.js";
import { SharedEmbeddings } from "../../embeddings/shared-embeddings.js";
import { Random } from "../../../base/statistics/random.js";
import type { AllocationOutcome, Allocator, LabelSource } from "./contract.js";
import type { CurationContext, CurationRow } from "../contract.js";
import type { Slot } from "../../../base/slots/slot.js";
import type { SlotChoice } from "../../../base/slots/slot-choice.js";
import { ALLOCATORS } from "./allocators.js";

/** Who labels, for how much, and by which method. */
export interface AllocateOptions extends Partial<
  Pick<
    CurationContext,
    "multiLabel" | "support" | "seed" | "language" | "embed" | "askModel" | "signal" | "progress"
  >
> {
  /**
   * A row needs its text; an id, a label from a language model, votes and scores where there are
   * any.
   */
  readonly rows: readonly (Pick<CurationRow, "text"> & Partial<CurationRow>)[];
  /** What may be spent, in the unit of the costs. */
  readonly budget: number;
  /** Price of one label from each source. Default: small model 0, language model 1, people 100. */
  readonly costs?: Partial<Readonly<Record<LabelSource, number>>>;
  /**
   * An allocator, or `{ name, ...settings }`. Default: "vote-entropy" where all rows have votes or
   * there is a model to ask, else "disagreement" from 50 rows of which half have a label, else
   * "fast-vote-k".
   */
  readonly method?: SlotChoice;
  /** Allocators that `method` may name. Default: those of datawright. */
  readonly slots?: { readonly allocators: Slot<Allocator> };
  /** Default: the labels and votes that the rows carry, sorted. */
  readonly labels?: readonly string[];
}

/**
 * What small model, language model and people cost, in language model labels, where nothing is
 * said.
 */
const DEFAULT_COSTS: Readonly<Record<LabelSource, number>> = {
  "small-model": 0,
  llm: 1,
  people: 100,
};

const RULES = {
  rows: LIST,
  budget: { expected: "a number >= 0", holds: (value: unknown) => Number(value) >= 0 },
  costs: ANYTHING,
  method: ANYTHING,
  slots: ANYTHING,
  labels: LIST,
  support: LIST,
  seed: ANY_INTEGER,
  multiLabel: BOOLEAN,
  language: ANYTHING,
  embed: CALLBACK,
  askModel: CALLBACK,
  progress: CALLBACK,
  signal: ANYTHING,
} as const;

/**
 * Splits rows between a small model, a language model and people under a budget.
 *
 *     const { assignments, order, curve } = await allocate({ rows: [{ text: "good", votes: ["yes", "no"] }, …], budget: 300 });
 *
 * @throws SHAPE         if an option is unknown or of a wrong kind, the budget does not pay for every row, or two rows have one id
 * @throws SPEC_INVALID  for an unknown method or setting, or a method whose input is missing
 * @throws TRAINING_DATA if the method needs a small model and there is too little to train one on
 */
export async function allocate(options: AllocateOptions): Promise<AllocationOutcome> {
  checkOptions(options, { of: "allocate", rules: RULES, needed: ["rows", "budget"] });
  const rows = options.rows.map((row, index): CurationRow => ({
    id: String(index),
    fields: { text: row.text },
    label: null,
    weight: 1,
    scores: {},
    line: null,
    ...row,
  }));
  if (new Set(rows.map((row) => row.id)).size !== rows.length)
    throw new DatawrightError({ code: "SHAPE", message: "two rows have the same id" });
  const { seed = 0, support = [], multiLabel = false, language = "en" } = options;
  const labels =
    options.labels ??
    [
      ...new Set(
        [...rows, ...support].flatMap((row) => [
          ...([] as string[]).concat(row.label ?? []),
          ...(row.votes ?? []),
        ]),
      ),
    ].sort();
  const { allocators } = options.slots ?? { allocators: ALLOCATORS };
  const { value: allocator } = await allocators.choose(
    options.method ?? defaultMethod(rows, options),
    ["method"],
  );
  const context: CurationContext = {
    labels,
    multiLabel,
    support,
    seed,
    language,
    random: new Random(seed),
    embed:
      options.embed ??
      ((texts) =>
        new SharedEmbeddings(embeddedEmbeddings(), {
          capacity: Math.max(20_000, texts.length),
        }).embed(texts)),
    progress: options.progress ?? (() => undefined),
    askModel: options.askModel,
    signal: options.signal,
  };
  return allocator.allocate(
    rows,
    { budget: options.budget, costs: { ...DEFAULT_COSTS, ...options.costs } },
    context,
  );
}

function defaultMethod(
  rows: readonly CurationRow[],
  { askModel, multiLabel = false }: AllocateOptions,
): string {
  if (
    !multiLabel &&
    rows.length > 0 &&
    rows.every((row) => (row.votes?.length ?? 0) > 0 || askModel !== undefined)
  )
    return "vote-entropy";
  return !multiLabel &&
    rows.filter((row) => row.label !== null).length >= rows.length / 2 &&
    rows.length >= 50
    ? "disagreement"
    : "fast-vote-k";
}
