import { callAgent } from "../../agents/call-agent.js";
import type { AgentContext, AgentSpan } from "../../agents/contract.js";
import type { ActiveSpan, Tracer } from "../../memory/tracer.js";
import { onAbort } from "../../tools/models/middleware/on-abort.js";
import { outsideGraph } from "../../tools/models/middleware/outside-graph.js";
import { Random } from "../../base/statistics/random.js";
import { runMemory } from "./run-memory.js";
import type { CallSite, MainRole, RunRuntime } from "./runtime.js";

/**
 * Calls one method of an agent in a span of its own, with a context that shows what the call site
 * may see.
 *
 * Outside of our graph's context: a graph or client of the user's own would take its configuration,
 * checkpoints and abort signal
 * from it.
 */
export async function invokeAgent<Output>(
  runtime: RunRuntime,
  site: CallSite,
  method: string,
  input: unknown,
): Promise<Output> {
  const around = runtime.tracer.current();
  return outsideGraph(() =>
    runtime.tracer.run(around, () => callInSpan<Output>(runtime, site, method, input)),
  );
}

async function callInSpan<Output>(
  runtime: RunRuntime,
  site: CallSite,
  method: string,
  input: unknown,
): Promise<Output> {
  const { agent } = site;
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
      try {
        return await callAgent<Output>(
          agent,
          method,
          input,
          contextFor(runtime, site, { span: agentSpan(runtime.tracer, span), signal }),
        );
      } finally {
        signal.release();
      }
    },
  );
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
  site: CallSite,
  { span, signal }: { readonly span: AgentSpan; readonly signal: CallSignal },
): AgentContext {
  let random: Random | undefined;
  return {
    task: runtime.task,
    model: runtime.models[site.agent.role as MainRole | "stage"],
    partner: runtime.models.partner,
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
    heldOut: site.agent.role === "evaluator" ? runtime.heldOut : null,
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
