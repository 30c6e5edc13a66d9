import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { CRITERIA, DEFAULT_CRITERIA } from "../../agents/critic/criteria/criteria.js";
import type { Criterion } from "../../agents/critic/contract.js";
import type { AgentContext } from "../../agents/contract.js";
import type { Draft } from "../../agents/draft.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { embeddedEmbeddings } from "../../tools/embeddings/embedded-embeddings.js";
import { embeddedModel } from "../../tools/models/embedded/embedded-model.js";
import { createRoleModel } from "../../tools/models/providers/role-model.js";
import { NoveltyIndex } from "../../tools/novelty/novelty-index.js";
import { fakeContext, fakeMemory, fakeRow, fakeTask } from "./fake-context.js";
import { plainDraft } from "./plain-parts.js";

export interface PlantedDraft {
  readonly label: string;
  readonly text: string;
  readonly source?: string;
  /** What is wrong with it, and the reason codes that say so. */
  readonly fault?: string;
  readonly codes?: readonly string[];
}

export function readDrafts(name: string): {
  readonly good: readonly PlantedDraft[];
  readonly planted: readonly PlantedDraft[];
} {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8")) as {
    good: PlantedDraft[];
    planted: PlantedDraft[];
  };
}

/** The default criteria in order. */
export async function builtinCriteria(): Promise<Criterion[]> {
  const criteria: Criterion[] = [];
  for (const name of DEFAULT_CRITERIA) criteria.push((await CRITERIA.choose(name, [])).value);
  return criteria;
}

/**
 * What a critic sees at the start of a run on an example's support rows, with the embedded model
 * and its embeddings.
 */
export async function embeddedCriticContext(
  example: string,
  spec: Partial<TaskSpecInput>,
): Promise<AgentContext> {
  const records = parse(
    readFileSync(new URL(`../../examples/${example}/support.csv`, import.meta.url), "utf8"),
    { columns: true },
  ) as { text: string; label: string }[];
  const support = records.map(({ text, label }, index) =>
    fakeRow(`support-${index + 1}`, text, label),
  );
  const task = fakeTask(
    { labels: [...new Set(support.map((row) => row.label as string))], ...spec },
    support,
  );
  const model = embeddedEmbeddings();
  const vectors = await model.embed(support.map((row) => row.text));
  const novelty = new NoveltyIndex({ maxRougeL: task.spec.critique.rougeL });
  for (const row of support) novelty.add(row.id, row.text);
  const memory = fakeMemory({
    demonstrations: support,
    demonstrationVectors: vectors,
    similarText: (text) => novelty.nearest(text),
    nearest: (vector, k) =>
      vectors
        .map((other, index) => ({
          id: support[index]!.id,
          distance: 1 - other.reduce((sum, value, axis) => sum + value * vector[axis]!, 0),
        }))
        .sort((a, b) => a.distance - b.distance)
        .slice(0, k),
  });
  return fakeContext({
    task,
    memory,
    embeddings: { embed: (texts) => model.embed(texts) },
    model: createRoleModel({ model: embeddedModel(), agent: "critic" }),
  });
}

export function draftOf({ text, label, source }: PlantedDraft, id = "draft"): Draft {
  return plainDraft({
    id,
    text,
    label,
    sources: source === undefined ? [] : [{ id: "passage", text: source, source: "manual" }],
  });
}
