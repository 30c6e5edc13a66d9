import { z } from "zod";
import { configurable } from "../../../base/slots/configurable.js";
import { findCanaries } from "../privacy/canaries.js";
import type { PersonalData } from "../privacy/personal-data.js";
import { PERSONAL_DATA_KINDS } from "../privacy/personal-data.js";
import { Redactor } from "../privacy/redactor.js";
import type { CurationRow, Filter } from "../contract.js";
import { eachRow } from "./measures/each-row.js";
import { FilterReport } from "./measures/filter-report.js";
import { findMemorised } from "./measures/memorised.js";

const MEANING = "pieces of personal data in the row; 0 = none found";

const settings = z.strictObject({
  mode: z
    .enum(["redact", "reject"])
    .default("redact")
    .describe(
      "Replace personal data by placeholders such as [EMAIL_1], the same for one value in " +
        "all rows, or take the row out. Default: redact.",
    ),
  kinds: z
    .array(z.enum(PERSONAL_DATA_KINDS))
    .default([...PERSONAL_DATA_KINDS])
    .describe("Kinds of personal data. Default: all; names only where a list is given."),
  names: z
    .array(z.string().min(1))
    .default([])
    .describe("Names of people, as they are written. Default: none."),
  longestSpan: z
    .number()
    .int()
    .min(2)
    .nullable()
    .default(12)
    .describe(
      "A row that shares this many words in a row with one private row goes; the private " +
        "rows are the support rows; null = unchecked. Default: 12.",
    ),
  distanceRatio: z
    .number()
    .gt(0)
    .max(1)
    .nullable()
    .default(null)
    .describe(
      "A row whose distance to its nearest private row is below this share of that to the " +
        "second nearest goes; embeds every row. Default: unchecked.",
    ),
  canaries: z
    .array(z.strictObject({ text: z.string(), secret: z.string().min(8) }))
    .default([])
    .describe("Canaries that were planted in the private rows (makeCanaries). Default: none."),
});

/**
 * Finds personal data in every text of a row and redacts it or takes the row out, and takes out
 * rows that repeat private support rows.
 *
 * Neither notes nor figures hold what was found, only its kind and number.
 */
export const privacyFilter = configurable({
  settings,
  make: ({ mode, kinds, names, longestSpan, distanceRatio, canaries }): Filter => ({
    name: "privacy",
    async apply(rows, context) {
      const report = new FilterReport(rows.length);
      const redactor = new Redactor({ kinds, names });
      await eachRow(rows, context, "placeholders", (row) => {
        for (const text of textsOf(row)) redactor.reserve(text);
      });
      const byKind: Record<string, number> = {};
      let rowsWithData = 0;
      await eachRow(rows, context, "personal data", (row, index) => {
        const { text, fields, found } = redactRow(row, redactor);
        if (textsOf(row).every((value) => value.trim() === "")) return;
        report.scores[index] = found.length;
        if (found.length === 0) return;
        rowsWithData += 1;
        const counts: Record<string, number> = {};
        for (const { kind } of found) {
          counts[kind] = (counts[kind] ?? 0) + 1;
          byKind[kind] = (byKind[kind] ?? 0) + 1;
        }
        if (mode === "redact") report.mend(index, text, fields);
        else
          report.remove(
            index,
            "private-data",
            Object.entries(counts)
              .map(([kind, count]) => `${count} ${kind}`)
              .join(", "),
          );
      });
      const memorised = await findMemorised(rows, context, { longestSpan, distanceRatio });
      for (const { index, note } of memorised.found) report.remove(index, "memorised", note);
      const planted = findCanaries(
        rows.map((row) => textsOf(row).join("\n")),
        canaries,
      );
      for (const { text, canary, whole } of planted)
        report.remove(text, "canary", `${whole ? "the whole" : "part of"} canary ${canary}`);
      return report.outcome("privacy", MEANING, {
        mode,
        rowsWithData,
        byKind,
        memorisation: memorised.figures,
        canaries: {
          planted: canaries.length,
          found: new Set(planted.map((found) => found.canary)).size,
          whole: new Set(planted.filter((found) => found.whole).map((found) => found.canary)).size,
        },
      });
    },
  }),
});

/** The text and every other text field of a row. */
function textsOf(row: CurationRow): string[] {
  return [
    row.text,
    ...Object.values(row.fields).filter(
      (value): value is string => typeof value === "string" && value !== row.text,
    ),
  ];
}

function redactRow(
  row: CurationRow,
  redactor: Redactor,
): { text: string; fields: Record<string, unknown>; found: readonly PersonalData[] } {
  const main = redactor.redact(row.text);
  const fields: Record<string, unknown> = {};
  const found = [...main.found];
  for (const [name, value] of Object.entries(row.fields)) {
    if (typeof value !== "string") continue;
    const part = redactor.redact(value);
    if (part.found.length === 0) continue;
    fields[name] = part.text;
    // A field whose text is part of the row's text was counted with it.
    if (!row.text.includes(value)) found.push(...part.found);
  }
  return { text: main.text, fields, found };
}
