import { z } from "zod";
import { countSetting, numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import { trainHarmClassifier } from "../harm/harm-classifier.js";
import { HARM_CATEGORIES } from "../harm/harm-word.js";
import { HARM_LANGUAGES, HarmFinder } from "../harm/find-harm.js";
import { moderationEndpoint, type Moderate } from "../harm/moderate.js";
import type { CurationContext, CurationRow, Filter } from "../contract.js";
import { eachRow, stopIfAsked } from "./measures/each-row.js";
import { FilterReport } from "./measures/filter-report.js";

const MEANING =
  "how harmful, 0 to 1: the worst of word severity / 3, the classifier's probability and " +
  "the moderation score";

const settings = z.strictObject({
  languages: z
    .array(z.enum(HARM_LANGUAGES as [string, ...string[]]))
    .default([...HARM_LANGUAGES])
    .describe(`Word lists that are used. Default: all (${HARM_LANGUAGES.join(", ")}).`),
  categories: z
    .array(z.enum(HARM_CATEGORIES))
    .default([...HARM_CATEGORIES])
    .describe("Categories of the word lists. Default: all."),
  minSeverity: countSetting(
    { from: 1, to: 3, usual: 2 },
    "Words below it are ignored: 1 coarse, 2 offensive, 3 slurs and calls to harm. Default: 2.",
  ),
  words: z
    .array(z.string().min(1))
    .default([])
    .describe("More words, matched whole. Default: none."),
  allow: z.array(z.string().min(1)).default([]).describe("Words that never count. Default: none."),
  examples: z
    .array(z.strictObject({ text: z.string(), harmful: z.boolean() }))
    .default([])
    .describe(
      "Rows that people labelled; a classifier is trained on them. Default: none, no classifier.",
    ),
  threshold: numberSetting(
    { from: 0, to: 1, usual: 0.5 },
    "Rows whose probability by the classifier reaches it go. Default: 0.5.",
  ),
  moderation: z
    .strictObject({
      baseUrl: z
        .url()
        .default("https://api.openai.com/v1")
        .describe("OpenAI-compatible server, ending in /v1."),
      model: z.string().min(1).default("omni-moderation-latest").describe("Its moderation model."),
      apiKeyEnv: z
        .string()
        .min(1)
        .default("OPENAI_API_KEY")
        .describe("Environment variable that holds the key."),
      batchSize: z.number().int().min(1).default(32).describe("Texts of one request."),
      timeoutSeconds: numberSetting({ above: 0, usual: 30 }, "Seconds that a request may take."),
    })
    .nullable()
    .default(null)
    .describe(
      "A moderation endpoint that every text is sent to. Default: none, nothing leaves the " +
        "machine.",
    ),
  moderate: z
    .custom<Moderate>((value) => typeof value === "function", "expected a function")
    .optional()
    .describe("A moderation function of your own, from code: (texts, signal) => results."),
});

/**
 * Takes out harmful rows: by word lists, by a classifier trained on labelled examples, and by a
 * moderation endpoint, where given.
 */
export const harmFilter = configurable({
  settings,
  make: (chosen): Filter => ({
    name: "harm",
    async apply(rows, context) {
      const report = new FilterReport(rows.length);
      const finder = new HarmFinder({ ...chosen, minSeverity: chosen.minSeverity as 1 | 2 | 3 });
      const words: Record<string, number> = {};
      const categories: Record<string, number> = {};
      await eachRow(rows, context, "harm words", (row, index) => {
        if (row.text.trim() === "") return;
        const [worst, ...others] = finder.find(textsOf(row));
        report.scores[index] = (worst?.severity ?? 0) / 3;
        if (worst === undefined) return;
        for (const { word, category } of [worst, ...others]) {
          words[word] = (words[word] ?? 0) + 1;
          categories[category] = (categories[category] ?? 0) + 1;
        }
        report.remove(
          index,
          "harm-word",
          `"${worst.word}" (${worst.language}, ${worst.category}, severity ` +
            `${worst.severity})${others.length > 0 ? ` and ${others.length} more` : ""}`,
        );
      });
      const classified = await classify(rows, report, chosen, context);
      const moderated = await applyModeration(rows, report, chosen, context);
      return report.outcome("harm", MEANING, { words, categories, ...classified, ...moderated });
    },
  }),
});

type Settings = z.output<typeof settings>;

/** Every text of the row: harm may stand in a field that `text` does not show. */
function textsOf(row: CurationRow): string {
  const others = Object.values(row.fields).filter(
    (value): value is string => typeof value === "string" && value !== row.text,
  );
  return [row.text, ...others].join("\n");
}

async function classify(
  rows: readonly CurationRow[],
  report: FilterReport,
  { examples, threshold }: Settings,
  context: CurationContext,
): Promise<Record<string, unknown>> {
  if (examples.length === 0) return {};
  const classifier = await trainHarmClassifier(examples, {
    seed: context.seed,
    signal: context.signal,
  });
  const harmful = classifier.classes.indexOf("harmful");
  let flagged = 0;
  await eachRow(rows, context, "harm classifier", (row, index) => {
    if (row.text.trim() === "") return;
    const probability = classifier.predict([textsOf(row)])[0]!.probabilities[harmful]!;
    report.scores[index] = Math.max(report.scores[index]!, probability);
    if (probability < threshold) return;
    flagged += 1;
    report.remove(
      index,
      "harm-classifier",
      `probability of harm ${probability.toFixed(3)}, threshold ${threshold}`,
    );
  });
  return { classifier: { examples: examples.length, threshold, flagged } };
}

async function applyModeration(
  rows: readonly CurationRow[],
  report: FilterReport,
  { moderation, moderate }: Settings,
  context: CurationContext,
): Promise<Record<string, unknown>> {
  const judge = moderate ?? (moderation === null ? null : moderationEndpoint(moderation));
  if (judge === null) return {};
  // What the words have shown to be harmful is removed anyway: it is not sent anywhere.
  const asked = rows.flatMap((row, index) =>
    row.text.trim() === "" || report.isRemoved(index) ? [] : [index],
  );
  const batch = moderation?.batchSize ?? 32;
  const byCategory: Record<string, number> = {};
  let flagged = 0;
  for (let from = 0; from < asked.length; from += batch) {
    stopIfAsked(context.signal, "moderation");
    const part = asked.slice(from, from + batch);
    const results = await judge(
      part.map((index) => textsOf(rows[index]!)),
      context.signal,
    );
    part.forEach((index, at) => {
      const result = results[at];
      if (result === undefined) return;
      const highest = Object.values(result.scores).reduce(
        (most, score) => Math.max(most, score),
        result.flagged && Object.keys(result.scores).length === 0 ? 1 : 0,
      );
      report.scores[index] = Math.max(report.scores[index]!, highest);
      if (!result.flagged) return;
      flagged += 1;
      for (const category of result.categories)
        byCategory[category] = (byCategory[category] ?? 0) + 1;
      report.remove(
        index,
        "harm-moderation",
        "flagged by the moderation endpoint: " +
          `${result.categories.join(", ") || "no category named"}`,
      );
    });
    context.progress("moderation", Math.min(1, (from + batch) / asked.length));
  }
  return { moderation: { asked: asked.length, flagged, byCategory } };
}
