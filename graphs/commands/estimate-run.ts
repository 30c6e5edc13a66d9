import { join } from "node:path";
import { isDatawrightError } from "../../base/errors.js";
import { coverageOf, type CoverageMap } from "../../schema/coverage.js";
import type { Plan } from "../../schema/plan.js";
import { KIND_TABLE } from "../../schema/kind.js";
import { roundSizeOf } from "../../schema/round-size.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { Workspace } from "../../memory/workspace.js";
import type { ChatModel, ModelInfo } from "../../tools/models/contract.js";
import { meanPrice } from "../../tools/models/providers/prices.js";
import { prepareRun } from "../run/prepare-run.js";
import { readSpec, type ReadSpec } from "../run/read-spec.js";
import { openRuntime } from "../run/open-runtime.js";
import { ensurePlan } from "../rounds/plan-step.js";
import { readRunData } from "../run/run-data.js";
import { resolveRoleModels, type ResolvedModel } from "../run/role-models.js";
import type { LaunchOptions } from "../runtime/run-options.js";
import { INITIAL_STATE } from "../rounds/state.js";
import { expectedOrders } from "./expected-orders.js";
import { StandIn } from "../prompts/stand-in-model.js";
import { inTemporaryFolder, tryRead, type Trial } from "./try-task.js";

/** What a run of a task is going to do and to take. */
export interface RunEstimate {
  /** The plan. */
  readonly plan: Plan;
  /** The first coverage map. */
  readonly coverage: CoverageMap;
  /** Cells with a quota. */
  readonly cells: number;
  /** Drafts that the target is expected to need. */
  readonly orders: number;
  /** Model calls. */
  readonly calls: number;
  /** Tokens of all calls. */
  readonly tokens: { readonly input: number; readonly output: number };
  /** Null where the price of a model is not known. */
  readonly costUsd: number | null;
  /** Seconds at the run's concurrency. */
  readonly seconds: number;
  /**
   * Whether the time follows from calls that were made, or from what a call usually takes because
   * the model was not asked yet.
   */
  readonly secondsFrom: "measured" | "usual";
  /** The planner's part of it: what `plan` itself asks, before the first sample. */
  readonly planning: {
    /** Model calls. */
    readonly calls: number;
    /** Tokens of them. */
    readonly tokens: {
      /** Of what is asked. */
      readonly input: number;
      /** Of the answers. */
      readonly output: number;
    };
    /** Null where the price is not known. */
    readonly costUsd: number | null;
  };
  /** What the figures were scaled from, in words. */
  readonly basis: string;
}

/** Options of a launch, and how much an estimate may ask. */
export interface EstimateOptions extends LaunchOptions {
  /**
   * False to ask no model and no server at all: the plan is then one that the embedded model makes,
   * and its cells may differ from those of the run. Default: true, the planner's model is asked.
   */
  readonly askPlanner?: boolean;
}

/** Drafts of the dry trial that the estimate is scaled from, at most. */
const TRIAL = 32;
/**
 * Seconds until a hosted model begins to answer, tokens that it writes in a second, and the share of
 * drafts that a judge finds fault with.
 */
const USUAL = { seconds: 1, tokensPerSecond: 50, refused: 0.2 };

/** Of one draft more, how many are accepted: what little a trial says is not taken as sure. */
const USUAL_ACCEPTED = 0.8;
/** What the gate makes of drafts that count towards the target, before curation. */
const KEPT: readonly string[] = ["accepted", "in-review"];

/**
 * Plans a task and estimates calls, tokens, money and time, without writing a sample. Only the
 * planner asks its real model; what the others are asked is counted in a trial of a few orders, in
 * which a stand-in answers by schema, as long as the task's rows are (the embedded model answers
 * itself, as it costs nothing).
 *
 * @throws what `launch` throws for a task that cannot be run
 */
export async function estimateRun(
  task: string | TaskSpecInput,
  options: EstimateOptions = {},
): Promise<RunEstimate> {
  return estimateRead(await readSpec(task, options), options);
}

/** `estimateRun` for a task that was read already, with the same options. */
export async function estimateRead(read: ReadSpec, options: EstimateOptions): Promise<RunEstimate> {
  const { spec } = read;
  const real = await resolveRoleModels(spec, options);
  const { support, validation, inputs } = await readRunData(spec, read.folder);
  const standIn = new StandIn({
    spec,
    rows: [...support, ...validation, ...inputs],
    refused: USUAL.refused,
  });
  const hosted = Object.values(real).some(({ model }) => !isEmbedded(model));
  const roles = Object.fromEntries(
    Object.entries(real).map(([role, resolved]) => {
      const { model } = resolved;
      return [
        role,
        isEmbedded(model)
          ? withFallback(model, standIn.of(model))
          : standIn.of({ ...model, info: { ...model.info, price: priceOf(resolved) } }),
      ];
    }),
  );
  const { agents: _agents, askPlanner = true, ...plain } = options;
  const dry: LaunchOptions = {
    ...plain,
    models: roles,
    cache: false,
    ...(askPlanner ? {} : { embeddings: "embedded" }),
  };
  // A limit must not end what is to be counted.
  const unlimited: ReadSpec = { ...read, spec: { ...spec, budget: {} } };
  const planned = await planOnly(
    askPlanner ? read : unlimited,
    askPlanner ? options : { ...dry, agents: options.agents },
  );
  const started = performance.now();
  const rounds = {
    target: Math.ceil(spec.target * spec.curate.surplus),
    roundSize: roundSizeOf(spec),
    most: KIND_TABLE[spec.kind].givenFields.length > 0 ? inputs.length : Infinity,
    noProgressRounds: spec.plan.noProgressRounds,
  };
  const size = Math.min(TRIAL, expectedOrders({ ...rounds, rate: USUAL_ACCEPTED }).first);
  const trial = await tryRead(unlimited, size, dry);
  if (trial.error) throw trial.error;
  const trialSeconds = (performance.now() - started) / 1000;
  const drafts = Math.max(1, trial.samples.length);
  const accepted = trial.samples.filter(({ sample }) =>
    sample.history.some(({ to }) => KEPT.includes(to)),
  ).length;
  // Where no draft of a stand-in is accepted that says something about the stand-in.
  const rate = accepted === 0 ? USUAL_ACCEPTED : (accepted + USUAL_ACCEPTED) / (drafts + 1);
  const orders = Math.ceil(
    expectedOrders({ ...rounds, rate, first: trial.firstRound }).all * toppedUp(trial, read.spec),
  );
  const scale = orders / drafts;
  const sum = (of: (row: (typeof trial.usage)[number]) => number): number =>
    trial.usage.filter((row) => row.agent !== "planner").reduce((total, row) => total + of(row), 0);
  const calls = Math.ceil(sum((row) => row.calls) * scale) + planned.calls;
  const tokens = {
    input: Math.round(sum((row) => row.inputTokens) * scale) + planned.tokens.input,
    output: Math.round(sum((row) => row.outputTokens) * scale) + planned.tokens.output,
  };
  const unknownPrice = trial.usage.some((row) => row.costUsd === null);
  return {
    plan: planned.plan,
    coverage: planned.coverage,
    cells: coverageOf(planned.coverage).cells,
    orders,
    calls,
    tokens,
    costUsd:
      unknownPrice || planned.costUsd === null
        ? null
        : sum((row) => row.costUsd ?? 0) * scale + planned.costUsd,
    ...timeOf({ real, calls, tokens, planned: askPlanner ? planned : null }, options, {
      seconds: trialSeconds * scale,
    }),
    planning: { calls: planned.calls, tokens: planned.tokens, costUsd: planned.costUsd },
    basis:
      `prompts of ${drafts} drafts, scaled to ${orders} orders for a target of ${spec.target}` +
      (hosted
        ? `; a stand-in answered, and found fault with ${100 * USUAL.refused} % of what it judged`
        : ""),
  };
}

/**
 * How many times the orders are that curation lets a target be reached with: what it takes beyond
 * the surplus that is written for it is written again, up to three times.
 */
function toppedUp({ samples }: Trial, { curate: { surplus } }: ReadSpec["spec"]): number {
  const changes = samples.map(({ sample }) => sample);
  const passed = changes.filter(({ history }) => history.some(({ to }) => KEPT.includes(to)));
  const kept = passed.filter(({ status }) => KEPT.includes(status)).length;
  if (passed.length === 0 || kept === passed.length) return 1;
  return Math.min(3, Math.max(1, passed.length / Math.max(1, kept) / surplus));
}

/** Prompts are counted also where they show the embedded model no text to learn from. */
function withFallback(model: ChatModel, standIn: ChatModel): ChatModel {
  return {
    ...model,
    complete: (request) =>
      model.complete(request).catch((error: unknown) => {
        if (!isDatawrightError(error) || error.code !== "NO_TEXT_TO_FIT") throw error;
        return standIn.complete(request);
      }),
  };
}

/** Of a role that several models share, the mean of their prices by their orders. */
function priceOf({ model, settings, also = [] }: ResolvedModel): ModelInfo["price"] {
  return meanPrice(
    [{ model, settings }, ...also].map((member) => ({
      price: member.model.info.price,
      weight: member.settings.weight ?? 1,
    })),
  );
}

function isEmbedded({ info }: ChatModel): boolean {
  return info.name === "embedded";
}

/** Seconds for all calls at the run's concurrency, and what they were taken from. */
function timeOf(
  run: {
    readonly real: Awaited<ReturnType<typeof resolveRoleModels>>;
    readonly calls: number;
    readonly tokens: RunEstimate["tokens"];
    readonly planned: Planned | null;
  },
  options: LaunchOptions,
  trial: { readonly seconds: number },
): Pick<RunEstimate, "seconds" | "secondsFrom"> {
  const models = Object.values(run.real);
  if (models.every(({ model }) => model.info.name === "embedded"))
    return { seconds: trial.seconds, secondsFrom: "measured" };
  const { settings } = run.real.generator;
  const atOnce = settings.concurrency ?? options.concurrency ?? 8;
  const asked = run.planned !== null && run.planned.calls > 0 ? run.planned : null;
  const together = asked
    ? (asked.seconds / asked.calls) * run.calls
    : run.calls * USUAL.seconds + run.tokens.output / USUAL.tokensPerSecond;
  return {
    seconds: Math.max(
      together / atOnce,
      settings.requestsPerMinute === undefined ? 0 : (run.calls / settings.requestsPerMinute) * 60,
    ),
    secondsFrom: asked ? "measured" : "usual",
  };
}

interface Planned {
  readonly plan: Plan;
  readonly coverage: CoverageMap;
  readonly calls: number;
  readonly tokens: { readonly input: number; readonly output: number };
  readonly costUsd: number | null;
  readonly seconds: number;
}

/** Runs the planner alone. */
async function planOnly(read: ReadSpec, options: LaunchOptions): Promise<Planned> {
  return inTemporaryFolder(async (parent) => {
    const workspace = Workspace.open(join(parent, "workspace"));
    const home = Workspace.open(options.workspace);
    const prepared = await prepareRun(read, {
      knowledgeCache: home.knowledgeFolder,
      ...options,
      workspace: workspace.folder,
      out: join(parent, "plan"),
      runId: "plan",
    });
    const { runtime, close } = await openRuntime(prepared, {
      ...options,
      cachePath: home.cachePath,
      workspace: workspace.folder,
    });
    try {
      const { plan } = await ensurePlan(runtime, INITIAL_STATE);
      const { coverage } = await runtime.rounds.sealed(-1);
      const spent = runtime.ledger.spent();
      const usage = await runtime.trace.usage();
      return {
        plan,
        coverage,
        calls: spent.calls,
        tokens: spent.tokens,
        costUsd: spent.usd,
        seconds: usage.reduce((total, row) => total + row.seconds, 0),
      };
    } finally {
      await close();
    }
  });
}
