import { padDisplay } from "../../base/text/display-width.js";

/** A line of figures: what it is about, and the figures, which stand below each other. */
export function labelled(label: string, text: string): string {
  return `${padDisplay(label, 16)} ${text}`;
}
