import { LABEL_KEY } from "../../../tools/fields/record-schema.js";
import type { Task } from "../../../schema/task.js";
import type { Decomposition } from "../contract.js";
import { unfitTask } from "./unfit-task.js";

/**
 * The structured target first, then the text that states it and nothing else: from a structure to a
 * text is the easier way round (SynthIE, Josifoski et al. 2023). Triples come from the knowledge
 * graph where the order has facts of it.
 */
export const structureFirstDecomposition: Decomposition = {
  name: "structure-first",
  steps: (task) => {
    const text = task.textFields.find((name) => task.writtenFields.includes(name));
    const structure = structureOf(task);
    const others = task.writtenFields.filter(
      (name) => name !== text && !structure.fields.includes(name) && !task.fields[name]?.optional,
    );
    if (text === undefined || structure.fields.length === 0)
      throw unfitTask(
        "structure-first",
        task,
        "a text and something structured that it states (triples, spans, head and tail, an answer)",
      );
    const stated =
      "Write a text that states all of what is given and nothing else, naming everything as " +
      "it is named there.";
    return [
      ...(structure.first.length === 0
        ? []
        : [
            {
              id: "structure",
              purpose: `Decide ${structure.first.join(" and ")}.`,
              prompt: `Decide ${structure.first.join(" and ")} only; the text comes later.`,
              output: structure.first,
              strategy: structure.first.includes("triples") ? "source-triples" : undefined,
            },
          ]),
      {
        id: "text",
        purpose: "Write the text that states it.",
        prompt: stated,
        output: [
          text,
          ...structure.fields.filter((name) => !structure.first.includes(name)),
          ...others,
        ],
        strategy: structure.fields.includes("spans") ? "mentioned-text" : undefined,
      },
    ];
  },
};

/**
 * The structured fields, and those of them that are decided before the text: spans are found in it
 * afterwards.
 */
function structureOf(task: Task): { readonly fields: string[]; readonly first: string[] } {
  const fields = task.writtenFields.filter(
    (name) => ["triples", "spans"].includes(task.fields[name]!.type) && isUsed(task, name),
  );
  if (task.kind.name === "relation") return { fields: ["head", "tail"], first: ["head", "tail"] };
  if (fields.length > 0)
    return { fields, first: fields.filter((name) => task.fields[name]!.type === "triples") };
  const answer =
    task.kind.name === "extraction" || task.labels.length > 0
      ? []
      : task.writtenFields.filter((name) => name === "answer");
  return { fields: answer, first: answer };
}

/**
 * Optional fields are written where the rows have them; triples also where there are no rows to
 * tell.
 */
function isUsed(task: Task, name: string): boolean {
  if (!task.fields[name]!.optional || name === LABEL_KEY) return true;
  const isShown = (field: string): boolean =>
    task.support.some((row) => row.fields[field] !== undefined);
  return isShown(name) || (task.fields[name]!.type === "triples" && !isShown("spans"));
}
