import type { MeasuringResults } from "../../metrics/work/measuring-tasks.js";
import type { Figure } from "../contract.js";
import { measured, unmeasured } from "../figure.js";

type VectorFigures = MeasuringResults["vectors"];

/** The figures of vectors, beside those of equally many rows of the dataset and of a reference. */
export function vectorPart(
  rows: number,
  {
    own,
    chamfer,
    equal,
  }: {
    readonly own: VectorFigures;
    readonly chamfer: MeasuringResults["chamfer"];
    readonly equal: {
      readonly rows: number;
      readonly data: VectorFigures;
      readonly reference: VectorFigures;
    } | null;
  },
): Record<string, Figure> {
  const figure = (of: (figures: VectorFigures) => number | null, why: string): Figure => {
    const value = of(own);
    if (value === null) return unmeasured(why, rows);
    const data = equal === null ? null : of(equal.data);
    const reference = equal === null ? null : of(equal.reference);
    return data === null || reference === null
      ? measured(value, rows)
      : measured(value, rows, { compared: { rows: equal!.rows, data, reference } });
  };
  const few = "fewer than two rows";
  return {
    averagePairwiseSimilarity: figure(({ all }) => all, few),
    intraClassSimilarity: figure(({ intra }) => intra, "no class has two rows"),
    interClassSimilarity: figure(({ inter }) => inter, "fewer than two classes"),
    remoteClique: figure(({ all }) => (all === null ? null : 1 - all), few),
    vendi:
      own.vendiRows < rows
        ? measured(own.vendi, own.vendiRows, { of: rows, note: "of rows drawn: more have more" })
        : figure(({ vendi }) => vendi, "no rows"),
    chamfer:
      chamfer === null
        ? unmeasured(few, rows)
        : measured(chamfer.value, chamfer.rows, {
            of: rows,
            ...(chamfer.rows < rows ? { low: chamfer.low, high: chamfer.high } : {}),
          }),
    rowsWithTwin:
      chamfer === null
        ? unmeasured(few, rows)
        : measured(chamfer.twins.share, chamfer.rows, {
            of: rows,
            ...(chamfer.rows < rows ? { low: chamfer.twins.low, high: chamfer.twins.high } : {}),
          }),
  };
}
