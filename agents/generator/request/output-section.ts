import type { z } from "zod";
import type { PromptSection } from "../../../schema/prompt.js";
import type { Task } from "../../../schema/task.js";
import { VOCABULARY_PARTS } from "../../../schema/vocabulary.js";
import { LABEL_KEY } from "../../../tools/fields/record-schema.js";
import type { GenerateInput } from "../contract.js";
import { vocabularyLines } from "./vocabulary-lines.js";

/** What to answer: the members of the schema, each with what it holds. */
export function outputSection(
  task: Task,
  { subTask }: GenerateInput,
  schema: z.ZodObject,
): PromptSection {
  const fields = Object.keys(schema.shape).map((name) => {
    const description =
      task.fields[name]?.description ??
      (name === LABEL_KEY && subTask.output.includes(name)
        ? "the label"
        : name === "confidence"
          ? "how sure you are of it, 0 to 1"
          : schema.shape[name]?.description);
    const entries = task.fields[name] ? vocabularyLines(task.fields[name]) : [];
    const vocabulary =
      entries.length === 0
        ? ""
        : `; ${VOCABULARY_PARTS[task.fields[name]!.type]}:` +
          entries.map((line) => `\n  ${line}`).join("");
    return (
      "- " +
      `${name}${description === undefined ? "" : `: ${description}`}${task.fields[name]?.optional ? " (null where there is none)" : ""}${vocabulary}`
    );
  });
  return {
    kind: "output",
    text: ["Answer with one object with the fields:", ...fields].join("\n"),
  };
}
