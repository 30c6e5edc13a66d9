import { ROLE_NAMES } from "../../../agents/roles.js";
import {
  agentTimes,
  judgedVersions,
  type JudgedVersions,
} from "../../../memory/read/agent-figures.js";
import type { AgentFigures } from "../../api/agents.js";
import type { RunReader } from "../run-readers.js";
import { runUsage } from "./run-state.js";

/** What every agent of a run did, in the order of the roles, stages behind them. */
export async function agentFigures(reader: RunReader): Promise<AgentFigures["agents"]> {
  const { database, samples, table } = reader;
  const times = await agentTimes(database);
  const usage = await runUsage(reader);
  const roles: readonly string[] = ROLE_NAMES;
  const stages = times.map(({ agent }) => agent).filter((agent) => !roles.includes(agent));
  const drafted = (await samples.count()) - (await samples.count({ status: "planned" }));
  const { samples: revised } = await reader.lately("revised", () => table.revised());
  const ofAll = await judgedVersions(database);
  const refusedBy = async (agent: string): Promise<number | null> => {
    if (agent === "generator") return shareOf(ofAll);
    if (agent === "critic")
      return shareOf(
        stages.length === 0 ? ofAll : await judgedVersions(database, { except: stages }),
      );
    return stages.includes(agent) ? shareOf(await judgedVersions(database, { only: agent })) : null;
  };
  const rows: AgentFigures["agents"] = [];
  for (const time of times) {
    const own = usage.filter(({ agent }) => agent === time.agent);
    const sum = (of: (use: (typeof own)[number]) => number): number =>
      own.reduce((total, use) => total + of(use), 0);
    rows.push({
      ...time,
      modelCalls: sum(({ calls }) => calls),
      cached: sum(({ cached }) => cached),
      inputTokens: sum(({ inputTokens }) => inputTokens),
      outputTokens: sum(({ outputTokens }) => outputTokens),
      cost: own.some(({ costUsd }) => costUsd === null) ? null : sum(({ costUsd }) => costUsd ?? 0),
      refused: await refusedBy(time.agent),
      revised: time.agent === "generator" && drafted > 0 ? revised / drafted : null,
    });
  }
  const place = (agent: string): number =>
    roles.includes(agent) ? roles.indexOf(agent) : roles.length;
  return rows.sort((a, b) => place(a.agent) - place(b.agent));
}

function shareOf({ judged, refused }: JudgedVersions): number | null {
  return judged === 0 ? null : refused / judged;
}
