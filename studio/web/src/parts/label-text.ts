/** A label as people read it: several with commas between them. */
export function labelText(label: string | readonly string[] | null): string {
  return label === null ? "–" : typeof label === "string" ? label : label.join(", ");
}
