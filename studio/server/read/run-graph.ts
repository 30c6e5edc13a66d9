import { graphOfTask } from "../../../graphs/commands/draw-graph.js";
import { slotsOfRun } from "../../../graphs/plugins/slots-of-run.js";
import type { RunGraph } from "../../api/runs.js";
import type { RunReader } from "../run-readers.js";
import { activeNodes } from "./live-changes.js";
import { roundRows } from "./round-rows.js";
import { runState } from "./run-state.js";

/** The agent whose calls a node makes. */
const AGENT_OF: Readonly<Record<string, string>> = {
  critique: "critic",
  curate: "curator",
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
    edges: edges.map((edge) => ({
      ...{ from: edge.from, to: edge.to, conditional: edge.conditional },
      count: wayCount(edge, { edges, count: (id) => count(id.slice(id.lastIndexOf(":") + 1)) }),
    })),
  };
}

interface Way {
  readonly from: string;
  readonly to: string;
  readonly conditional: boolean;
}

/**
 * How often a way was taken, where that is told: the only way to a node as often as the node worked, the
 * only way from a node that always goes on as often as that one.
 */
function wayCount(
  { from, to, conditional }: Way,
  {
    edges,
    count,
  }: { readonly edges: readonly Way[]; readonly count: (id: string) => number | null },
): number | null {
  const into = edges.filter((edge) => edge.to === to).length === 1 ? count(to) : null;
  if (into !== null || conditional) return into;
  return edges.filter((edge) => edge.from === from).length === 1 ? count(from) : null;
}

async function countsOf(reader: RunReader): Promise<(node: string) => number | null> {
  const tree = await reader.tree();
  const called = await reader.lately("calls", () => tree.calls());
  const rounds = await roundRows(reader.database, []);
  const sealed = rounds.filter(({ accepted }) => accepted !== null).length;
  const { revisions: again } = await reader.lately("revised", () => reader.table.revised());
  const calls = (agent: string): number => called.find((one) => one.agent === agent)?.count ?? 0;
  return (node) => {
    if (node === "plan") return rounds.length;
    if (node === "work" || node === "assess" || node === "learn") return sealed;
    // A draft that is written again is judged again; each is labelled once it is not.
    if (node === "revise") return again;
    if (node === "generate") return Math.max(0, calls("generator") - again);
    if (node === "label") return Math.max(0, calls("critic") - again);
    // Its steps are people's answers; where nobody was asked it only let the run pass.
    if (node === "review") return calls("reviewer") || null;
    if (node.startsWith("stage ")) return calls(node.slice("stage ".length));
    const agent = AGENT_OF[node];
    return agent === undefined ? null : calls(agent);
  };
}
