/** The two texts of a row of a kind that judges pairs; undefined where a row is one text. */
export function textPair(
  fields: Readonly<Record<string, unknown>>,
  textFields: readonly string[],
): readonly [string, string] | undefined {
  if (textFields.length !== 2) return undefined;
  const [first, second] = textFields;
  return [String(fields[first!] ?? ""), String(fields[second!] ?? "")];
}
