import { graphOfTask } from "../../../graphs/commands/draw-graph.js";
import { slotsOfRun } from "../../../graphs/plugins/slots-of-run.js";
import type { RunGraph } from "../../api/runs.js";
import type { RunReader } from "../run-readers.js";
import { activeNodes } from "./live-changes.js";
import { roundRows } from "./round-rows.js";
import { runState } from "./run-state.js";

/** The agent whose calls a node makes. */
const AGENT_OF: Readonly<Record<string, string>> = {
  generate: "generator",
  critique: "critic",
  label: "labeler",
  curate: "curator",
  review: "reviewer",
  evaluate: "evaluator",
};

/** The compiled graph of a run as it stands now. A count that nothing tells is null. */
export async function runGraph(
  reader: RunReader,
  { working }: { readonly working: boolean },
): Promise<RunGraph> {
  const { config } = reader;
  const { nodes, edges } = await graphOfTask({
    spec: config.spec,
    folder: config.specFolder,
    modules: config.agentModules,
    slots: await slotsOfRun(config, []),
  });
  const status = await runState(reader, { working });
  const active = new Set(await activeNodes(reader, status));
  const count = await countsOf(reader);
  return {
    nodes: nodes.map((id) => {
      const name = id.slice(id.lastIndexOf(":") + 1);
      const isEdge = name.startsWith("__");
      return {
        id,
        name: isEdge ? name.replaceAll("_", "") : name,
        parent: id.includes(":") ? id.slice(0, id.lastIndexOf(":")) : null,
        count: isEdge ? null : count(name),
        active: active.has(name),
      };
    }),
    edges: edges.map(({ from, to, conditional }) => ({
      from,
      to,
      count: wayCount(
        edges.filter((edge) => edge.to === to).length,
        count(to.slice(to.lastIndexOf(":") + 1)),
      ),
      conditional,
    })),
  };
}

/** Where only one way leads to a node, that way was taken as often as the node worked. */
function wayCount(ways: number, count: number | null): number | null {
  return ways === 1 ? count : null;
}

async function countsOf(reader: RunReader): Promise<(node: string) => number | null> {
  const tree = await reader.tree();
  const called = await reader.lately("calls", () => tree.calls());
  const rounds = await roundRows(reader.database, []);
  const sealed = rounds.filter(({ accepted }) => accepted !== null).length;
  const revised = await reader.lately("revised", () => reader.table.revised());
  const calls = (agent: string): number => called.find((one) => one.agent === agent)?.count ?? 0;
  return (node) => {
    if (node === "plan") return rounds.length;
    if (node === "work" || node === "assess") return sealed;
    if (node === "revise") return revised;
    if (node.startsWith("stage ")) return calls(node.slice("stage ".length));
    const agent = AGENT_OF[node];
    return agent === undefined ? null : calls(agent);
  };
}
