import { DatawrightError, isDatawrightError } from "../../../base/errors.js";
import { ROLES, type RoleName } from "../../../agents/roles.js";
import { inTemporaryFolder } from "../../../graphs/commands/try-task.js";
import { paidModels } from "../../../graphs/opening/paid-models.js";
import { latestStepOf, stepInput, type StepInput } from "../../../graphs/playground/step-input.js";
import {
  agentsOfRun,
  agentsOfTask,
  type ListedAgent,
} from "../../../graphs/playground/task-agents.js";
import type { AgentTrial } from "../../../graphs/playground/try-agent.js";
import { readSpecText } from "../../../graphs/run/read-spec.js";
import { modelConfig } from "../../../graphs/run/resolved-models.js";
import {
  agentInputSchema,
  agentsQuerySchema,
  callAgentSchema,
  calledSchema,
  checkInputSchema,
  checkedInputSchema,
  exampleSchema,
  foundExampleSchema,
  listedAgentsSchema,
  MOST_INPUT_BYTES,
  type AgentInput,
  type ListedAgents,
} from "../../api/playground.js";
import { calledOf, problemsOf } from "../read/called-agent.js";
import type { Verdict } from "../../api/shared.js";
import { jsonRoute, type Route } from "../route.js";
import { inTheseWords, judgedInTheseWords, type Words } from "../words.js";
import type { StudioContext } from "../studio-context.js";
import type { TaskWork } from "../task-work.js";
import { workOf } from "./task.js";

/** Where an agent is taken from. */
interface Source {
  readonly task?: string | undefined;
  readonly folder?: string | undefined;
  readonly run?: string | undefined;
  readonly model?: string | undefined;
  readonly fresh?: boolean;
}

export const playgroundRoutes: readonly Route[] = [
  jsonRoute({
    method: "post",
    path: "/api/playground/agents",
    summary: "Agents of a task or a run: built in, of its modules, and its stages.",
    body: agentsQuerySchema,
    answer: listedAgentsSchema,
    handle: async ({ body, studio }) => listedOf(body, studio),
    inWords: (listed, words) => ({
      ...listed,
      problem: listed.problem && inTheseWords(listed.problem, words),
    }),
  }),
  jsonRoute({
    method: "post",
    path: "/api/playground/example",
    summary:
      "An input of an agent: of its latest step in the run, or as the embedded model makes a sample.",
    body: exampleSchema,
    answer: foundExampleSchema,
    handle: async ({ body, studio, signal }) => {
      const step = { agent: body.stage ?? body.role, method: body.method };
      if (body.run === undefined) {
        const made = await result<StepInput | null>({ body, studio, signal }, "example", { step });
        // It is of no run that there is: nothing of it can be called there again.
        return { example: made === null ? null : inputOf(made) };
      }
      const reader = await studio.readers.open(body.run);
      const span = await latestStepOf(reader, step);
      return { example: span === null ? null : inputOf(await stepInput(reader, span)) };
    },
  }),
  jsonRoute({
    method: "get",
    path: "/api/runs/:run/spans/:span/input",
    summary: "What the agent of a step was called with, put together again from what is stored.",
    answer: agentInputSchema,
    handle: async ({ params, studio }) =>
      inputOf(await stepInput(await studio.readers.open(params["run"]!), params["span"]!)),
  }),
  jsonRoute({
    method: "post",
    path: "/api/playground/check",
    summary: "What is wrong with an input of an agent, by path; nothing is asked.",
    body: checkInputSchema,
    answer: checkedInputSchema,
    mostBytes: MOST_INPUT_BYTES,
    handle: async ({ body, words }) => ({
      problems: problemsOf(methodOf(body).input, body.input, words.language),
    }),
  }),
  jsonRoute({
    method: "post",
    path: "/api/playground/call",
    summary: "Calls one agent by itself, with its steps; nothing is written into a run.",
    body: callAgentSchema,
    answer: calledSchema,
    mostBytes: MOST_INPUT_BYTES,
    inWords: (called, words) => ({
      ...called,
      output: outputInTheseWords(called.output, words),
      spans: called.spans.map((span) => ({
        ...span,
        verdicts: judgedInTheseWords(span.verdicts, words),
      })),
      error: called.error && inTheseWords(called.error, words),
    }),
    handle: async ({ body, studio, signal }) => {
      const { role, method, stage, input, site, mostCalls } = body;
      const problems = problemsOf(methodOf(body).input, input);
      if (problems.length > 0)
        throw new DatawrightError({
          code: "USAGE",
          message: `the input does not fit ${role}.${method}: ${problems
            .slice(0, 3)
            .map(({ path, message }) => [path, message].filter(Boolean).join(": "))
            .join("; ")}`,
          hint: "POST /api/playground/check says what is wrong, by path.",
          details: { problems },
        });
      const paid = await (await sourceOf(body, studio)).paid();
      if (paid.length > 0 && !body.confirmed)
        throw new DatawrightError({
          code: "USAGE",
          message: `${paid.join(", ")}: this may cost money`,
          hint: "Confirm it, or choose the embedded model.",
          details: { paid },
        });
      const trial = await result<AgentTrial>({ body, studio, signal }, "call", {
        call: {
          role: role as RoleName,
          method,
          stage,
          input,
          mostCalls,
          // Without its run a step has no place.
          site: body.run === undefined ? undefined : site,
        },
      });
      return calledOf(trial);
    },
  }),
];

/** The method that is meant. @throws USAGE */
function methodOf({ role, method }: { readonly role: string; readonly method: string }) {
  const methods = Object.hasOwn(ROLES, role) ? ROLES[role as RoleName] : {};
  const found = Object.hasOwn(methods, method)
    ? (methods as (typeof ROLES)["critic"])[method as "critique"]
    : undefined;
  if (found !== undefined) return found;
  throw new DatawrightError({
    code: "USAGE",
    message: `there is no method ${role}.${method}`,
    hint: "GET /api/agents lists the roles and their methods.",
  });
}

/** A model that cannot be asked, for want of a key, does not hide the agents. */
async function listedOf(source: Source, studio: StudioContext): Promise<ListedAgents> {
  const { agents, models, paid } = await sourceOf(source, studio);
  const found = await paid().then(
    (names) => ({ paid: names.length === 0 ? null : names.join(", "), problem: null }),
    (error: unknown) => {
      if (!isDatawrightError(error)) throw error;
      const { code, message, hint = null } = error.toJSON();
      return { paid: null, problem: { code, message, meaning: null, hint } };
    },
  );
  return {
    agents: (await agents()).map((agent) => ({ ...agent, methods: [...agent.methods] })),
    models,
    ...found,
  };
}

/** What is known of a task or a run, and looked up as it is wanted. */
interface KnownSource {
  readonly models: Record<string, string>;
  agents(): Promise<ListedAgent[]>;
  /** Models that may cost money. @throws MODEL_* */
  paid(): Promise<readonly string[]>;
}

/** @throws SPEC_*, RUN_NOT_FOUND; USAGE for neither a task nor a run */
async function sourceOf(
  { task, folder, run, model }: Source,
  studio: StudioContext,
): Promise<KnownSource> {
  if (run !== undefined) {
    const { config } = await studio.readers.open(run);
    const { spec, models, embeddings } = config;
    return {
      models: namesOf(models),
      agents: () => agentsOfRun(config),
      paid: () =>
        paidModels({ spec }, model === undefined ? { models, embeddings } : { model, embeddings }),
    };
  }
  if (task === undefined)
    throw new DatawrightError({ code: "USAGE", message: "name a run, or give the text of a task" });
  const { options } = workOf("plan", { task, folder }, studio);
  const read = await readSpecText(task, options);
  return {
    models: namesOf(modelConfig(read.spec, {})),
    agents: () => agentsOfTask(read),
    paid: () => paidModels(read, { ...options, ...(model === undefined ? {} : { model }) }),
  };
}

function namesOf(models: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(models).map(([role, model]) => [
      role,
      typeof model === "string" ? model : String((model as { readonly model?: unknown }).model),
    ]),
  );
}

/** What an agent gave; of a critic the verdicts are told in the reader's words. */
function outputInTheseWords(output: unknown, words: Words): unknown {
  const { verdicts } = (output ?? {}) as { readonly verdicts?: unknown };
  return Array.isArray(verdicts)
    ? { ...(output as object), verdicts: judgedInTheseWords(verdicts as Verdict[], words) }
    : output;
}

/** Work with an agent in a process of its own, in a folder that is removed however that ends. */
async function result<T>(
  {
    body,
    studio,
    signal,
  }: { readonly body: Source; readonly studio: StudioContext; readonly signal: AbortSignal },
  kind: TaskWork["kind"],
  agent: Omit<NonNullable<TaskWork["agent"]>, "scratch" | "run">,
): Promise<T> {
  const { task = "", folder, run, model, fresh } = body;
  if (run !== undefined) await studio.readers.folder(run);
  const work = workOf(kind, { task, folder }, studio);
  return inTemporaryFolder(
    async (scratch) =>
      (await studio.children.result(
        {
          ...work,
          options: {
            ...work.options,
            ...(model === undefined ? {} : { model }),
            ...(fresh === true ? { cache: false } : {}),
          },
          agent: { ...agent, run, scratch },
        },
        signal,
      )) as T,
  );
}

function inputOf({ site, notes, ...found }: StepInput): AgentInput {
  return { ...found, site: { ...site, sampleIds: [...site.sampleIds] }, notes: [...notes] };
}
