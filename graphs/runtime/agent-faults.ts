import { agentTitle, isAgentFault } from "../../agents/agent-fault.js";
import type { Agent } from "../../agents/contract.js";
import { DatawrightError } from "../../base/errors.js";

/** So many first calls of an agent that all fail end the run: what follows would fail alike. */
export const FIRST_CALLS = 3;

interface Call {
  failed: boolean;
}

/** What an agent's method came to so far: its calls in the order in which they began, or that it works. */
type Record = { readonly calls: Call[] } | "works";

/** One call under watch: tells how it ended. */
export interface WatchedCall {
  succeeded(): void;
  /** Returns what to throw: the error itself, or what ends the run. */
  failed(error: unknown): unknown;
}

/**
 * Tells a broken agent from one that stumbles over a rare input: where the first three calls of a
 * method failed by the agent's own fault, and none after them succeeded, the run ends. Which calls
 * are the first is decided by when they began, so that a quick failure among slow successes ends
 * nothing. Errors of models, budgets and providers do not count.
 */
export class AgentFaults {
  readonly #records = new Map<string, Record>();

  /** True while a method has failed and never succeeded: too early to give it more work. */
  get inDoubt(): boolean {
    return [...this.#records.values()].some(
      (record) => record !== "works" && record.calls.some(({ failed }) => failed),
    );
  }

  watch(agent: Pick<Agent, "name" | "role">, method: string): WatchedCall {
    const key = `${agent.role} ${agent.name} ${method}`;
    const record = this.#records.get(key) ?? { calls: [] };
    this.#records.set(key, record);
    const call: Call = { failed: false };
    if (record !== "works") record.calls.push(call);
    return {
      succeeded: () => void this.#records.set(key, "works"),
      failed: (error) => {
        const now = this.#records.get(key)!;
        if (now === "works") return error;
        if (!isAgentFault(error)) {
          now.calls.splice(now.calls.indexOf(call), 1);
          return error;
        }
        call.failed = true;
        const first = now.calls.slice(0, FIRST_CALLS);
        return first.length === FIRST_CALLS && first.every(({ failed }) => failed)
          ? brokenAgent(agent, method, error)
          : error;
      },
    };
  }
}

/** True for the error of an agent that is broken as a whole: it ends the run, not one draft. */
export function endsRun(error: unknown): boolean {
  return isAgentFault(error) && error.details["endsRun"] === true;
}

function brokenAgent(
  { name, role }: Pick<Agent, "name" | "role">,
  method: string,
  error: DatawrightError,
): DatawrightError {
  return new DatawrightError({
    code: "AGENT_FAILED",
    message:
      `${error.message}\nThe first ${FIRST_CALLS} calls of ${agentTitle({ name, role, method })} all ` +
      "failed, so the run ended: nothing more was asked for or paid.",
    hint: [
      error.hint,
      "Mend the agent and resume the run: what was paid for is kept and not asked again.",
    ]
      .filter((line) => line !== undefined)
      .join(" "),
    details: { ...error.details, endsRun: true, final: true },
    cause: error,
  });
}
