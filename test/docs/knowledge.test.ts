import { readFileSync } from "node:fs";
import { parse } from "yaml";
import {
  KNOWLEDGE_TYPES,
  knowledgeSpecSchema,
  type KnowledgeSpecInput,
} from "../../schema/task-file/knowledge-spec.js";
import { checkKnowledge } from "../../tools/knowledge/check-knowledge.js";

const page = readFileSync(new URL("../../docs/knowledge.md", import.meta.url), "utf8");
const examples = [...page.matchAll(/```yaml[^\n]*\n([\s\S]*?)```/gu)]
  .map((match) => parse(match[1]!) as KnowledgeSpecInput[] | { knowledge: KnowledgeSpecInput[] })
  .flatMap((value) => (Array.isArray(value) ? value : value.knowledge))
  .map((spec) => knowledgeSpecSchema.parse(spec));

describe("docs/knowledge.md", () => {
  it("has a valid example of every type", () => {
    expect(checkKnowledge(examples.map((spec, index) => ({ ...spec, id: `${index}` })))).toEqual(
      [],
    );
    expect(new Set(examples.map((spec) => spec.name))).toEqual(
      new Set(Object.keys(KNOWLEDGE_TYPES)),
    );
  });

  it("names every option", () => {
    for (const option of new Set(Object.values(KNOWLEDGE_TYPES).flatMap((type) => type.options)))
      expect({ option, named: page.includes(option) }).toEqual({ option, named: true });
  });
});
