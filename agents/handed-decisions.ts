import { DatawrightError } from "../base/errors.js";
import { threadSlices } from "../base/workers/time-slices.js";
import { agentTitle } from "./agent-fault.js";
import { parseOutput } from "./call-agent.js";
import type { Agent, AgentContext } from "./contract.js";
import { ROLES, type CurationDecision } from "./roles.js";

/** Decisions that are checked at a time. */
const SLICE = 200;
const METHOD = "curate";
const { shape } = ROLES.curator[METHOD].output;

/** What a curator hands on before it returns: checked as it comes, and kept by whoever called it. */
export class HandedDecisions {
  readonly #agent: Agent;
  readonly #keep: (decisions: readonly CurationDecision[]) => void;
  #last: Promise<void> = Promise.resolve();
  #isOver = false;

  constructor(agent: Agent, keep: (decisions: readonly CurationDecision[]) => void) {
    this.#agent = agent;
    this.#keep = keep;
  }

  /**
   * `context.decide` of the call: one part behind the other, also where nobody waits for it.
   *
   * @throws AGENT_OUTPUT for a decision that does not fit; AGENT_CONTRACT behind the call's end
   */
  readonly decide: AgentContext["decide"] = (decisions) => {
    if (this.#isOver)
      return Promise.reject(
        new DatawrightError({
          code: "AGENT_CONTRACT",
          message: `${this.#title} handed decisions on when it had returned`,
          hint: "Wait for `context.decide(…)` with await before you return.",
        }),
      );
    this.#last = this.#last.then(() => this.#take(decisions));
    this.#last.catch(() => {}); // `end` tells of it
    return this.#last;
  };

  /**
   * Resolves when all is kept that was handed on, and takes no more.
   *
   * @throws what `decide` threw first, whether or not the agent let it through
   */
  async end(): Promise<void> {
    this.#isOver = true;
    await this.#last;
  }

  async #take(decisions: readonly CurationDecision[]): Promise<void> {
    if (!Array.isArray(decisions)) this.#checked(decisions, 0);
    for (let from = 0; from < decisions.length; from += SLICE) {
      if (threadSlices.over) await threadSlices.turn();
      this.#keep(this.#checked(decisions.slice(from, from + SLICE), from));
    }
  }

  #checked(decisions: unknown, from: number): CurationDecision[] {
    const { name, role } = this.#agent;
    return parseOutput(
      shape.decisions,
      decisions,
      { name, role, method: METHOD },
      { said: "handed on decisions that do not fit", did: "handed on", from },
    ) as CurationDecision[];
  }

  get #title(): string {
    const { name, role } = this.#agent;
    return agentTitle({ name, role, method: METHOD });
  }
}

/** `context.decide` of every other role. */
export function decideForAnother(agent: Agent): AgentContext["decide"] {
  return () =>
    Promise.reject(
      new DatawrightError({
        code: "AGENT_CONTRACT",
        message: `agent "${agent.name}" (${agent.role}) calls context.decide, which is the curator's`,
        hint: "docs/agents.md names what each role returns.",
      }),
    );
}
