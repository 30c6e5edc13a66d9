import type {
  CurationContext,
  CurationRow,
  FilterOutcome,
} from "../../../tools/curation/contract.js";
import type { z } from "zod";
import type { Configurable } from "../../../base/slots/configurable.js";
import { Random } from "../../../base/statistics/random.js";
import { letterVector } from "../../helpers/fake-context.js";

/** A row with a text and a label; the rest as a file would give it. */
export function row(
  text: string,
  label: CurationRow["label"] = null,
  more: Partial<CurationRow> = {},
): CurationRow {
  return {
    id: more.id ?? `r${text.length}-${text.slice(0, 12)}`,
    text,
    fields: { text },
    label,
    weight: 1,
    scores: {},
    line: null,
    ...more,
  };
}

/** Rows with ids r0, r1 … */
export function rowsOf(
  texts: readonly string[],
  labels: readonly CurationRow["label"][] = [],
): CurationRow[] {
  return texts.map((text, index) => row(text, labels[index] ?? null, { id: `r${index}` }));
}

/** A strategy with these settings, the others at their defaults. */
export function made<T, S extends z.ZodObject>(
  strategy: Configurable<T, S>,
  settings: z.input<S> = {} as z.input<S>,
): T {
  return strategy.make(strategy.settings.parse(settings));
}

/** A context without model or people, labels as given. */
export function curationContext(overrides: Partial<CurationContext> = {}): CurationContext {
  return {
    labels: [],
    multiLabel: false,
    support: [],
    random: new Random(7),
    seed: 7,
    language: "en",
    embed: (texts) => Promise.resolve(texts.map(letterVector)),
    progress: () => undefined,
    ...overrides,
  };
}

const SUBJECTS: Readonly<Record<string, readonly string[]>> = {
  food: ["soup", "bread", "pasta", "salad", "cheese", "pizza", "curry", "noodles", "rice", "cake"],
  travel: [
    "train",
    "flight",
    "hotel",
    "passport",
    "luggage",
    "airport",
    "bus",
    "ticket",
    "harbour",
    "visa",
  ],
  sport: [
    "goal",
    "tennis",
    "football",
    "race",
    "coach",
    "stadium",
    "league",
    "referee",
    "medal",
    "team",
  ],
};
const FRAMES = [
  "i really liked the A and the B today",
  "the A was better than the B",
  "nobody told me about the A or the B",
  "we saw one A near another B",
  "they asked for the A before the B came",
];

/**
 * Seeded sentences of 2 or 3 classes that words tell apart; `wrong` of the labels (by position) are
 * flipped to the next class. With `rare` that share of the rows, and no more, is of the last class.
 */
export function labelledTexts(
  count: number,
  options: {
    readonly classes?: 2 | 3;
    readonly wrong?: number;
    readonly seed?: number;
    readonly rare?: number;
  } = {},
): {
  readonly rows: CurationRow[];
  readonly wrong: ReadonlySet<number>;
  readonly labels: readonly string[];
} {
  const { classes = 2, wrong = 0, seed = 1, rare } = options;
  const random = new Random(seed);
  const labels = Object.keys(SUBJECTS).slice(0, classes);
  const flipped = new Set(
    random.sample(
      Array.from({ length: count }, (_, index) => index),
      Math.round(wrong * count),
    ),
  );
  const rows = Array.from({ length: count }, (_, index) => {
    const place = rare === undefined ? index % classes : index % Math.round(1 / rare) ? 0 : 1;
    const label = labels[place]!;
    const words = SUBJECTS[label]!;
    const text =
      `${random.pick(FRAMES).replace("A", random.pick(words)).replace("B", random.pick(words))} ` +
      `${index}`;
    return row(text, flipped.has(index) ? labels[(place + 1) % classes]! : label, {
      id: `r${index}`,
    });
  });
  return { rows, wrong: flipped, labels };
}

/** Positions that a filter removed. */
export function removedBy(outcome: FilterOutcome): number[] {
  return outcome.removed.flatMap((reason, index) => (reason === null ? [] : [index]));
}
