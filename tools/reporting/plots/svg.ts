import { displayWidth, truncateDisplay } from "../../../base/text/display-width.js";
import { escapeHtml } from "../escape-html.js";

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Pixels that a column of text takes, a little more than it does in most fonts. */
const COLUMN = 7.1;

/** An SVG element, its attributes escaped; children are elements or escaped text. */
export function svg(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) =>
        ` ${key}="${typeof value === "number" ? rounded(value) : escapeHtml(value!)}"`,
    )
    .join("");
  return children.length === 0
    ? `<${name}${written}/>`
    : `<${name}${written}>${children.join("")}</${name}>`;
}

/** A text, cut to so many pixels; the whole of one that was cut shows where the pointer rests. */
export function svgText(
  text: string,
  { most, ...attributes }: Attributes & { readonly most?: number },
): string {
  const shown = most === undefined ? text : truncateDisplay(text, Math.floor(most / COLUMN));
  return svg(
    "text",
    attributes,
    escapeHtml(shown),
    ...(shown === text ? [] : [svg("title", {}, escapeHtml(text))]),
  );
}

/** Pixels that the longest of some texts takes. */
export function widestText(texts: readonly string[]): number {
  return COLUMN * texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);
}

/** How much wider than its place a drawing may be and still be shrunk into it. */
const SHRINKS = 1.2;

/** A drawing with its own coordinates from 0, shrunk where it is a little wider than its place. */
export function drawing(
  {
    width,
    height,
    place = width,
    labelledBy,
  }: {
    readonly width: number;
    readonly height: number;
    /** Pixels that there are for it. Default: its width. */
    readonly place?: number;
    readonly labelledBy: string;
  },
  ...children: readonly string[]
): string {
  const scale = width > place && width <= place * SHRINKS ? place / width : 1;
  return svg(
    "svg",
    {
      viewBox: `0 0 ${rounded(width)} ${rounded(height)}`,
      width: width * scale,
      height: height * scale,
      role: "img",
      "aria-labelledby": `${labelledBy}-title`,
      "aria-describedby": `${labelledBy}-caption`,
    },
    ...children,
  );
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}
