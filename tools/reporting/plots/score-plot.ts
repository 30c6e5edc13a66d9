import { scaleLinear } from "d3-scale";
import type { ReportFigures } from "../../../schema/report-figures.js";
import type { ReportTexts } from "../language/report-texts.js";
import { count } from "../number-text.js";
import { legend } from "./legend.js";
import type { Plot } from "./plot.js";
import { drawing, svg, svgText } from "./svg.js";

/** Criteria that have a drawing of their own. */
const MOST = 9;
const HEIGHT = 74;
const GAP = 46;

/** How the scores of each criterion are spread, of accepted samples and of others. */
export function scorePlot(scores: ReportFigures["scores"], texts: ReportTexts): Plot | null {
  const shown = scores.slice(0, MOST);
  if (shown.length === 0) return null;
  const say = texts.plots.scores;
  const lowest = shown
    .map((row) => ({ criterion: row.criterion, mean: meanOf(row.accepted) }))
    .filter((row): row is { criterion: string; mean: number } => row.mean !== null)
    .sort((a, b) => a.mean - b.mean)[0];
  return {
    id: "scores",
    title: say.title,
    caption: say.caption({
      criteria: count(scores.length),
      lowest: lowest === undefined ? null : [lowest.criterion, lowest.mean.toFixed(2)],
    }),
    note: scores.length > MOST ? say.leftOut(scores.length - MOST) : null,
    columns: [
      { title: texts.columns.criterion },
      { title: say.accepted, isNumber: true },
      { title: say.meanAccepted, isNumber: true },
      { title: say.refused, isNumber: true },
      { title: say.meanRefused, isNumber: true },
    ],
    rows: scores.map(({ criterion, accepted, refused }) => [
      criterion,
      total(accepted),
      meanOf(accepted)?.toFixed(2) ?? null,
      total(refused),
      meanOf(refused)?.toFixed(2) ?? null,
    ]),
    draw: (width) => {
      const head = legend(
        [
          { mark: "c1", shape: "square", name: say.accepted },
          { mark: "c2", shape: "square", name: say.refused },
        ],
        { width },
      );
      const columns = Math.max(1, Math.min(3, Math.floor(width / 190), shown.length));
      const wide = (width - 16 * (columns - 1)) / columns;
      const rows = Math.ceil(shown.length / columns);
      const marks = shown.map((score, at) =>
        oneCriterion(score, {
          left: (at % columns) * (wide + 16),
          top: head.height + 22 + Math.floor(at / columns) * (HEIGHT + GAP),
          width: wide,
        }),
      );
      return drawing(
        { width, height: head.height + rows * (HEIGHT + GAP) + 4, labelledBy: "scores" },
        head.marks,
        ...marks,
      );
    },
  };
}

/** Bars of the accepted above the line, of the others below it, each bin with its share. */
function oneCriterion(
  { criterion, accepted, refused }: ReportFigures["scores"][number],
  { left, top, width }: { readonly left: number; readonly top: number; readonly width: number },
): string {
  const x = scaleLinear([0, 1], [left, left + width]);
  const line = top + HEIGHT / 2;
  const wide = width / accepted.length;
  const blocks = (bins: readonly number[], mark: string, up: boolean): string => {
    const most = Math.max(1, ...bins);
    return bins
      .map((value, at) => {
        const high = (value / most) * (HEIGHT / 2 - 2);
        return value === 0
          ? ""
          : svg("rect", {
              class: mark,
              x: x(at / bins.length) + 0.5,
              y: up ? line - high : line + 1,
              width: wide - 1,
              height: Math.max(1, high),
            });
      })
      .join("");
  };
  return (
    svgText(criterion, { class: "name", x: left, y: top - 6, most: width }) +
    blocks(accepted, "c1", true) +
    blocks(refused, "c2", false) +
    svg("line", { class: "grid", x1: left, x2: left + width, y1: line, y2: line }) +
    [0, 0.5, 1]
      .map((value) =>
        svgText(String(value), {
          class: "mark",
          x: x(value),
          y: top + HEIGHT + 12,
          "text-anchor": value === 0 ? "start" : value === 1 ? "end" : "middle",
        }),
      )
      .join("")
  );
}

function total(bins: readonly number[]): number {
  return bins.reduce((sum, value) => sum + value, 0);
}

/** Mean of binned scores, each at the middle of its bin; null for none. */
function meanOf(bins: readonly number[]): number | null {
  const all = total(bins);
  return all === 0
    ? null
    : bins.reduce((sum, value, at) => sum + (value * (at + 0.5)) / bins.length, 0) / all;
}
