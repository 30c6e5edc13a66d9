import { scaleLinear } from "d3-scale";
import type { ReportFigures } from "../../../schema/report-figures.js";
import type { ReportTexts } from "../language/report-texts.js";
import { count, figure, percent } from "../number-text.js";
import { AXIS_HEIGHT, bottomAxis } from "./axes.js";
import type { Plot } from "./plot.js";
import { drawing, svg, svgText, widestText } from "./svg.js";

const ROW = 26;
/** Rows of each below which the figures scatter too much to compare. */
const FEW = 100;
/** Where the scale ends: what is further off is shown at its end. */
const LEAST = 0.25;
const MOST = 2;

/** Figures of diversity over those of as many reference rows: 1 is as varied as these. */
export function diversityPlot(
  diversity: ReportFigures["diversity"],
  texts: ReportTexts,
): Plot | null {
  const usable = diversity.filter(({ reference }) => reference > 0);
  if (usable.length === 0) return null;
  const say = texts.plots.diversity;
  const rows = Math.min(...usable.map((row) => row.rows));
  const name = (key: string): string => texts.figureNames[key] ?? key;
  const ratios = usable.map((row) => row.samples / row.reference);
  const far = [...usable].sort((a, b) => distance(b) - distance(a))[0]!;
  return {
    id: "diversity",
    title: say.title,
    caption: say.caption({
      rows: count(rows),
      figure: name(far.figure),
      share: percent(far.samples / far.reference, 0),
    }),
    note: rows < FEW ? texts.tooFew(rows) : null,
    columns: [
      { title: texts.columns.figure },
      { title: texts.columns.samples, isNumber: true },
      { title: texts.columns.reference, isNumber: true },
      { title: say.ratio, isNumber: true },
    ],
    rows: usable.map((row, at) => [
      name(row.figure),
      figure(row.samples),
      figure(row.reference),
      ratios[at]!.toFixed(2),
    ]),
    draw: (width) => {
      const left = Math.min(widestText(usable.map((row) => name(row.figure))), width * 0.4) + 12;
      const top = 22;
      const bottom = top + ROW * usable.length;
      const x = scaleLinear(
        [Math.min(LEAST, ...ratios.map(clamped)), Math.max(1.25, ...ratios.map(clamped))],
        [left, width - 44],
      );
      const marks = usable.map((row, at) => {
        const middle = top + ROW * (at + 0.5);
        const ratio = ratios[at]!;
        const place = x(clamped(ratio));
        return (
          svgText(name(row.figure), {
            class: "name",
            x: left - 10,
            y: middle + 4,
            "text-anchor": "end",
            most: left - 10,
          }) +
          svg("line", { class: "stem", x1: x(1), x2: place, y1: middle, y2: middle }) +
          svg("circle", { class: "c1", cx: place, cy: middle, r: 6 }) +
          svgText(ratio.toFixed(2), { class: "mark", x: Math.max(place, x(1)) + 10, y: middle + 4 })
        );
      });
      return drawing(
        { width, height: bottom + AXIS_HEIGHT, labelledBy: "diversity" },
        bottomAxis(x, { top, bottom, title: say.axis, format: (value) => value.toFixed(2) }),
        svg("line", { class: "tick", x1: x(1), x2: x(1), y1: top - 4, y2: bottom }),
        svgText(say.same, { class: "mark", x: x(1), y: top - 9, "text-anchor": "middle" }),
        ...marks,
      );
    },
  };
}

function clamped(ratio: number): number {
  return Math.min(MOST, Math.max(0, ratio));
}

function distance({ samples, reference }: ReportFigures["diversity"][number]): number {
  return Math.abs(samples / reference - 1);
}
