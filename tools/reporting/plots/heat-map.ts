import { scaleBand, scaleQuantize } from "d3-scale";
import type { ReportFigures } from "../../../schema/report-figures.js";
import type { ReportTexts } from "../language/report-texts.js";
import { count } from "../number-text.js";
import type { Plot } from "./plot.js";
import { escapeHtml } from "../escape-html.js";
import { drawing, svg, svgText, widestText } from "./svg.js";

type Heat = NonNullable<ReportFigures["heat"]>;
type Cell = Heat["cells"][number];

/** Classes of the fills, from few to many. */
const STEPS = [0, 1, 2, 3, 4, 5, 6];
const ROW = 30;
/** Room behind the last column for its slanted name. */
const SLANTED = 34;
/** Least width of a column in which two numbers can be read. */
const NARROWEST = 32;

/** Samples of each label under each value of an attribute, with what was planned. */
export function heatMap(heat: ReportFigures["heat"], texts: ReportTexts): Plot | null {
  if (heat === null || heat.rows.length === 0 || heat.columns.length === 0) return null;
  const say = texts.plots.heat;
  const planned = heat.cells.some(({ quota }) => quota !== null);
  const empty =
    heat.rows.length * heat.columns.length -
    heat.cells.filter(({ accepted }) => accepted > 0).length;
  const short = heat.cells.filter(
    ({ quota, accepted }) => quota !== null && accepted < quota,
  ).length;
  const byPlace = new Map(heat.cells.map((cell) => [`${cell.row} ${cell.column}`, cell]));
  return {
    id: "heat",
    title: say.title,
    caption: say.caption({
      cells: count(heat.rows.length * heat.columns.length),
      empty: count(empty),
      short: planned ? count(short) : null,
    }),
    note: heat.leftOut > 0 ? say.leftOut(heat.leftOut) : null,
    isWhole: heat.columns.length > 7,
    columns: [
      { title: texts.columns.label },
      ...heat.columns.map(({ attribute, value }) => ({
        title: `${attribute}: ${value}`,
        isNumber: true,
      })),
    ],
    rows: heat.rows.map((label, row) => [
      label,
      ...heat.columns.map((_, column) => cellText(byPlace.get(`${row} ${column}`))),
    ]),
    draw: (width) => drawHeat(heat, { width, byPlace, texts }),
  };
}

function cellText(cell: Cell | undefined): string {
  if (cell === undefined) return "0";
  return cell.quota === null
    ? count(cell.accepted)
    : `${count(cell.accepted)}/${count(Math.round(cell.quota))}`;
}

function drawHeat(
  heat: Heat,
  {
    width: wanted,
    byPlace,
    texts,
  }: {
    readonly width: number;
    readonly byPlace: ReadonlyMap<string, Cell>;
    readonly texts: ReportTexts;
  },
): string {
  const left = Math.min(widestText(heat.rows), wanted * 0.3) + 10;
  const column = Math.max(
    NARROWEST,
    (wanted - left) / heat.columns.length,
    // A text in a cell must have room.
    ...heat.cells.map((cell) => widestText([cellText(cell)]) + 6),
  );
  const width = left + column * heat.columns.length;
  const widest = widestText(heat.columns.map(({ value }) => value));
  // Values that have no room side by side stand at a slant.
  const isSlanted = widest > column - 2;
  const top = isSlanted ? 34 + Math.min(64, widest * 0.66) : 40;
  const bottom = top + ROW * heat.rows.length;
  const x = scaleBand(
    heat.columns.map((_, at) => at),
    [left, width],
  ).paddingInner(0.04);
  const y = scaleBand(
    heat.rows.map((_, at) => at),
    [top, bottom],
  ).paddingInner(0.08);
  const most = Math.max(1, ...heat.cells.map(({ accepted }) => accepted));
  const step = scaleQuantize([0, most], STEPS);
  const cells = heat.rows.flatMap((label, row) =>
    heat.columns.map(({ attribute, value }, at) => {
      const cell = byPlace.get(`${row} ${at}`);
      const accepted = cell?.accepted ?? 0;
      const fill = accepted === 0 ? "none" : String(step(accepted));
      return svg(
        "g",
        {},
        svg("title", {}, escapeHtml(`${label}, ${attribute}: ${value}: ${cellText(cell)}`)),
        svg("rect", {
          class: `h${fill}`,
          x: x(at),
          y: y(row),
          width: x.bandwidth(),
          height: y.bandwidth(),
          rx: 3,
        }),
        svgText(cellText(cell), {
          class: `ht${fill}`,
          x: x(at)! + x.bandwidth() / 2,
          y: y(row)! + y.bandwidth() / 2 + 4,
          "text-anchor": "middle",
        }),
      );
    }),
  );
  const names = heat.rows.map((label, row) =>
    svgText(label, {
      class: "name",
      x: left - 8,
      y: y(row)! + y.bandwidth() / 2 + 4,
      "text-anchor": "end",
      most: left - 8,
    }),
  );
  const values = heat.columns.map(({ value }, at) =>
    isSlanted
      ? svgText(value, {
          class: "mark",
          transform: `rotate(-42 ${x(at)! + x.bandwidth() / 2} ${top - 6})`,
          x: x(at)! + x.bandwidth() / 2 - 4,
          y: top - 6,
          most: 96,
        })
      : svgText(value, {
          class: "mark",
          x: x(at)! + x.bandwidth() / 2,
          y: top - 8,
          "text-anchor": "middle",
          most: column - 4,
        }),
  );
  return drawing(
    {
      width: width + (isSlanted ? SLANTED : 1),
      place: wanted,
      height: bottom + 4,
      labelledBy: "heat",
    },
    ...attributeHeads(heat, { x, column }),
    svgText(texts.columns.label, { class: "axis", x: left - 8, y: top - 8, "text-anchor": "end" }),
    ...values,
    ...names,
    ...cells,
  );
}

/** The names of the attributes above their values, with a line over those of one. */
function attributeHeads(
  { columns }: Heat,
  { x, column }: { readonly x: (at: number) => number | undefined; readonly column: number },
): string[] {
  const heads: string[] = [];
  for (let start = 0; start < columns.length;) {
    const { attribute } = columns[start]!;
    let end = start;
    while (end + 1 < columns.length && columns[end + 1]!.attribute === attribute) end++;
    const [from, to] = [x(start)!, x(end)! + column * 0.96];
    heads.push(
      svgText(attribute, {
        class: "axis",
        x: (from + to) / 2,
        y: 12,
        "text-anchor": "middle",
        most: to - from,
      }),
      svg("line", { class: "grid", x1: from, x2: to, y1: 18, y2: 18 }),
    );
    start = end + 1;
  }
  return heads;
}
