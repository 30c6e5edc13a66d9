import { z } from "zod";
import { languageName } from "../../../base/text/language-name.js";
import { graphemeCount } from "../../../base/text/graphemes.js";
import type { PromptSection } from "../../../schema/prompt.js";
import { NoveltyIndex } from "../../../tools/novelty/novelty-index.js";
import type { AgentContext } from "../../contract.js";
import { isAnswerTrouble } from "../answer-trouble.js";
import { realRows, realRowsSection } from "../real-rows.js";
import { tooManyCalls } from "./planner-call-limit.js";
import type { Persona } from "./sources/read-personas.js";

/** People of one answer: more, and a small model begins to repeat itself. */
const OF_AN_ANSWER = 12;
/** An answer that adds a smaller share of new people is the last. */
const LEAST_NEW = 0.5;
/** Descriptions more alike than this (ROUGE-L F) are one person. */
const MOST_ALIKE = 0.7;
const LONGEST = 240;

const answerSchema = z.object({
  people: z
    .array(
      z.object({
        who: z.string().describe("occupation, age and background in a few words"),
        situation: z.string().describe("what brings them here, in a few words"),
        style: z.string().describe("how they write or speak, in a few words"),
      }),
    )
    .min(1),
});

/**
 * Asks the model for different people who write or speak in samples of this task, shown real rows
 * and those that are there already, until there are `count` or answers repeat themselves.
 *
 * @returns the people, and what was left out; none with the reason where no answer can be used
 * @throws errors of the provider and the budget, as they are
 */
export async function askPersonas(
  count: number,
  context: AgentContext,
): Promise<{ personas: Persona[]; notes: string[] }> {
  const why = tooManyCalls(Math.ceil(count / OF_AN_ANSWER), context, "people");
  if (why !== null) return { personas: [], notes: [`personas were not asked for: ${why}`] };
  const index = new NoveltyIndex({ maxRougeL: MOST_ALIKE });
  const texts: string[] = [];
  const notes: string[] = [];
  let alike = 0;
  for (let asked = 0; texts.length < count; asked++) {
    const wanted = Math.min(OF_AN_ANSWER, count - texts.length);
    let listed: readonly string[];
    try {
      listed = await askFor(wanted, texts, asked, context);
    } catch (error) {
      if (!isAnswerTrouble(error)) throw error;
      notes.push(`personas: the model gave none (${error.code}: ${error.message})`);
      break;
    }
    const before = texts.length;
    for (const text of listed.slice(0, wanted)) {
      if (text === "" || graphemeCount(text) > LONGEST || index.nearest(text)) {
        alike++;
        continue;
      }
      index.add(text, text);
      texts.push(text);
    }
    if (texts.length - before < LEAST_NEW * wanted) break;
  }
  if (alike > 0)
    notes.push(`personas: ${alike} people of the model left out (alike, empty or too long)`);
  return {
    personas: texts.map((text) => ({ text, weight: 1, where: new Map() })),
    notes,
  };
}

async function askFor(
  count: number,
  known: readonly string[],
  asked: number,
  context: AgentContext,
): Promise<readonly string[]> {
  const { value } = await context.model.object({
    prompt: { sections: sectionsOf(count, known, asked, context) },
    schema: answerSchema,
    name: "people",
    step: `plan:personas:${asked}`,
    orderId: `plan:personas:${asked}`,
  });
  return value.people.map(({ who, situation, style }) =>
    [who, situation, style]
      .map((part) =>
        part
          .replace(/\s+/gu, " ")
          .trim()
          .replace(/[.;]+$/u, ""),
      )
      .filter((part) => part !== "")
      .join("; "),
  );
}

function sectionsOf(
  count: number,
  known: readonly string[],
  asked: number,
  context: AgentContext,
): PromptSection[] {
  const { task } = context;
  const { spec } = task;
  const lines = [
    `The dataset: ${spec.description} One sample is ${task.kind.sample}.`,
    ...(spec.audience === undefined ? [] : [`Audience: ${spec.audience}`]),
    `List ${count} different people from whom such samples come: who writes, asks or speaks in ` +
      "them.",
    "Let them differ in age, occupation, knowledge, mood and way of writing, rare ones included. " +
      `Write in ${languageName(spec.language)}. Give no names.`,
  ];
  return [
    { kind: "task", text: lines.join("\n") },
    ...realRowsSection(realRows([], context, context.random.derive("personas", asked))),
    ...(known.length > 0
      ? [
          {
            kind: "written" as const,
            text: "There already; list none that is like one of them.",
            items: known.map((text) => ({ text })),
          },
        ]
      : []),
    {
      kind: "output",
      text: `Answer with an object with the field "people": a list of ${count} entries, each with who, situation and style.`,
    },
  ];
}
