const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * A text as it may stand between tags and in a quoted attribute: nothing in it is markup, and
 * controls that reorder text are shown.
 */
export function escapeHtml(text: string): string {
  return visibleControls(text.replace(/[&<>"']/g, (character) => ENTITIES[character] as string));
}

/** A text whose controls are shown: a lone override would turn around what follows it on the page. */
export function visibleControls(text: string): string {
  return text.replace(
    /[\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A text of the page whose shares do not break before their sign. */
export function unbroken(text: string): string {
  return text.replace(/(\d) %/gu, "$1\u00a0%");
}

/** A value of unknown type as escaped text; objects as JSON. */
export function escapeValue(value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "number")
    return escapeHtml(
      Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4))),
    );
  return escapeHtml(typeof value === "string" ? value : JSON.stringify(value));
}
