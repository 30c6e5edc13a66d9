import { AGENT_ROLES } from "../schema/agent-roles.js";
import { DatawrightError } from "../base/errors.js";
import type { TaskSpec } from "../schema/task-file/task-spec.js";
import { builtinAgent } from "./builtin.js";
import { checkAgent } from "./conformance.js";
import type { Agent } from "./contract.js";
import { loadAgentModule } from "./load-module.js";
import { AGENT_SLOTS, type AgentSlots } from "./slots.js";

/**
 * Where a stage can stand: behind an agent of the chunk graph (per draft) or behind the curator
 * (per accepted sample).
 */
export const STAGE_POSITIONS = ["generator", "critic", "labeler", "curator"] as const;
export type StagePosition = (typeof STAGE_POSITIONS)[number];
export interface Stage {
  readonly after: StagePosition;
  readonly agent: Agent;
}
type MainRole = (typeof AGENT_ROLES)[number];

/** Who works on drafts, and the slots of what they work by. */
const DRAFT_ROLES = ["generator", "critic", "labeler"] as const;
const DRAFT_SLOTS = [
  "criteria",
  "generateStrategies",
  "demonstrationSelectors",
  "classifiers",
] as const;

/** The agents of one launch: built in, or the user's. */
export class AgentRegistry {
  readonly #agents: ReadonlyMap<string, Agent>;
  readonly stages: readonly Stage[];
  /** True where code that is not built in works on drafts: agents, stages, or what plug-ins bring. */
  readonly worksByOwnCode: boolean;

  private constructor(
    agents: ReadonlyMap<string, Agent>,
    stages: readonly Stage[],
    worksByOwnCode: boolean,
  ) {
    this.#agents = agents;
    this.stages = stages;
    this.worksByOwnCode = worksByOwnCode;
  }

  /**
   * Puts the agents of a launch together: options first, then modules that the spec or the command
   * line names, then built in. Everything is checked before the first model call.
   *
   * @throws AGENT_CONTRACT, AGENT_NOT_FOUND, SPEC_INVALID
   */
  static async create(options: {
    readonly spec: TaskSpec;
    readonly folder: string;
    readonly agents?: Readonly<Record<string, Agent>>;
    readonly stages?: readonly { readonly after: string; readonly agent: Agent }[];
    readonly modules?: readonly string[];
    /** What names of the spec stand for. Default: what is built in. */
    readonly slots?: AgentSlots;
  }): Promise<AgentRegistry> {
    const agents = new Map<string, Agent>();
    const stages: Stage[] = [];
    const addStage = (after: string, agent: unknown, where: string): void => {
      if (!(STAGE_POSITIONS as readonly string[]).includes(after)) {
        throw new DatawrightError({
          code: "AGENT_CONTRACT",
          message: `${where}: a stage cannot stand after "${after}"`,
          hint: `Valid positions: ${STAGE_POSITIONS.join(", ")}.`,
        });
      }
      const checked = checkAgent(agent, "stage", where);
      if (stages.some((stage) => stage.agent.name === checked.name))
        throw new DatawrightError({
          code: "AGENT_CONTRACT",
          message: `${where}: there is a stage named "${checked.name}" already`,
          hint: "Give each stage a name of its own.",
        });
      stages.push({ after: after as StagePosition, agent: checked });
    };
    for (const [role, path] of Object.entries(options.spec.agents)) {
      for (const [name, agent] of Object.entries(
        (await loadAgentModule(path, options.folder, role)).agents,
      ))
        agents.set(name, agent);
    }
    for (const path of options.modules ?? []) {
      const loaded = await loadAgentModule(path, process.cwd());
      for (const [role, agent] of Object.entries(loaded.agents)) agents.set(role, agent);
      for (const [index, stage] of loaded.stages.entries())
        addStage(stage.after, stage.agent, `${path}: stages[${index}]`);
    }
    for (const [role, agent] of Object.entries(options.agents ?? {}))
      agents.set(role, checkAgent(agent, role, `agents.${role}`));
    for (const [index, stage] of (options.stages ?? []).entries())
      addStage(stage.after, stage.agent, `stages[${index}]`);
    const worksByOwnCode =
      stages.length > 0 ||
      DRAFT_ROLES.some((role) => agents.has(role)) ||
      DRAFT_SLOTS.some((slot) =>
        (options.slots ?? AGENT_SLOTS)[slot].entries.some(({ plugin }) => plugin !== null),
      );
    for (const role of AGENT_ROLES)
      if (!agents.has(role))
        agents.set(
          role,
          await builtinAgent(role, options.spec, { folder: options.folder, slots: options.slots }),
        );
    return new AgentRegistry(agents, stages, worksByOwnCode);
  }

  get(role: MainRole): Agent {
    const agent = this.#agents.get(role);
    if (!agent)
      throw new DatawrightError({
        code: "AGENT_NOT_FOUND",
        message: `no agent plays the role "${role}"`,
      });
    return agent;
  }

  stagesAfter(position: StagePosition): readonly Stage[] {
    return this.stages.filter((stage) => stage.after === position);
  }
}
