import { z } from "zod";
import type { PromptSection } from "../../schema/prompt.js";
import type { Row } from "../../schema/sample.js";
import type { Task } from "../../schema/task.js";
import { quotedValue } from "../../tools/models/prompt/render-prompt.js";
import type { AgentContext } from "../contract.js";
import type { Draft } from "../draft.js";
import { DatawrightError, isDatawrightError } from "../../base/errors.js";
import { DEFINED_LABELS } from "../../tools/learning/confusable-labels.js";
import type { Criterion, JudgeAnswer, JudgeQuestion } from "./contract.js";
import { combineAnswers } from "./combine-answers.js";
import { judgeWords } from "./judge-words.js";
import { besides, mixLabels, shownRow, taskText } from "./shown-to-judge.js";

/** A context of this many tokens is shown many demonstrations; a smaller one few. */
const LARGE_CONTEXT = 200_000;
const MANY_DEMONSTRATIONS = 128;
const FEW_DEMONSTRATIONS = 8;
/** Passages of the task's knowledge that are shown for a draft. */
const KNOWN_PASSAGES = 6;
const EXAMPLES = "Real examples of the task:";
/** The property of every answer in which the judge says why. */
const SHARED = "reason";
/** How freely each of several judges answers, so that they can differ. */
const SEVERAL_TEMPERATURE = 0.7;
/** Trouble with one of several answers: the others decide without it. */
const ANSWER_TROUBLE = ["MODEL_OUTPUT", "MODEL_EMPTY", "MODEL_TRUNCATED", "MODEL_REFUSED"];

interface Judgement {
  readonly questions: readonly (JudgeQuestion & { readonly name: string })[];
  readonly schema: z.ZodObject;
}

/**
 * Asks the judge model all questions of a draft's criteria in one call.
 *
 * The prompt holds the draft's fields but not the label or the conditions that it was written for:
 * a judge that knows the wanted label tends to agree with it. Its schema is made once per task and
 * list of criteria.
 */
export class Judge {
  readonly #criteria: readonly Criterion[];
  readonly #judgements = new WeakMap<Task, Map<string, Judgement>>();
  readonly #demonstrations = new WeakMap<
    readonly Row[],
    readonly Readonly<Record<string, unknown>>[]
  >();

  constructor(criteria: readonly Criterion[]) {
    this.#criteria = criteria;
  }

  /** True when at least one criterion that is about this draft asks something. */
  asks(draft: Draft, task: Task): boolean {
    return this.#criteria.some(
      (criterion) =>
        criterion.question?.(task, draft) && (criterion.applies?.(draft, task) ?? true),
    );
  }

  /** Asks `critique.samples` times and takes one answer of all that can be used. */
  async ask(draft: Draft, context: AgentContext): Promise<JudgeAnswer> {
    const { samples } = context.task.spec.critique;
    const judgement = await this.#judgement(draft, context);
    if (samples === 1) return this.#askOnce(draft, context, { judgement, sample: null });
    const answers = await Promise.all(
      Array.from({ length: samples }, (_, index) =>
        this.#askOnce(draft, context, { judgement, sample: index }).catch((error: unknown) => {
          if (isDatawrightError(error) && ANSWER_TROUBLE.includes(error.code)) return error;
          throw error;
        }),
      ),
    );
    const usable = answers.filter((answer): answer is JudgeAnswer => !isDatawrightError(answer));
    if (usable.length === 0) throw answers[0] as DatawrightError;
    const value = this.#combined(
      usable.map((answer) => answer.value),
      judgement,
    );
    return {
      model: [...new Set(usable.map(({ model }) => model))].join(" + "),
      value,
      // The words belong to the answer that they come from: of the one that was taken for them.
      reason: usable.find((answer) => answer.value[SHARED] === value[SHARED])?.reason ?? null,
      each: usable,
    };
  }

  /** @param sample of several judges the how manyth, from 0; null for the only one */
  async #askOnce(
    draft: Draft,
    context: AgentContext,
    { judgement, sample }: { readonly judgement: Judgement; readonly sample: number | null },
  ): Promise<JudgeAnswer> {
    const { questions, schema } = judgement;
    const template = context.task.spec.prompts.critic;
    const answer = await context.model.object({
      name: "judgement",
      schema,
      step: sample === null ? "critique" : `critique:${sample + 1}`,
      orderId: draft.id,
      ...(sample === null ? {} : { turn: sample }),
      attempt: draft.revision,
      sampleIds: [draft.id],
      parameters: { temperature: sample === null ? 0 : SEVERAL_TEMPERATURE },
      prompt: {
        sections: await this.#sections(draft, context, questions),
        template,
        values: template === undefined ? undefined : fieldValues(draft),
      },
    });
    return {
      model: answer.model,
      value: answer.value,
      reason: judgeWords(answer.value[SHARED], answer.model),
    };
  }

  /** The answers of several judges as one, each question's own way where it has one. */
  #combined(
    values: readonly JudgeAnswer["value"][],
    { questions }: Judgement,
  ): JudgeAnswer["value"] {
    const combined = { ...combineAnswers(values) };
    for (const question of questions)
      if (question.combine) Object.assign(combined, question.combine(values));
    return combined;
  }

  /** Equal questions of a task have one judgement, and one schema. */
  async #judgement(draft: Draft, { task, memory }: AgentContext): Promise<Judgement> {
    const confusions =
      task.labels.length > DEFINED_LABELS + 1 ? await memory.confusions() : undefined;
    const questions = this.#criteria.flatMap((criterion) => {
      const question = criterion.question?.(task, draft, confusions);
      return question ? [{ name: criterion.name, ...question }] : [];
    });
    let judgements = this.#judgements.get(task);
    if (!judgements) this.#judgements.set(task, (judgements = new Map<string, Judgement>()));
    const key = questions.map(({ name, text }) => `${name} ${text}`).join("\n");
    const known = judgements.get(key);
    if (known) return known;
    const shape = shapeOf(questions);
    const judgement = {
      questions,
      // Reasons stand before ratings: a model writes in this order, and a rating that follows from
      // reasons agrees better with people's (G-Eval, Liu et al. 2023).
      schema: z.object({
        [SHARED]: z
          .string()
          .describe(
            "One or two sentences, before any rating: the main weakness of the draft, or why it is " +
              "good.",
          ),
        ...shape,
      }),
    };
    judgements.set(key, judgement);
    return judgement;
  }

  async #sections(
    draft: Draft,
    context: AgentContext,
    questions: Judgement["questions"],
  ): Promise<PromptSection[]> {
    const { task } = context;
    const examples = this.#shown(context);
    const toldSources =
      context.model.info.writesFromRows === true ||
      questions.some(({ needsSources = true }) => needsSources);
    const sources = toldSources ? draft.sources : [];
    // What is equal for all drafts stands first, for providers that keep the beginnings of prompts.
    const sections: PromptSection[] = [
      { kind: "task", text: taskText(task) },
      ...(examples.length === 0
        ? []
        : [{ kind: "demonstrations" as const, text: EXAMPLES, items: examples }]),
      {
        kind: "criteria",
        text: "The questions about the draft, each to be answered:",
        items: questions.map((question) => ({ name: question.name, question: question.text })),
      },
    ];
    const rows = questions.flatMap((question) => question.rows ?? []);
    if (rows.length > 0)
      sections.push({
        kind: "demonstrations",
        name: "choices",
        text: "Real examples of what is to choose from:",
        items: rows.map(shownRow),
      });
    if (sources.length > 0)
      sections.push({
        kind: "sources",
        text: "The draft may state only what these passages state:",
        items: sources.map(({ id, text, source }) => ({ id, text, source })),
      });
    if (questions.some((question) => question.shows === "knowledge"))
      sections.push({
        kind: "sources",
        name: "knowledge",
        text: "What is known, for the question about facts:",
        items: (await context.knowledge.search(draft.text, KNOWN_PASSAGES)).map(
          ({ id, text, source }) => ({ id, text, source }),
        ),
      });
    if (draft.seeds.length > 0 && questions.some((question) => question.shows === "seeds"))
      sections.push({
        kind: "draft",
        name: "seeds",
        text: "What the draft was made from:",
        items: draft.seeds.map(({ text }) => ({ before: text })),
      });
    sections.push(
      {
        kind: "draft",
        name: "judged",
        text: "The draft to judge:",
        items: [besides(draft, sources)],
      },
      {
        kind: "output",
        text:
          "Answer with one JSON object: first `reason`, what you find in the draft; then the " +
          "properties that the questions name, as they follow from it.",
      },
    );
    return sections;
  }

  /**
   * The same rows for every draft that sees the same demonstrations, so that a model's fit or
   * prompt cache serves them all.
   */
  #shown(
    context: AgentContext,
  ): readonly Readonly<Record<string, unknown>>[] & Record<string, unknown>[] {
    const rows = context.memory.demonstrations;
    const known = this.#demonstrations.get(rows);
    if (known) return known as Record<string, unknown>[];
    const many =
      context.model.info.contextTokens >= LARGE_CONTEXT &&
      (context.model.info.price?.input ?? 1) === 0;
    const shown = mixLabels(rows, many ? MANY_DEMONSTRATIONS : FEW_DEMONSTRATIONS).map((row) =>
      context.task.labels.length > 0 ? shownRow(row) : { ...row.fields },
    );
    this.#demonstrations.set(rows, shown);
    return shown;
  }
}

/** What `{field}` in the judge's template stands for. */
function fieldValues({ fields }: Draft): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, quotedValue(value)]),
  );
}

/**
 * The answer to all questions together.
 * @throws SPEC_INVALID where two of them are answered under one name
 */
function shapeOf(questions: Judgement["questions"]): Record<string, z.ZodType> {
  const shape: Record<string, z.ZodType> = {};
  const owners = new Map([[SHARED, "the judge's reason"]]);
  for (const { name, answer } of questions)
    for (const [property, schema] of Object.entries(answer)) {
      const owner = owners.get(property);
      if (owner !== undefined)
        throw new DatawrightError({
          code: "SPEC_INVALID",
          message:
            `critique.criteria: the criterion ${JSON.stringify(name)} is answered as ` +
            `${JSON.stringify(property)}, and so is ${owner}`,
          hint: "Give a criterion of your own another name, or take one of them out.",
          details: { path: "critique.criteria" },
        });
      owners.set(property, `the criterion ${JSON.stringify(name)}`);
      shape[property] = schema;
    }
  return shape;
}
