import { z } from "zod";
import { countSetting } from "../../../base/slots/number-setting.js";
import { caseFold } from "../../../base/text/case-fold.js";
import { extractFacts } from "../../../tools/text/facts.js";
import type { AgentContext, Passage } from "../../contract.js";
import type { GenerateInput, GenerateStrategy, GenerateWork } from "../contract.js";
import { giveUp } from "../request/give-up.js";
import { walkedFacts } from "./graph-facts.js";
import { narrowedInput } from "../request/narrowed-input.js";
import { sampleRequest } from "../request/sample-request.js";
import { configurable } from "../../../base/slots/configurable.js";

const settingsSchema = z.strictObject({
  hops: countSetting(
    { from: 2, to: 6, usual: 2 },
    "Facts taken from a single passage; of several passages each gives one.",
  ),
});
const factSchema = z.object({
  subject: z.string().describe("what the fact is about, as the passage names it"),
  relation: z.string().describe("the relation, in a few words"),
  object: z
    .string()
    .describe(
      "the other side of the fact, as the passage names it: a name, place, date, thing or figure",
    ),
});

const CAPITALISED = /\p{Lu}[\p{L}\p{M}'’-]* $/u;

/** One edge of a chain, with the passage that states it. */
export interface LinkedFact extends z.output<typeof factSchema> {
  readonly source: string;
}

/**
 * A chain of facts, edge by edge, one from each passage: each begins with what the one before ended
 * with (SP-CoT, Wang et al. 2023). Facts of a knowledge graph are taken as they are. Given up
 * (ungrounded) where a passage does not hold what the fact names, or the next passage does not hold
 * the link.
 */
export const linkedFactsStrategy = configurable({
  settings: settingsSchema,
  make: ({ hops }): GenerateStrategy => ({
    name: "linked-facts",
    async write(input, work, context) {
      const [field] = input.subTask.output as [string];
      const walked = walkedFacts(input, context);
      if (walked !== null) return { fields: { [field]: walked } };
      const { sources } = input;
      if (sources.length === 0)
        throw giveUp("ungrounded", "there is no passage to take facts from", { final: true });
      const passages =
        sources.length === 1 ? Array.from({ length: hops }, () => sources[0]!) : sources;
      const facts: LinkedFact[] = [];
      for (const [index, passage] of passages.entries())
        facts.push(
          await nextFact(input, work, context, {
            passage,
            next: passages[index + 1] ?? null,
            facts,
          }),
        );
      return { fields: { [field]: facts } };
    },
  }),
});

interface Edge {
  readonly passage: Passage;
  /** The passage of the fact after it; null for the last. */
  readonly next: Passage | null;
  readonly facts: readonly LinkedFact[];
}

async function nextFact(
  input: GenerateInput,
  { demonstrations, ask }: GenerateWork,
  context: AgentContext,
  { passage, next, facts }: Edge,
): Promise<LinkedFact> {
  const bridge = facts.at(-1)?.object ?? null;
  const links =
    next === null || next.id === passage.id
      ? []
      : sharedNames(passage, next).filter((name) =>
          facts.every((fact) => !same(fact.subject, name) && !same(fact.object, name)),
        );
  const instruction = [
    "State one fact of the passage, in the passage's own words for what it names.",
    ...(bridge === null ? [] : ["Its subject is the bridge."]),
    ...(next === null
      ? ["Its object is what a question could ask for; it is not named before."]
      : links.length > 0
        ? ["Its object is one of the links: the next passage tells more about it."]
        : ["Its object is something that more is told about."]),
  ].join(" ");
  const shown = next === null || next.id === passage.id ? [passage] : [passage, next];
  const asked = {
    ...narrowedInput(input, {
      output: ["subject", "relation", "object"],
      inputs: [],
      revises: facts.length === 0,
    }),
    sources: shown,
  };
  const given = {
    passage: passage.id,
    ...(bridge === null ? {} : { bridge }),
    ...(links.length > 0 ? { links } : {}),
    ...(facts.length > 0 ? { facts } : {}),
  };
  const { value } = await ask({
    ...sampleRequest(asked, demonstrations, context, {
      schema: factSchema,
      instruction,
      given,
      tells: ["language", "sources"],
      demonstrations: "none",
    }),
    part: `fact-${facts.length + 1}`,
  });
  const fact = {
    subject: bridge ?? value.subject.trim(),
    relation: value.relation.trim(),
    object: value.object.trim(),
    source: passage.id,
  };
  const problem = problemOf(fact, { passage, next, facts });
  if (problem !== null) throw giveUp("ungrounded", problem);
  return fact;
}

function problemOf(
  { subject, relation, object }: LinkedFact,
  { passage, next, facts }: Edge,
): string | null {
  if (subject === "" || relation === "" || object === "") return "a fact has an empty side";
  const missing = [subject, object].find((side) => !stands(side, passage));
  if (missing !== undefined) return `the passage ${passage.id} does not name "${missing}"`;
  if (next !== null && !stands(object, next))
    return `the passage ${next.id} does not name "${object}", so nothing leads on to it`;
  if (same(subject, object) || facts.some((fact) => same(fact.subject, object)))
    return `the chain comes back to "${object}"`;
  return null;
}

/**
 * Names that both passages hold, each as long as both hold it: a name at the start of a sentence
 * lacks its first word otherwise.
 */
function sharedNames(passage: Passage, next: Passage): string[] {
  const names = [passage, next].flatMap(({ text }) =>
    extractFacts(text)
      .filter((fact) => fact.kind === "name")
      .flatMap((fact) => {
        const name = text.slice(fact.start, fact.end);
        const before = CAPITALISED.exec(text.slice(0, fact.start))?.[0] ?? "";
        return before === "" ? [name] : [before + name, name];
      }),
  );
  const shared = [...new Set(names)].filter((name) => stands(name, passage) && stands(name, next));
  return shared.filter((name) => !shared.some((other) => other !== name && other.includes(name)));
}

function stands(mention: string, { text }: Passage): boolean {
  return caseFold(text).includes(caseFold(mention));
}

function same(left: string, right: string): boolean {
  return caseFold(left) === caseFold(right);
}
