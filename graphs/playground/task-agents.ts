import { join } from "node:path";
import { z } from "zod";
import { AgentRegistry } from "../../agents/registry.js";
import { AGENT_ROLES } from "../../schema/agent-roles.js";
import type { Agent } from "../../agents/contract.js";
import type { RoleName } from "../../agents/roles.js";
import { openStorage } from "../../memory/open-storage.js";
import { DatabaseRunStore } from "../../memory/run-store.js";
import { DatabaseSampleStore } from "../../memory/sample-store.js";
import { DatabaseTraceStore } from "../../memory/trace-store.js";
import { Workspace } from "../../memory/workspace.js";
import { slotsOfRun } from "../plugins/slots-of-run.js";
import { launchRead } from "../run/launch.js";
import type { ReadSpec } from "../run/read-spec.js";
import { readRunConfig, type RunConfig } from "../runtime/run-config.js";
import type { StoredRun } from "./run-parts.js";
import { latestStepOf, stepInput, type StepInput } from "./step-input.js";
import type { AgentTrialOptions } from "./try-agent.js";

/** An agent of a task: built in, of a module, or a stage. */
export interface ListedAgent {
  readonly role: RoleName;
  readonly name: string;
  /** Of a stage, the role that it stands behind. */
  readonly after: string | null;
  readonly methods: readonly { readonly name: string; readonly input: unknown }[];
}

/** Every agent that a task would be run with. @throws AGENT_*, PLUGIN_INVALID, SPEC_INVALID */
export async function agentsOfTask({ spec, folder, slots }: ReadSpec): Promise<ListedAgent[]> {
  return listed(await AgentRegistry.create({ spec, folder, slots }));
}

/** The same of a run, by its configuration. */
export async function agentsOfRun(config: RunConfig): Promise<ListedAgent[]> {
  return listed(
    await AgentRegistry.create({
      spec: config.spec,
      folder: config.specFolder,
      modules: config.agentModules,
      slots: await slotsOfRun(config, []),
    }),
  );
}

/**
 * What an agent of a task is called with: the embedded model makes one sample in a folder of its own,
 * and the input is that of the agent's step. No other model is asked.
 *
 * @returns null where the agent has no step in it
 */
export async function exampleInput(
  read: ReadSpec,
  { agent, method }: { readonly agent: string; readonly method: string },
  { scratch, ...options }: AgentTrialOptions,
): Promise<StepInput | null> {
  const workspace = join(scratch, "workspace");
  const { spec } = read;
  const handle = await launchRead(
    {
      ...read,
      spec: { ...spec, review: "none", budget: {}, models: {}, target: Math.min(spec.target, 2) },
    },
    {
      ...options,
      model: "embedded",
      mostOrders: 2,
      isSent: false,
      cache: false,
      workspace,
      store: undefined,
      out: join(scratch, "trial"),
      runId: "trial",
    },
  );
  await handle.result;
  const storage = await openStorage(undefined);
  const folder = await storage.find(Workspace.open(workspace), handle.id);
  const database = await storage.open(folder, { readonly: true });
  try {
    const run: StoredRun = {
      config: await readRunConfig(folder, storage),
      store: new DatabaseRunStore(database),
      samples: new DatabaseSampleStore(database),
      trace: new DatabaseTraceStore(database),
    };
    const step = await latestStepOf(run, { agent, method });
    return step === null ? null : await stepInput(run, step);
  } finally {
    await database.close();
    await storage.close();
  }
}

function listed(registry: AgentRegistry): ListedAgent[] {
  return [
    ...AGENT_ROLES.map((role) => listedAgent(registry.get(role), null)),
    ...registry.stages.map(({ agent, after }) => listedAgent(agent, after)),
  ];
}

function listedAgent({ role, name, methods }: Agent, after: string | null): ListedAgent {
  return {
    role: role as RoleName,
    name,
    after,
    methods: Object.entries(methods).map(([method, { input }]) => ({
      name: method,
      input: jsonSchemaOf(input),
    })),
  };
}

/** A schema of the user's own may hold what JSON Schema cannot say. */
function jsonSchemaOf(schema: z.ZodType): unknown {
  try {
    return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  } catch {
    return {};
  }
}
