import { join } from "node:path";
import type { RoleName } from "../../agents/roles.js";
import { redactSecrets } from "../../base/redact-secrets.js";
import { DatawrightError, isDatawrightError } from "../../base/errors.js";
import { copyRun, MEMORY_TABLES } from "../../memory/database/copy-run.js";
import { openStorage } from "../../memory/open-storage.js";
import { DatabaseSampleStore } from "../../memory/sample-store.js";
import { Workspace } from "../../memory/workspace.js";
import type { Span } from "../../schema/span.js";
import { openRuntime, type OpenedRun } from "../run/open-runtime.js";
import { prepareRun } from "../run/prepare-run.js";
import type { ReadSpec } from "../run/read-spec.js";
import { checkStored } from "../run/resume-run.js";
import { requireReady } from "../run/model-readiness.js";
import { invokeAgent, invokeStage } from "../runtime/invoke-agent.js";
import { readRunConfig } from "../runtime/run-config.js";
import type { TrialOptions } from "../runtime/run-options.js";
import type { CallSite, RunRuntime } from "../runtime/runtime.js";
import type { AgentSite } from "./step-input.js";

/** One call of one agent. */
export interface AgentCall {
  readonly role: RoleName;
  readonly method: string;
  /** Of role stage, of which a task may have several: its name. */
  readonly stage?: string | undefined;
  readonly input: unknown;
  /** Where in its run it is called; absent: before the first round, or behind the last. */
  readonly site?: AgentSite | undefined;
  /** Model calls at most; a smaller number of the task's own stays. */
  readonly mostCalls: number;
}

/** What became of the call. */
export interface AgentTrial {
  readonly agent: string;
  /** null where it failed. */
  readonly output: unknown;
  readonly error: ReturnType<DatawrightError["toJSON"]> | null;
  /** Its own step and all below it. */
  readonly spans: readonly Span[];
  /** Requests and answers of the steps, by hash. */
  readonly bodies: Readonly<Record<string, unknown>>;
  readonly milliseconds: number;
  /** Accepted samples that its memory showed, and the last round of them; -1 for none. */
  readonly memory: { readonly samples: number; readonly sealedThrough: number };
}

/** How an agent is tried. */
export interface AgentTrialOptions extends TrialOptions {
  /** Folder that everything is written to; who gave it removes it. */
  readonly scratch: string;
}

/** Runs of more samples are not copied: what their memory shows would take too long. */
const MOST_COPIED = 50_000;

/**
 * Calls one agent of a task by itself, with the models, budget and limits of the task, as a run calls
 * it before its first round. Nothing is kept but the answers of models in the workspace's cache.
 *
 * @throws what `launch` throws for a task that cannot be run; what the agent throws is in `error`
 */
export async function tryAgentOfTask(
  read: ReadSpec,
  call: AgentCall,
  options: AgentTrialOptions,
): Promise<AgentTrial> {
  const own = trialOptions(options);
  const prepared = await prepareRun(
    { ...read, spec: { ...read.spec, review: "none", budget: budgetOf(read.spec.budget, call) } },
    { ...own, out: join(options.scratch, "trial"), runId: "trial" },
  );
  return called(await openRuntime(prepared, own), call);
}

/**
 * Calls one agent of a run by itself, with the memory that it had at a step: in a copy of the run's
 * records, so that nothing is written into the run.
 *
 * @throws RUN_NOT_FOUND, CONFIG_MISMATCH; USAGE for a run too large to be copied; what the agent
 *         throws is in `error`
 */
export async function tryAgentOfRun(
  run: string,
  call: AgentCall,
  options: AgentTrialOptions,
): Promise<AgentTrial> {
  const own = trialOptions(options);
  const scratch = Workspace.open(own.workspace);
  await copyMemory(run, scratch, options);
  const folders = await openStorage(undefined);
  const { options: merged, ...configured } = await checkStored(run, {
    storage: folders,
    options: own,
    change: (config) => ({
      ...config,
      spec: { ...config.spec, review: "none", budget: budgetOf(config.spec.budget, call) },
    }),
  });
  requireReady(configured.checked);
  return called(await openRuntime(configured, { ...own, ...merged }), call);
}

function trialOptions({ scratch, ...options }: AgentTrialOptions): TrialOptions {
  const home = Workspace.open(options.workspace);
  return {
    knowledgeCache: home.knowledgeFolder,
    cachePath: home.cachePath,
    isSent: false,
    ...options,
    workspace: join(scratch, "workspace"),
    store: undefined,
  };
}

function budgetOf<B extends { readonly calls?: number | undefined }>(
  budget: B,
  { mostCalls }: AgentCall,
): B {
  return { ...budget, calls: Math.min(budget.calls ?? mostCalls, mostCalls) };
}

async function copyMemory(
  run: string,
  scratch: Workspace,
  { workspace, store }: AgentTrialOptions,
): Promise<void> {
  const storage = await openStorage(store);
  try {
    const folder = await storage.find(Workspace.open(workspace), run);
    const config = await readRunConfig(folder, storage);
    const source = await storage.open(folder, { readonly: true });
    try {
      const samples = await new DatabaseSampleStore(source).count();
      if (samples > MOST_COPIED)
        throw new DatawrightError({
          code: "USAGE",
          message: `the run has ${samples} samples, and at most ${MOST_COPIED} are copied for one call`,
          hint: "Choose the task instead of the run: the agent then sees the support rows only.",
        });
      const folders = await openStorage(undefined);
      const target = scratch.createRunFolder(config.runId);
      const copy = await folders.create(target);
      try {
        await source.atOneMoment((moment) => copyRun(moment, copy, MEMORY_TABLES));
      } finally {
        await copy.close();
      }
      await folders.saveConfig(target, { ...config, store: undefined });
    } finally {
      await source.close();
    }
  } finally {
    await storage.close();
  }
}

async function called(opened: OpenedRun, call: AgentCall): Promise<AgentTrial> {
  const { runtime } = opened;
  try {
    const site = await siteOf(runtime, call);
    const agent = agentOf(runtime, call);
    const started = performance.now();
    let output: unknown = null;
    let error: AgentTrial["error"] = null;
    let root = "";
    try {
      output = await runtime.tracer.span(
        { name: "playground", operation: "invoke_workflow" },
        async (span) => {
          root = span.id;
          const input = await filledInput(call, site);
          return call.role === "stage"
            ? invokeStage(runtime, agent, input as never, site)
            : invokeAgent(runtime, call.role, call.method as never, input as never, site);
        },
      );
    } catch (thrown) {
      error = isDatawrightError(thrown)
        ? thrown.toJSON()
        : {
            code: "INTERNAL",
            message: redactSecrets(String((thrown as Error | undefined)?.message ?? thrown)),
            details: {},
          };
    }
    const spans = below(root, await runtime.trace.spans());
    const bodies: Record<string, unknown> = {};
    for (const span of spans)
      for (const hash of [span.inputHash, span.outputHash])
        if (hash !== null) bodies[hash] ??= await runtime.trace.body(hash);
    const { sealedThrough } = site.visible;
    return {
      agent: agent.name,
      output,
      error,
      spans,
      bodies,
      milliseconds: performance.now() - started,
      memory: {
        samples: await runtime.samples.count({ status: "accepted", maxRound: sealedThrough }),
        sealedThrough,
      },
    };
  } finally {
    await opened.close();
  }
}

/** Memory as it was at the step; of a step without a round as it is behind the last one. */
async function siteOf(runtime: RunRuntime, { method, input, site }: AgentCall): Promise<CallSite> {
  const last = await runtime.rounds.lastSealed();
  const round = site?.round ?? null;
  const { draft, order } = input as { draft?: { id?: unknown }; order?: { id?: unknown } };
  const id = draft?.id ?? order?.id;
  const sampleIds = site?.sampleIds ?? (typeof id === "string" ? [id] : []);
  return {
    orderId: site?.orderId ?? sampleIds[0] ?? "playground",
    step: site?.step ?? method,
    sampleIds,
    visible: await runtime.rounds.visible(
      round === null ? last : Math.max(-1, Math.min(last, round - 2)),
    ),
  };
}

function agentOf(runtime: RunRuntime, { role, stage }: AgentCall) {
  if (role !== "stage") return runtime.registry.get(role);
  const { stages } = runtime.registry;
  const found = stage === undefined ? stages[0] : stages.find(({ agent }) => agent.name === stage);
  if (found) return found.agent;
  throw new DatawrightError({
    code: "AGENT_NOT_FOUND",
    message: `the task has no stage${stage === undefined ? "" : ` "${stage}"`}`,
    hint: "Stages are inserted by modules, `datawright run SPEC --agents FILE`: choose a run that has one.",
  });
}

/** What the labeler learned is not shown and not typed: it comes from the run. */
async function filledInput({ method, input }: AgentCall, { visible }: CallSite): Promise<unknown> {
  const { state } = input as { readonly state?: unknown };
  return method === "label" && (state === null || state === undefined)
    ? { ...(input as object), state: await visible.learned() }
    : input;
}

function below(root: string, spans: readonly Span[]): Span[] {
  const inside = new Set([root]);
  for (let before = 0; before < inside.size;) {
    before = inside.size;
    for (const { id, parentId } of spans)
      if (parentId !== null && inside.has(parentId)) inside.add(id);
  }
  return spans.filter(({ id }) => id !== root && inside.has(id));
}
