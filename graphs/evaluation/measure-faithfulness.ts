import { callAgent } from "../../agents/call-agent.js";
import { CRITERIA } from "../../agents/critic/criteria/criteria.js";
import type { Criterion } from "../../agents/critic/contract.js";
import { createCritic } from "../../agents/critic/critic.js";
import type { AgentContext, Knowledge } from "../../agents/contract.js";
import type { Draft } from "../../agents/draft.js";
import { DatawrightError, isDatawrightError } from "../../base/errors.js";
import type { SlotChoice } from "../../base/slots/slot-choice.js";
import type { LabelValue } from "../../schema/label.js";
import { resolveTask, textOf, type Task } from "../../schema/task.js";
import { taskSpecSchema, type TaskSpecInput } from "../../schema/task-file/task-spec.js";
import type { Verdict } from "../../schema/verdict.js";
import type { ChatModel, RoleModel } from "../../tools/models/contract.js";
import { asRoleModel } from "../../tools/models/providers/as-role-model.js";
import { madeContext } from "../conformance/made-context.js";
import {
  faithfulnessOf,
  passesAll,
  rowOf,
  type Faithfulness,
  type RowFaithfulness,
} from "./faithfulness-figures.js";

/** What a row must have to be judged. */
export interface JudgedRow {
  /** Unique among the rows. */
  readonly id: string;
  /** Its text fields, joined. */
  readonly text: string;
  /** Every field by name. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Its label; null where it has none. */
  readonly label: LabelValue;
}

/** By whom and by what rows are judged. */
export interface FaithfulnessOptions {
  /** The task whose samples the rows are, or what a task file of it would say. */
  readonly task: Task | TaskSpecInput;
  /** Criteria of the slot `criteria`. Default: `coherent`, `grounded` and `entailed` without a model; with one also `on-task`, `label-correct`, `faithful`, `no-contradiction` and `safe-to-train`, and not `entailed`. */
  readonly criteria?: readonly SlotChoice[];
  /** Where criteria are looked up. Default: what is built in. */
  readonly slot?: typeof CRITERIA;
  /** Judges: none, one, or a panel whose majority decides. */
  readonly models?: readonly (RoleModel | ChatModel)[];
  /**
   * Fields that a row may state nothing beyond. Default: those of the names context, passage, source,
   * document, article.
   */
  readonly contextFields?: readonly string[];
  /** What is known, for the criterion `factual`. */
  readonly knowledge?: Knowledge;
  /** Unit vectors of texts. */
  embed?(texts: readonly string[]): Promise<readonly Float32Array[]>;
  /** Rows that are judged at a time. Default: 8. */
  readonly concurrency?: number;
  /** Stops the work. */
  readonly signal?: AbortSignal;
  /** Told how far the work is, 0 to 1. */
  progress?(share: number): void;
}

/** Criteria that need no model. */
export const RULE_CRITERIA: readonly string[] = ["coherent", "grounded", "entailed"];
/** Criteria of an evaluation that a judge model is asked for; rules come first. */
export const JUDGE_CRITERIA: readonly string[] = [
  "coherent",
  "on-task",
  "label-correct",
  "grounded",
  "faithful",
  "no-contradiction",
  "safe-to-train",
];

const CONTEXT_FIELDS = ["context", "passage", "source", "document", "article"];
/** Trouble with one answer: the row stays unjudged, and is counted. */
const OF_ONE_ANSWER = [
  "MODEL_OUTPUT",
  "MODEL_EMPTY",
  "MODEL_TRUNCATED",
  "MODEL_REFUSED",
  "MODEL_CONTENT_FILTER",
  "MODEL_CONTEXT_LENGTH",
];

/**
 * Judges rows of any dataset by the criteria of the critic, as a run judges its drafts: rules first,
 * then one call for all criteria that ask, of each judge of a panel.
 *
 * @throws DATA_EMPTY for no row; SPEC_INVALID for an unknown criterion; what ends a run of models
 */
export async function measureFaithfulness(
  rows: readonly JudgedRow[],
  options: FaithfulnessOptions,
): Promise<Faithfulness> {
  if (rows.length === 0)
    throw new DatawrightError({
      code: "DATA_EMPTY",
      message: "there is no row whose faithfulness could be judged",
    });
  const { concurrency = 8 } = options;
  const models = (options.models ?? []).map(asRoleModel);
  const task =
    "spec" in options.task ? options.task : resolveTask(taskSpecSchema.parse(options.task), []);
  const criteria = await criteriaOf(options);
  // A judge sees every row: its verdict is wanted on rows that code refused too.
  const critic = createCritic({ criteria, askAlways: true });
  const judges = models.length === 0 ? [undefined] : models;
  const contexts = judges.map((model) => contextOf(options, { task, model }));
  const found: RowFaithfulness[] = [];
  const decided: (boolean | null)[][] = [];
  const unjudged: Record<string, number> = {};
  let [next, done] = [0, 0];
  const work = async (): Promise<void> => {
    while (next < rows.length) {
      const at = next++;
      const draft = draftOf(rows[at]!, { task, contextFields: options.contextFields });
      const answers = await Promise.all(contexts.map((context) => judgeOnce(draft, context)));
      const read = answers.filter((answer): answer is readonly Verdict[] => Array.isArray(answer));
      decided[at] = answers.map((answer) => (Array.isArray(answer) ? passesAll(answer) : null));
      if (read.length === 0) {
        const code = String(answers[0]);
        unjudged[code] = (unjudged[code] ?? 0) + 1;
      }
      found[at] = rowOf(draft.id, read, decided[at]);
      options.progress?.(++done / rows.length);
    }
  };
  const judgeOnce = async (
    draft: Draft,
    context: AgentContext,
  ): Promise<readonly Verdict[] | string> => {
    try {
      return (
        await callAgent<{ verdicts: readonly Verdict[] }>(critic, "critique", { draft }, context)
      ).verdicts;
    } catch (error) {
      if (isDatawrightError(error) && OF_ONE_ANSWER.includes(error.code)) return error.code;
      throw error;
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, rows.length) }, work));
  return faithfulnessOf(found, { criteria, decided, models, unjudged });
}

async function criteriaOf({
  criteria,
  slot = CRITERIA,
  models = [],
}: FaithfulnessOptions): Promise<Criterion[]> {
  const choices = criteria ?? (models.length === 0 ? RULE_CRITERIA : JUDGE_CRITERIA);
  const found: Criterion[] = [];
  for (const [index, choice] of choices.entries()) {
    const { value } = await slot.choose(choice, ["criteria", index]);
    // Without a judge a criterion says what code alone can say.
    found.push(
      models.length > 0
        ? value
        : {
            name: value.name,
            decide: (draft, seen, context) => value.decide(draft, seen, context),
          },
    );
  }
  return found;
}

function contextOf(
  { embed, signal, knowledge }: FaithfulnessOptions,
  { task, model }: { readonly task: Task; readonly model: RoleModel | undefined },
): AgentContext {
  const context = madeContext({
    task,
    ...(model === undefined ? {} : { model }),
    ...(embed === undefined ? {} : { embeddings: { embed: (texts) => embed(texts) } }),
    ...(signal === undefined ? {} : { signal }),
    ...(knowledge === undefined ? {} : { knowledge }),
  });
  return context;
}

/** A row as a critic sees a draft: what it was written from apart from what it says. */
function draftOf(
  row: JudgedRow,
  {
    task,
    contextFields,
  }: { readonly task: Task; readonly contextFields: readonly string[] | undefined },
): Draft {
  const names = contextFields ?? CONTEXT_FIELDS;
  const isContext = (name: string): boolean =>
    names.includes(name) && typeof row.fields[name] === "string" && row.fields[name].trim() !== "";
  const contexts = Object.keys(row.fields).filter(isContext);
  const own = Object.fromEntries(
    Object.entries(row.fields).filter(([name]) => !contexts.includes(name)),
  );
  const left = task.textFields.filter((name) => !contexts.includes(name));
  return {
    id: row.id,
    fields: own,
    text: contexts.length === 0 ? row.text : textOf(own, left),
    label: row.label,
    conditions: [],
    revision: 0,
    sources: contexts.map((name) => ({
      id: name,
      text: row.fields[name] as string,
      source: name,
    })),
    seeds: [],
    scores: {},
  };
}
