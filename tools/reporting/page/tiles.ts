import { escapeHtml, unbroken } from "../escape-html.js";

/** A figure that is seen at once, and what it is. */
export type Tile = readonly [value: string, name: string];

/** The main figures beside each other. */
export function tilesOf(tiles: readonly Tile[]): string {
  return `<div class="tiles">${tiles
    .map(
      ([value, name]) =>
        `<div class="tile"><b>${unbroken(escapeHtml(value))}</b><span>${unbroken(escapeHtml(name))}</span></div>`,
    )
    .join("")}</div>`;
}
