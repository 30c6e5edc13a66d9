import { Random } from "../../../base/statistics/random.js";
import { labelKey } from "../../../schema/label.js";
import { embeddedRows } from "../../metrics/work/embedded-rows.js";
import { chosenRows, type UnitRows } from "../../metrics/vectors/unit-rows.js";
import type { EvaluatedRow, EvaluationContext, EvaluationInput } from "../contract.js";

/** A set of rows as its texts, classes and vectors. */
export interface RowSet {
  readonly rows: readonly EvaluatedRow[];
  readonly texts: readonly string[];
  /** Number of each row's class, below 0 for none; null where no row has a label. */
  readonly classOf: Int32Array | null;
  readonly units: UnitRows;
}

/** What diversity is measured on. */
export interface DiversityInputs {
  readonly data: RowSet;
  readonly reference: RowSet | null;
  /** Equally many rows of both; null without a reference. */
  readonly equal: { readonly data: RowSet; readonly reference: RowSet } | null;
  /** Names of the classes by their number. */
  readonly classes: readonly string[];
}

/** Numbers the classes, embeds the texts, and draws equally many rows of both sets. */
export async function diversityInputs(
  { rows, reference }: Pick<EvaluationInput, "rows" | "reference">,
  context: EvaluationContext,
): Promise<DiversityInputs> {
  const classes = [...new Set([...rows, ...(reference ?? [])].map(({ label }) => labelKey(label)))]
    .filter((name) => name !== "")
    .sort();
  const number = new Map(classes.map((name, at) => [name, at]));
  const total = rows.length + (reference?.length ?? 0);
  const setOf = async (own: readonly EvaluatedRow[], before: number): Promise<RowSet> => {
    const texts = own.map(({ text }) => text);
    const units = await embeddedRows(texts, context.embed.bind(context), (share) =>
      context.progress("embedding", (before + share * own.length) / total),
    );
    const classOf = Int32Array.from(own, ({ label }) => number.get(labelKey(label)) ?? -1);
    return {
      rows: own,
      texts,
      classOf: classOf.some((one) => one >= 0) ? classOf : null,
      units: units ?? { values: new Float32Array(0), rows: 0, dimension: 0 },
    };
  };
  const data = await setOf(rows, 0);
  const against = reference === null ? null : await setOf(reference, rows.length);
  const random = new Random(context.seed).derive("equal rows");
  return {
    data,
    reference: against,
    equal:
      against === null
        ? null
        : {
            data: drawn(data, against.rows.length, random.derive("data")),
            reference: drawn(against, data.rows.length, random.derive("reference")),
          },
    classes,
  };
}

function drawn(set: RowSet, most: number, random: Random): RowSet {
  if (set.rows.length <= most) return set;
  const chosen = random.sample([...set.rows.keys()], most).sort((a, b) => a - b);
  return {
    rows: chosen.map((at) => set.rows[at]!),
    texts: chosen.map((at) => set.texts[at]!),
    classOf: set.classOf === null ? null : Int32Array.from(chosen, (at) => set.classOf![at]!),
    units: chosenRows(set.units, chosen),
  };
}
