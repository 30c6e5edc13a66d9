import type { ReportFigures } from "../../../schema/report-figures.js";
import type { ReportTexts } from "../language/report-texts.js";
import { count, percent } from "../number-text.js";
import { bars } from "./bars.js";
import { legend } from "./legend.js";
import type { Plot } from "./plot.js";
import { drawing } from "./svg.js";

/** Labels that have a bar of their own. */
const MOST = 24;
/** Samples of a label below which little can be learnt of it. */
const FEW = 10;

/** How many samples each label has, beside what was planned, or beside the shares of the reference. */
export function labelPlot(labels: ReportFigures["labels"], texts: ReportTexts): Plot | null {
  if (labels.length === 0) return null;
  const say = texts.plots.labels;
  const samples = labels.reduce((sum, row) => sum + row.samples, 0);
  const references = labels.reduce((sum, row) => sum + (row.reference ?? 0), 0);
  const planned = labels.some(({ quota }) => quota !== null);
  /** The reference as if it had as many rows. */
  const tickOf = ({ quota, reference }: ReportFigures["labels"][number]): number | null =>
    planned
      ? quota
      : reference === null || references === 0
        ? null
        : (reference / references) * samples;
  const few = labels.filter((row) => row.samples < FEW).length;
  const most = labels[0]!;
  const least = labels.at(-1)!;
  const shown = labels.slice(0, MOST);
  const ticks = labels.some((row) => tickOf(row) !== null);
  return {
    id: "labels",
    title: say.title,
    caption: say.caption({
      labels: count(labels.length),
      most: [most.label, count(most.samples)],
      least: [least.label, count(least.samples)],
    }),
    note:
      [
        ...(few === 0 ? [] : [say.few(few, FEW)]),
        ...(labels.length > MOST ? [say.leftOut(labels.length - MOST)] : []),
      ].join(" ") || null,
    columns: [
      { title: texts.columns.label },
      { title: texts.columns.samples, isNumber: true },
      ...(planned ? [{ title: texts.cellFigures["quota"]!, isNumber: true }] : []),
      ...(references > 0 ? [{ title: texts.columns.reference, isNumber: true }] : []),
    ],
    rows: labels.map((row) => [
      row.label,
      row.samples,
      ...(planned ? [row.quota] : []),
      ...(references > 0 ? [row.reference] : []),
    ]),
    draw: (width) => {
      const head = ticks
        ? legend(
            [
              { mark: "c1", shape: "square", name: texts.columns.samples },
              { mark: "tick", shape: "tick", name: planned ? say.planned : say.reference },
            ],
            { width },
          )
        : { height: 0, marks: "" };
      const { height, marks } = bars(
        shown.map((row) => ({
          name: row.label,
          value: row.samples,
          text: `${count(row.samples)} (${percent(samples === 0 ? 0 : row.samples / samples, 0)})`,
          mark: "c1",
          tick: tickOf(row),
        })),
        { width, top: head.height + 6, title: say.axis },
      );
      return drawing({ width, height, labelledBy: "labels" }, head.marks, marks);
    },
  };
}
