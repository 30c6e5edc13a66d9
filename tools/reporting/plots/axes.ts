import type { ScaleLinear } from "d3-scale";
import { svg, svgText } from "./svg.js";

type Linear = ScaleLinear<number, number>;

/** Pixels below a drawing that the marks of its axis and its title take. */
export const AXIS_HEIGHT = 40;

/** Marks and title of an axis below the drawing, with lines up to `top`. */
export function bottomAxis(
  scale: Linear,
  {
    top,
    bottom,
    title,
    format = (value) => value.toLocaleString("en-US"),
  }: {
    readonly top: number;
    readonly bottom: number;
    readonly title: string;
    readonly format?: (value: number) => string;
  },
): string {
  const [start, end] = scale.range() as [number, number];
  return (
    marksOf(scale, Math.abs(end - start) / 70)
      .map((value) => {
        const x = scale(value);
        return (
          svg("line", { class: "grid", x1: x, x2: x, y1: top, y2: bottom }) +
          svgText(format(value), { class: "mark", x, y: bottom + 15, "text-anchor": "middle" })
        );
      })
      .join("") +
    svgText(title, {
      class: "axis",
      x: (start + end) / 2,
      y: bottom + 33,
      "text-anchor": "middle",
    })
  );
}

/** Marks of an axis to the left, with lines to `right`, and its title above them. */
export function leftAxis(
  scale: Linear,
  {
    left,
    right,
    title,
    format = (value) => value.toLocaleString("en-US"),
  }: {
    readonly left: number;
    readonly right: number;
    readonly title: string;
    readonly format?: (value: number) => string;
  },
): string {
  const [start, end] = scale.range() as [number, number];
  return (
    marksOf(scale, Math.abs(end - start) / 36)
      .map((value) => {
        const y = scale(value);
        return (
          svg("line", { class: "grid", x1: left, x2: right, y1: y, y2: y }) +
          svgText(format(value), { class: "mark", x: left - 6, y: y + 4, "text-anchor": "end" })
        );
      })
      .join("") + svgText(title, { class: "axis", x: 0, y: Math.min(start, end) - 10 })
  );
}

/** Marks at round values; of counts only whole ones. */
function marksOf(scale: Linear, wanted: number): number[] {
  const marks = scale.ticks(Math.max(2, Math.round(wanted)));
  const [low, high] = scale.domain() as [number, number];
  return high - low > 1.5 ? marks.filter(Number.isInteger) : marks;
}

/** A share as its axis shows it. */
export function shareMark(value: number): string {
  return `${Math.round(100 * value)} %`;
}
