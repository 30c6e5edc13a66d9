import { svg, svgText, widestText } from "./svg.js";

/** One entry: the class of its mark, what the mark looks like, and its name. */
export interface LegendEntry {
  readonly mark: string;
  readonly shape: "square" | "line" | "dot" | "tick";
  readonly name: string;
}

const GAP = 18;

/** A legend in a row above a drawing, in several rows where one has no room. */
export function legend(
  entries: readonly LegendEntry[],
  { width, x = 0, y = 0 }: { readonly width: number; readonly x?: number; readonly y?: number },
): { readonly height: number; readonly marks: string } {
  let [left, top] = [x, y + 8];
  const marks = entries.map(({ mark, shape, name }) => {
    const wide = 18 + widestText([name]);
    if (left > x && left + wide > width) [left, top] = [x, top + 18];
    const drawn =
      shapeOf(shape, { mark, x: left, y: top }) +
      svgText(name, { class: "mark", x: left + 18, y: top + 4, most: width - left - 18 });
    left += wide + GAP;
    return drawn;
  });
  return { height: top + 16 - y, marks: marks.join("") };
}

function shapeOf(
  shape: LegendEntry["shape"],
  { mark, x, y }: { readonly mark: string; readonly x: number; readonly y: number },
): string {
  switch (shape) {
    case "square":
      return svg("rect", { class: mark, x, y: y - 6, width: 12, height: 12, rx: 2 });
    case "line":
      return svg("line", { class: mark, x1: x, x2: x + 13, y1: y, y2: y });
    case "dot":
      return svg("circle", { class: mark, cx: x + 6, cy: y, r: 5 });
    case "tick":
      return svg("line", { class: mark, x1: x + 6, x2: x + 6, y1: y - 7, y2: y + 7 });
  }
}
