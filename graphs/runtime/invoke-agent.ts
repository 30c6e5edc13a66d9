import { isAgentFault } from "../../agents/agent-fault.js";
import { callAgent } from "../../agents/call-agent.js";
import type { Agent, AgentContext, AgentSpan } from "../../agents/contract.js";
import { decideForAnother, HandedDecisions } from "../../agents/handed-decisions.js";
import type { CurationDecision, MethodName, RoleArgument, RoleOutput } from "../../agents/roles.js";
import type { ActiveSpan, Tracer } from "../../memory/tracer.js";
import { onAbort } from "../../tools/models/middleware/on-abort.js";
import { outsideGraph } from "../../tools/models/middleware/outside-graph.js";
import { RunChatModel } from "../../tools/models/providers/langchain/run-chat-model.js";
import { Random } from "../../base/statistics/random.js";
import { runMemory } from "./run-memory.js";
import type { CallSite, MainRole, RunRuntime } from "./runtime.js";

/**
 * Calls one method of the agent that plays a role, in a span of its own, with a context that shows
 * what the call site may see. Input and output are those of the role's method: checked by the
 * compiler here and by the role's schemas when it runs.
 *
 * @throws as callAgent; AGENT_FAILED with `details.endsRun` where the agent's first calls all failed
 */
export function invokeAgent<R extends MainRole, M extends MethodName<R>>(
  runtime: RunRuntime,
  role: R,
  method: M,
  input: RoleArgument<R, M>,
  { touches, ...site }: CallSite & Partial<Touching<RoleOutput<R, M>>>,
): Promise<RoleOutput<R, M>> {
  return outside(runtime, runtime.registry.get(role), { method, input, site, touches });
}

/** `invokeAgent` for a stage: of that role there may be many agents. */
export function invokeStage(
  runtime: RunRuntime,
  agent: Agent,
  input: RoleArgument<"stage", "process">,
  site: CallSite,
): Promise<RoleOutput<"stage", "process">> {
  return outside(runtime, agent, { method: "process", input, site });
}

/** What only the answer of an agent tells: the samples that its step turned out to be about. */
interface Touching<Output> {
  readonly touches: ((output: Output) => readonly string[]) | undefined;
}

interface Call<Output> extends Partial<Touching<Output>> {
  readonly method: string;
  readonly input: unknown;
  readonly site: CallSite;
}

/**
 * Outside of our graph's context: a graph or client of the user's own would take its configuration,
 * checkpoints and abort signal from it.
 */
async function outside<Output>(
  runtime: RunRuntime,
  agent: Agent,
  call: Call<Output>,
): Promise<Output> {
  const around = runtime.tracer.current();
  return outsideGraph(() =>
    runtime.tracer.run(around, () => callInSpan<Output>(runtime, agent, call)),
  );
}

async function callInSpan<Output>(
  runtime: RunRuntime,
  agent: Agent,
  { method, input, site, touches }: Call<Output>,
): Promise<Output> {
  return runtime.tracer.span(
    {
      name: `invoke_agent ${agent.name}`,
      operation: "invoke_agent",
      agent: agent.role === "stage" ? agent.name : agent.role,
      sampleIds: site.sampleIds,
      attributes: { "gen_ai.agent.name": agent.name, "datawright.step": site.step },
    },
    async (span) => {
      const signal = new CallSignal(runtime.abort.signal);
      const watched = runtime.faults.watch(agent, method);
      const early: CurationDecision[] = [];
      const handed =
        agent.role === "curator"
          ? new HandedDecisions(agent, site.keepDecisions ?? ((some) => early.push(...some)))
          : null;
      const decide = handed?.decide ?? decideForAnother(agent);
      const around = { site, span: agentSpan(runtime.tracer, span), signal, decide };
      try {
        const output = await callAgent<Output>(
          agent,
          method,
          input,
          contextFor(runtime, agent, around),
        );
        await handed?.end();
        watched.succeeded();
        if (touches) span.touch(touches(output));
        return early.length === 0 ? output : withEarly(output, early);
      } catch (error) {
        if (isAgentFault(error) && !runtime.abort.signal.aborted)
          runtime.events.emit({
            type: "agent-failed",
            agent: agent.name,
            role: agent.role,
            method,
            code: error.code,
            sampleIds: site.sampleIds,
            message: error.message,
          });
        throw watched.failed(error);
      } finally {
        signal.release();
      }
    },
  );
}

/** What a curator returned, behind what it had handed on. */
function withEarly<Output>(output: Output, early: readonly CurationDecision[]): Output {
  const { decisions, ...rest } = output as RoleOutput<"curator", "curate">;
  return { decisions: [...early, ...decisions], ...rest } as Output;
}

/**
 * A signal for one call that aborts with the run: made when it is asked for, so that many agents in
 * flight never share one signal's listeners.
 */
class CallSignal {
  readonly #run: AbortSignal;
  #controller: AbortController | undefined;
  #leave: (() => void) | undefined;

  constructor(run: AbortSignal) {
    this.#run = run;
  }
  get value(): AbortSignal {
    if (!this.#controller) {
      const controller = new AbortController();
      this.#controller = controller;
      this.#leave = onAbort(this.#run, () => controller.abort(this.#run.reason));
    }
    return this.#controller.signal;
  }
  release(): void {
    this.#leave?.();
  }
}

function contextFor(
  runtime: RunRuntime,
  agent: Agent,
  {
    site,
    span,
    signal,
    decide,
  }: {
    readonly site: CallSite;
    readonly span: AgentSpan;
    readonly signal: CallSignal;
    readonly decide: AgentContext["decide"];
  },
): AgentContext {
  let random: Random | undefined;
  const model = runtime.models[agent.role as MainRole | "stage"];
  const asked = new Map<string, number>();
  return {
    task: runtime.task,
    model,
    partner: runtime.models.partner,
    judge: runtime.models.critic,
    langchain: () =>
      new RunChatModel({
        model,
        orderId: site.orderId,
        step: `${site.step}:${agent.name}`,
        sampleIds: site.sampleIds,
        asked,
      }),
    embeddings: runtime.embeddings,
    knowledge: runtime.knowledge,
    memory: runMemory({
      state: site.visible,
      novelty: runtime.novelty,
      samples: runtime.samples,
      inputs: runtime.inputs,
    }),
    get random() {
      random ??= new Random(runtime.task.spec.seed).derive(site.orderId, site.step);
      return random;
    },
    budget: { remaining: () => remainingBudget(runtime) },
    log: runtime.log,
    get signal() {
      return signal.value;
    },
    span,
    decide,
    heldOut: agent.role === "evaluator" ? runtime.heldOut : null,
  };
}

/** The part of a span that agents see, with inner steps below it. */
function agentSpan(tracer: Tracer, span: ActiveSpan): AgentSpan {
  return {
    id: span.id,
    set: (attributes) => span.set(attributes),
    touch: (sampleIds) => span.touch(sampleIds),
    child: (options, work) =>
      tracer.span({ parent: span.id, ...options }, (inner) => work(agentSpan(tracer, inner))),
  };
}

function remainingBudget(runtime: RunRuntime): {
  usd: number | null;
  calls: number | null;
  tokens: number | null;
} {
  const { limits } = runtime.ledger;
  const spent = runtime.ledger.spent();
  const left = (limit: number | undefined, used: number | null): number | null =>
    limit === undefined || used === null ? null : Math.max(0, limit - used);
  return {
    usd: left(limits.usd, spent.usd),
    calls: left(limits.calls, spent.calls),
    tokens: left(limits.tokens, spent.tokens.input + spent.tokens.output),
  };
}
