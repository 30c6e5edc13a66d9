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
import { resolveEmbeddings } from "../../tools/models/providers/resolve-model.js";
import { prepareRun } from "../run/prepare-run.js";
import { readSpec, type ReadSpec } from "../run/read-spec.js";
import { openRuntime } from "../run/open-runtime.js";
import { ensurePlan } from "../rounds/plan-step.js";
import { readRunData } from "../run/run-data.js";
import {
  resolveRoleModels,
  resolveRunEmbeddings,
  type ResolvedModel,
} from "../run/resolved-models.js";
import type { LaunchOptions } from "../runtime/run-options.js";
import { INITIAL_STATE } from "../rounds/state.js";
import { expectedOrders } from "../rounds/expected-orders.js";
import { StandIn } from "../prompts/stand-in-model.js";
import { rehearseRun, type Rehearsal } from "./rehearse-run.js";
import { inTemporaryFolder } from "./try-task.js";

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
  /** Month of the price list that the cost is from, as YYYY-MM; null where prices were given. */
  readonly pricesListed: string | null;
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

/** Samples that the run in small is for, at most. */
const REHEARSED = 48;
/**
 * Seconds until a hosted model begins to answer, tokens that it writes in a second, and the share of
 * drafts that a judge finds fault with.
 */
const USUAL = { seconds: 1, tokensPerSecond: 50, refused: 0.2 };

/** Share of drafts that is taken to be accepted where the stand-in has none accepted. */
const USUAL_ACCEPTED = 0.8;

/**
 * Plans a task and estimates calls, tokens, money and time, without writing a sample. Only the
 * planner asks its real model; what the others are asked is counted in a whole run in small, in which a
 * stand-in answers by schema, as long as the task's rows are (the embedded model answers itself, as it
 * costs nothing).
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
  const dry = {
    ...plain,
    models: roles,
    cache: false,
    embeddings: await (askPlanner
      ? resolveRunEmbeddings({ ...spec, budget: {} }, options)
      : resolveEmbeddings("embedded")),
  };
  // A limit must not end what is to be counted.
  const unlimited: ReadSpec = { ...read, spec: { ...spec, budget: {} } };
  const planned = await planOnly(
    askPlanner ? read : unlimited,
    askPlanner ? options : { ...dry, agents: options.agents },
  );
  const started = performance.now();
  const rehearsal = await rehearseRun(unlimited, Math.min(spec.target, REHEARSED), dry);
  const seconds = (performance.now() - started) / 1000;
  const most = KIND_TABLE[spec.kind].givenFields.length > 0 ? inputs.length : Infinity;
  const { drafts, spent } = rehearsal;
  const orders = Math.min(most, ordersOf(rehearsal, spec, most));
  const scale = orders / Math.max(1, drafts);
  const calls = Math.ceil(spent.calls * scale) + planned.calls;
  const tokens = {
    input: Math.round(spent.inputTokens * scale) + planned.tokens.input,
    output: Math.round(spent.outputTokens * scale) + planned.tokens.output,
  };
  return {
    plan: planned.plan,
    coverage: planned.coverage,
    cells: coverageOf(planned.coverage).cells,
    orders,
    calls,
    tokens,
    costUsd:
      spent.costUsd === null || planned.costUsd === null
        ? null
        : spent.costUsd * scale + planned.costUsd,
    pricesListed:
      Object.values(real).flatMap(({ model }) => model.info.price?.listed ?? [])[0] ?? null,
    ...timeOf({ real, calls, tokens, planned: askPlanner ? planned : null }, options, {
      seconds: seconds * scale,
    }),
    planning: { calls: planned.calls, tokens: planned.tokens, costUsd: planned.costUsd },
    basis:
      `prompts of ${drafts} drafts, scaled to ${orders} orders for a target of ${spec.target}` +
      (hosted
        ? `; a stand-in answered, and found fault with ${100 * USUAL.refused} % of what it judged`
        : ""),
  };
}

/** Orders of the whole run: as many times those of the small one as its target is larger. */
function ordersOf(
  { accepted, drafts, target }: Rehearsal,
  spec: ReadSpec["spec"],
  most: number,
): number {
  if (accepted > 0) return Math.round((drafts * spec.target) / target);
  // Where no draft of a stand-in is accepted that says something about the stand-in.
  return expectedOrders({
    target: Math.ceil(spec.target * spec.curate.surplus),
    roundSize: roundSizeOf(spec),
    rate: USUAL_ACCEPTED,
    most,
    noProgressRounds: spec.plan.noProgressRounds,
  }).all;
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
      isSent: false,
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
