import { labelKey } from "../../schema/label.js";
import type { Configurable } from "../../base/slots/configurable.js";
import { made } from "./made.js";
import type { AgentContext, Passage } from "../../agents/contract.js";
import type { GenerateInput, GenerateStrategy, Written } from "../../agents/generator/contract.js";
import { generateWork } from "../../agents/generator/request/generate-work.js";
import type { KnowledgeGraph } from "../../tools/knowledge/graph/knowledge-graph.js";
import { isDatawrightError, type DatawrightError } from "../../base/errors.js";
import type { SubTask } from "../../schema/plan.js";
import type { PromptSection } from "../../schema/prompt.js";
import type { Row } from "../../schema/sample.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { createRoleModel } from "../../tools/models/providers/role-model.js";
import { scriptedModel, type ScriptedAnswer } from "../../tools/models/providers/scripted-model.js";
import { fakeContext, fakeKnowledge, fakeSpan, fakeTask } from "./fake-context.js";
import { orderOf, subTaskOf } from "./plain-parts.js";

/**
 * What a part of a sub-task is answered: a value, or an answer of the script with its errors and
 * log-probabilities.
 */
export type PartAnswer = object | { readonly script: Omit<ScriptedAnswer, "step"> };

export interface WriteOptions {
  /** Members of a task's spec; the task's schema checks them. */
  readonly spec: object;
  readonly support?: readonly Row[];
  readonly subTask: {
    readonly output: readonly string[];
    readonly settings?: Readonly<Record<string, unknown>>;
    readonly prompt?: string;
  };
  readonly values?: Readonly<Record<string, unknown>>;
  readonly input?: Partial<GenerateInput>;
  readonly sources?: readonly Passage[];
  readonly graph?: KnowledgeGraph;
  readonly demonstrations?: readonly Row[];
  /** Part -> answer; "" for a question without a part. A list answers one try after the other. */
  readonly answers?: Readonly<Record<string, PartAnswer | readonly PartAnswer[]>>;
  /** The same for the partner model. */
  readonly partner?: Readonly<Record<string, PartAnswer | readonly PartAnswer[]>>;
  /** The same for the judge. */
  readonly judge?: Readonly<Record<string, PartAnswer | readonly PartAnswer[]>>;
  readonly context?: Partial<AgentContext>;
}

export interface WriteOutcome {
  readonly written: Written | null;
  readonly error: DatawrightError | null;
  /** Reason code of the error with which the sample was given up. */
  readonly reason: unknown;
  /** Parts that the generator's model and the partner were asked, in the order of the questions. */
  readonly asked: readonly string[];
  readonly askedPartner: readonly string[];
  readonly span: Readonly<Record<string, unknown>>;
  /**
   * A section of the prompt of a part; of the first question where several were asked under its
   * name.
   */
  section(part: string, kind: PromptSection["kind"]): PromptSection | undefined;
  /** All that the prompt of a part says, rendered. */
  prompt(part: string): string;
  parameters(part: string): Readonly<Record<string, unknown>>;
}

/**
 * Has a strategy do one sub-task against scripted models that expect exactly the parts they have
 * answers for.
 */
export async function writeWith(
  strategy: GenerateStrategy | Configurable<GenerateStrategy>,
  options: WriteOptions,
): Promise<WriteOutcome> {
  const subTask: SubTask = subTaskOf({
    id: "step",
    inputs: Object.keys(options.values ?? {}),
    ...options.subTask,
    settings: { ...options.subTask.settings },
    output: [...options.subTask.output],
  });
  const order = orderOf({ sourceIds: (options.sources ?? []).map((passage) => passage.id) });
  const input: GenerateInput = {
    order,
    subTask,
    values: { ...options.values },
    revision: 0,
    feedback: [],
    previous: null,
    sources: [...(options.sources ?? [])],
    written: [],
    seeds: [],
    peer: { group: "g", rank: 0, of: 1 },
    attempt: 0,
    ...options.input,
  };
  const prefix = `generate:${subTask.id}:${subTask.revision}:${input.revision}`;
  const generator = scriptedModel(script(prefix, options.answers));
  const partner = scriptedModel(script(prefix, options.partner));
  const judge = scriptedModel(script(prefix, options.judge));
  const span = fakeSpan();
  const task = fakeTask(
    { labels: undefined, ...(options.spec as Partial<TaskSpecInput>) },
    options.support,
  );
  const context = fakeContext({
    task,
    model: createRoleModel({ model: generator, agent: "generator" }),
    partner: createRoleModel({ model: partner, agent: "generator" }),
    judge: createRoleModel({ model: judge, agent: "generator" }),
    knowledge: fakeKnowledge(options.sources ?? [], options.graph ?? null),
    span,
    ...options.context,
  });
  const demonstrations = options.demonstrations ?? options.support ?? [];
  const work = generateWork(
    input,
    {
      demonstrations,
      demonstrationsOf: () => Promise.resolve(demonstrations),
      demonstrationsFor: (label) =>
        Promise.resolve(demonstrations.filter((row) => labelKey(row.label) === labelKey(label))),
    },
    context,
  );
  let written: Written | null = null;
  let error: DatawrightError | null = null;
  try {
    written = await made(strategy, options.subTask.settings).write(input, work, context);
  } catch (thrown) {
    if (!isDatawrightError(thrown) || thrown.code === "SCRIPT_MISMATCH") throw thrown;
    error = thrown;
  }
  generator.assertDone();
  partner.assertDone();
  judge.assertDone();
  const requests = [...generator.requests, ...partner.requests, ...judge.requests];
  const partOfStep = (step: string): string => step.slice(prefix.length).replace(/^:/u, "");
  const requestOf = (part: string): (typeof requests)[number] => {
    const found = requests.find((request) => partOfStep(request.origin.step) === part);
    if (!found)
      throw new Error(
        `nothing was asked under the part ${JSON.stringify(part)}; asked: ` +
          `${requests.map((request) => partOfStep(request.origin.step)).join(", ")}`,
      );
    return found;
  };
  return {
    written,
    error,
    reason: error?.details["reason"],
    span: span.attributes,
    asked: generator.requests.map((request) => partOfStep(request.origin.step)),
    askedPartner: partner.requests.map((request) => partOfStep(request.origin.step)),
    section: (part, kind) =>
      requestOf(part).prompt?.sections.find((section) => section.kind === kind),
    prompt: (part) =>
      requestOf(part)
        .messages.map((message) => message.content)
        .join("\n"),
    parameters: (part) => ({ ...requestOf(part).parameters }),
  };
}

function script(prefix: string, answers: WriteOptions["answers"] = {}): ScriptedAnswer[] {
  return Object.entries(answers).flatMap(([part, given]) => {
    const step = part === "" ? prefix : `${prefix}:${part}`;
    return (Array.isArray(given) ? (given as readonly PartAnswer[]) : [given as PartAnswer]).map(
      (answer): ScriptedAnswer =>
        "script" in answer ? { ...answer.script, step } : { step, object: answer },
    );
  });
}
