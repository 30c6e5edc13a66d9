import { scaleLog, scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import type { ReportFigures } from "../../../schema/report-figures.js";
import type { ReportTexts } from "../language/report-texts.js";
import { count, percent } from "../number-text.js";
import { AXIS_HEIGHT, leftAxis, shareMark } from "./axes.js";
import { legend } from "./legend.js";
import type { Plot } from "./plot.js";
import { drawing, svg, svgText } from "./svg.js";

type Curve = ReportFigures["curves"][number];

const HEIGHT = 210;
/** Test rows below which an accuracy says little. */
const FEW = 100;
const MARKS: Readonly<Record<Curve["trainedOn"], number>> = { synthetic: 1, real: 2, mixed: 3 };

/** Accuracy on real rows by what a small model was trained on, and by how many rows of it. */
export function curvePlot(
  { curves, majority, testRows }: Pick<ReportFigures, "curves" | "majority" | "testRows">,
  texts: ReportTexts,
): Plot | null {
  const shown = curves.filter(({ points }) => points.length > 0);
  if (shown.length === 0) return null;
  const say = texts.plots.curves;
  return {
    id: "curves",
    title: say.title,
    caption: say.caption({
      rows: count(testRows),
      ends: shown
        .map(({ trainedOn, points }) => {
          const last = points.at(-1)!;
          return say.end(
            say.trainedOn[trainedOn],
            count(last.rows),
            percent(last.accuracy),
            `${percent(last.low)} – ${percent(last.high)}`,
          );
        })
        .join("; "),
      majority: majority === null ? null : percent(majority),
    }),
    note: testRows < FEW ? texts.tooFewTested(testRows) : null,
    columns: [
      { title: texts.columns.trainedOn },
      { title: texts.columns.rows, isNumber: true },
      { title: texts.columns.accuracy, isNumber: true },
      { title: texts.columns.interval, isNumber: true },
    ],
    rows: [
      ...shown.flatMap(({ trainedOn, points }) =>
        points.map(({ rows, accuracy, low, high }) => [
          say.trainedOn[trainedOn],
          rows,
          percent(accuracy),
          `${percent(low)} – ${percent(high)}`,
        ]),
      ),
      ...(majority === null ? [] : [[say.majority, null, percent(majority), null]]),
    ],
    draw: (width) => drawCurves(shown, { width, majority, texts }),
  };
}

function drawCurves(
  curves: readonly Curve[],
  {
    width,
    majority,
    texts,
  }: { readonly width: number; readonly majority: number | null; readonly texts: ReportTexts },
): string {
  const say = texts.plots.curves;
  const points = curves.flatMap((curve) => curve.points);
  const head = legend(
    [
      ...curves.map(({ trainedOn }) => ({
        mark: `s${MARKS[trainedOn]}`,
        shape: "line" as const,
        name: say.trainedOn[trainedOn],
      })),
      ...(majority === null ? [] : [{ mark: "aim", shape: "line" as const, name: say.majority }]),
    ],
    { width },
  );
  const [left, top] = [48, head.height + 22];
  const bottom = top + HEIGHT;
  const sizes = points.map(({ rows }) => Math.max(1, rows));
  const x = scaleLog([Math.min(...sizes) * 0.85, Math.max(...sizes) * 1.15], [left, width - 12]);
  const y = scaleLinear(
    [
      Math.min(...points.map(({ low }) => low), majority ?? 1),
      Math.max(...points.map(({ high }) => high), majority ?? 0),
    ],
    [bottom, top],
  ).nice(5);
  const marks = curves.map(({ trainedOn, points: own }) => {
    const mark = MARKS[trainedOn];
    const place = own.map((point) => ({ ...point, x: x(Math.max(1, point.rows)) }));
    const band = area<(typeof place)[number]>()
      .x((point) => point.x)
      .y0((point) => y(point.low))
      .y1((point) => y(point.high));
    const path = line<(typeof place)[number]>()
      .x((point) => point.x)
      .y((point) => y(point.accuracy));
    return [
      place.length > 1 ? svg("path", { class: `band${mark}`, d: band(place)! }) : "",
      place.length > 1 ? svg("path", { class: `s${mark}`, d: path(place)! }) : "",
      ...place.map(
        (point) =>
          svg("line", {
            class: `s${mark} solid`,
            x1: point.x,
            x2: point.x,
            y1: y(point.low),
            y2: y(point.high),
          }) + svg("circle", { class: `c${mark}`, cx: point.x, cy: y(point.accuracy), r: 4.5 }),
      ),
    ].join("");
  });
  // A place for each size that was trained on, as far as they have room beside each other.
  let used = -Infinity;
  const sizesShown = [...new Set(sizes)]
    .sort((a, b) => a - b)
    .flatMap((rows) => {
      const at = x(rows);
      if (at - used < 44) return [];
      used = at;
      return [
        svgText(count(rows), { class: "mark", x: at, y: bottom + 15, "text-anchor": "middle" }),
      ];
    });
  return drawing(
    { width, height: bottom + AXIS_HEIGHT, labelledBy: "curves" },
    head.marks,
    leftAxis(y, { left, right: width - 12, title: say.axis, format: shareMark }),
    ...sizesShown,
    svgText(say.rowsAxis, {
      class: "axis",
      x: (left + width - 12) / 2,
      y: bottom + 33,
      "text-anchor": "middle",
    }),
    majority === null
      ? ""
      : svg("line", { class: "aim", x1: left, x2: width - 12, y1: y(majority), y2: y(majority) }),
    ...marks,
  );
}
