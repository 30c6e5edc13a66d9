import { knowledgeSpecSchema, type KnowledgeSpec } from "../../schema/task-file/knowledge-spec.js";
import type { z } from "zod";
import {
  loadKnowledge,
  type KnowledgeOptions,
  type LoadedKnowledge,
} from "../../tools/knowledge/load-knowledge.js";

/** Loads one source as a task would name it. */
export function readSource(
  spec: z.input<typeof knowledgeSpecSchema>,
  options: KnowledgeOptions,
): Promise<LoadedKnowledge> {
  const parsed: KnowledgeSpec = knowledgeSpecSchema.parse(spec);
  return loadKnowledge([parsed], options);
}

export const textsOf = (knowledge: LoadedKnowledge): string[] =>
  knowledge.passages.map((passage) => passage.text);
