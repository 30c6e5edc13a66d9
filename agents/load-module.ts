import { existsSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { DatawrightError } from "../base/errors.js";
import type { Agent } from "./contract.js";
import { checkAgent } from "./conformance.js";

/** Agents that a module brings: replacements by role, and stages. */
export interface AgentModule {
  readonly agents: Readonly<Record<string, Agent>>;
  readonly stages: readonly { readonly after: string; readonly agent: Agent }[];
}

/**
 * Loads agents from a JavaScript (or, where the process can, TypeScript) module: its default export
 * is one agent, or
 * `{ agents: { critic }, stages: [{ after, agent }] }`. Everything is checked before anything runs.
 *
 * @throws AGENT_NOT_FOUND if the file is missing or does not load; AGENT_CONTRACT if what it
 *         exports is not an agent
 */
export async function loadAgentModule(
  path: string,
  folder: string,
  role?: string,
): Promise<AgentModule> {
  const file = isAbsolute(path) ? path : resolve(folder, path);
  if (!existsSync(file))
    throw new DatawrightError({
      code: "AGENT_NOT_FOUND",
      message: `agent module ${file} does not exist`,
      hint: "Paths are relative to the task file; on the command line to the current folder.",
    });
  let exported: unknown;
  try {
    exported = ((await import(pathToFileURL(file).href)) as { default?: unknown }).default;
  } catch (error) {
    throw new DatawrightError({
      code: "AGENT_NOT_FOUND",
      message: `agent module ${path} does not load: ${String((error as Error).message ?? error)}`,
      cause: error,
    });
  }
  if (exported === undefined)
    throw new DatawrightError({
      code: "AGENT_CONTRACT",
      message: `agent module ${path} has no default export`,
      hint: "Write `export default defineAgent({ … })`.",
    });
  const value = exported as {
    role?: string;
    agents?: Record<string, unknown>;
    stages?: { after?: string; agent?: unknown }[];
  };
  if (role !== undefined)
    return { agents: { [role]: checkAgent(exported, role, path) }, stages: [] };
  if (value.agents || value.stages) {
    const agents = Object.fromEntries(
      Object.entries(value.agents ?? {}).map(([name, agent]) => [
        name,
        checkAgent(agent, name, `${path}: agents.${name}`),
      ]),
    );
    const stages = (value.stages ?? []).map((stage, index) => ({
      after: String(stage.after ?? ""),
      agent: checkAgent(stage.agent, "stage", `${path}: stages[${index}]`),
    }));
    return { agents, stages };
  }
  const wanted = typeof value.role === "string" ? value.role : "critic";
  const agent = checkAgent(exported, wanted, path);
  return wanted === "stage"
    ? { agents: {}, stages: [{ after: "critic", agent }] }
    : { agents: { [wanted]: agent }, stages: [] };
}
