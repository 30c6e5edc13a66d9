/** What stands in the slots of a request. */
export interface TemplateValues {
  readonly query: string;
  readonly k: number;
  readonly key: string;
}

const SLOT = /\{(query|k|key)\}/gu;

/** An address with its slots filled, each value encoded as a part of an address. */
export function fillAddress(template: string, values: TemplateValues): string {
  return template.replace(SLOT, (_slot, name: keyof TemplateValues) =>
    encodeURIComponent(String(values[name])),
  );
}

/** A header with its slots filled. Line breaks, which would begin another header, become blanks; what no header can hold is encoded. */
export function fillHeader(template: string, values: TemplateValues): string {
  return template.replace(SLOT, (_slot, name: keyof TemplateValues) => {
    const value = String(values[name]).replace(/[\r\n]+/gu, " ");
    return /^[\x20-\x7e]*$/u.test(value) ? value : encodeURIComponent(value);
  });
}

/**
 * A body with its slots filled: in an object every text, `"{k}"` by itself as a number; in a text the values as they stand inside JSON
 * strings, so that a quote in a query ends no string.
 */
export function fillBody(
  template: string | Readonly<Record<string, unknown>>,
  values: TemplateValues,
): string {
  if (typeof template === "string")
    return template.replace(SLOT, (_slot, name: keyof TemplateValues) =>
      JSON.stringify(String(values[name])).slice(1, -1),
    );
  return JSON.stringify(filled(template, values));
}

function filled(value: unknown, values: TemplateValues): unknown {
  if (value === "{k}") return values.k;
  if (typeof value === "string")
    return value.replace(SLOT, (_slot, name: keyof TemplateValues) => String(values[name]));
  if (Array.isArray(value)) return value.map((item: unknown) => filled(item, values));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, filled(item, values)]),
  );
}
