import { join } from "node:path";
import { coverageOf, type CoverageMap } from "../../schema/coverage.js";
import type { Plan } from "../../schema/plan.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { Workspace } from "../../memory/workspace.js";
import { resolveModel } from "../../tools/models/providers/resolve-model.js";
import { prepareRun } from "../run/prepare-run.js";
import { readSpec, type ReadSpec } from "../run/read-spec.js";
import { openRuntime } from "../run/open-runtime.js";
import { ensurePlan } from "../rounds/plan-step.js";
import { resolveRoleModels } from "../run/role-models.js";
import type { LaunchOptions } from "../runtime/run-options.js";
import { acceptanceRate } from "../runtime/sealed-round.js";
import { INITIAL_STATE } from "../rounds/state.js";
import { DryModels } from "./dry-models.js";
import { inTemporaryFolder, tryRead } from "./try-task.js";

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

/** Drafts of the dry trial that the estimate is scaled from. */
const TRIAL = 8;
/**
 * Seconds until a hosted model begins to answer, tokens that it writes in a second, and the share of
 * drafts that are accepted where no draft can tell.
 */
const USUAL = { seconds: 1, tokensPerSecond: 50, accepted: 0.7 };

/**
 * Plans a task and estimates calls, tokens, money and time, without writing a sample. Only the
 * planner asks its real model; prompts of the other agents are rendered for a few orders and
 * counted, with the embedded model answering.
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
  const standIns = new DryModels(await resolveModel("embedded"));
  const roles = Object.fromEntries(
    Object.entries(real).map(([role, { model }]) => [role, standIns.of(model)]),
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
  const size = Math.min(TRIAL, spec.target);
  let trial = await tryRead(unlimited, size, dry);
  // Revisions of texts that were made up are refused again, and would be counted.
  if (standIns.madeUp) trial = await tryRead(withoutRevisions(unlimited), size, dry);
  if (trial.error) throw trial.error;
  const trialSeconds = (performance.now() - started) / 1000;
  const drafts = Math.max(1, trial.samples.length);
  const accepted = standIns.madeUp
    ? USUAL.accepted
    : acceptanceRate(trial.summary.accepted, drafts);
  const orders = Math.ceil((spec.target * spec.curate.surplus) / accepted);
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
    basis:
      `prompts of ${drafts} drafts, scaled to ${orders} orders for a target of ${spec.target}` +
      (standIns.madeUp
        ? `; texts are made up, and ${100 * USUAL.accepted} % of them taken as accepted, as the ` +
          "task shows no rows to learn from"
        : ""),
  };
}

function withoutRevisions(read: ReadSpec): ReadSpec {
  const { spec } = read;
  return { ...read, spec: { ...spec, critique: { ...spec.critique, maxRevisions: 0 } } };
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
