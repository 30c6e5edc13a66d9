import { scaleBand, scaleLinear } from "d3-scale";
import { AXIS_HEIGHT, bottomAxis } from "./axes.js";
import { svg, svgText, widestText } from "./svg.js";

/** One bar: what it stands for, how long it is, and how it looks. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  /** What stands behind it. */
  readonly text: string;
  /** Class of its fill. */
  readonly mark: string;
  /** Where a tick crosses it; null for none. */
  readonly tick?: number | null;
}

const ROW = 24;

/** Bars below each other, their names to the left, their values behind them. */
export function bars(
  rows: readonly Bar[],
  {
    width,
    top,
    title,
    format,
  }: {
    readonly width: number;
    readonly top: number;
    readonly title: string;
    readonly format?: (value: number) => string;
  },
): { readonly height: number; readonly marks: string } {
  const left = Math.min(widestText(rows.map(({ name }) => name)), width * 0.38) + 10;
  const behind = Math.min(widestText(rows.map(({ text }) => text)) + 12, width * 0.3);
  const most = Math.max(
    ...rows.map(({ value, tick }) => Math.max(value, tick ?? 0)),
    Number.MIN_VALUE,
  );
  const bottom = top + ROW * rows.length;
  const x = scaleLinear([0, most], [left, width - behind]);
  const y = scaleBand(
    rows.map((_, at) => at),
    [top, bottom],
  )
    .paddingInner(0.28)
    .paddingOuter(0.14);
  const marks = rows.map(({ name, value, text, mark, tick }, at) => {
    const own = y(at)!;
    const middle = own + y.bandwidth() / 2;
    return (
      svgText(name, {
        class: "name",
        x: left - 8,
        y: middle + 4,
        "text-anchor": "end",
        most: left - 8,
      }) +
      svg("rect", {
        class: mark,
        x: left,
        y: own,
        width: Math.max(0, x(value) - left),
        height: y.bandwidth(),
        rx: 2,
      }) +
      (tick == null
        ? ""
        : svg("line", {
            class: "tick",
            x1: x(tick),
            x2: x(tick),
            y1: own - 2,
            y2: own + y.bandwidth() + 2,
          })) +
      svgText(text, {
        class: "mark",
        x: Math.max(x(value), tick == null ? 0 : x(tick)) + 6,
        y: middle + 4,
      })
    );
  });
  return {
    height: bottom + AXIS_HEIGHT,
    marks:
      bottomAxis(x, { top, bottom, title, ...(format === undefined ? {} : { format }) }) +
      marks.join(""),
  };
}
