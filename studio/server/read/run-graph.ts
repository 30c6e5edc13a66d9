import { graphOfTask, type DrawnGraph } from "../../../graphs/commands/draw-graph.js";
import { slotsOfRun } from "../../../graphs/plugins/slots-of-run.js";
import { wayName } from "../../../graphs/rounds/counted-step.js";
import { runEntries } from "../../../graphs/runtime/run-entries.js";
import type { RunGraph } from "../../api/runs.js";
import type { RunReader } from "../run-readers.js";
import { activeNodes } from "./live-changes.js";
import { runState } from "./run-state.js";

type DrawnWay = DrawnGraph["edges"][number];

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
  const told = await countsOf(reader, edges);
  return {
    nodes: nodes.map((id) => {
      const name = id.slice(id.lastIndexOf(":") + 1);
      const isEdge = name.startsWith("__");
      return {
        id,
        name: isEdge ? name.replaceAll("_", "") : name,
        parent: id.includes(":") ? id.slice(0, id.lastIndexOf(":")) : null,
        count: isEdge ? null : told.node(id),
        active: active.has(name),
      };
    }),
    edges: edges.map((edge) => ({ ...edge, count: told.way(edge) })),
  };
}

interface Told {
  /** How often a node worked: of the chunk graph on how many drafts; null where nothing tells it. */
  readonly node: (id: string) => number | null;
  /** How often a way was taken. */
  readonly way: (edge: DrawnWay) => number | null;
}

/** The outer graph counts its ways itself; those of the chunk graph show in the steps of its agents. */
async function countsOf(reader: RunReader, edges: readonly DrawnWay[]): Promise<Told> {
  const ways = await reader.store.get(runEntries.ways);
  const drafts = await draftCounts(reader);
  const outer = ({ from, to }: DrawnWay): number | null =>
    ways === null ? null : (ways[wayName(outerNode(from), outerNode(to))] ?? 0);
  const node = (id: string): number | null =>
    id.includes(":")
      ? drafts(id.slice(id.lastIndexOf(":") + 1))
      : ways === null
        ? null
        : edges.filter(({ to }) => to === id).reduce((sum, edge) => sum + (outer(edge) ?? 0), 0);
  return {
    node,
    way: (edge) => (isInner(edge) ? draftWay(edge, { edges, node }) : outer(edge)),
  };
}

/** The node of the outer graph that a node is, or is drawn inside of. */
function outerNode(id: string): string {
  return id.split(":", 1)[0]!;
}

function isInner({ from, to }: DrawnWay): boolean {
  return from.includes(":") && outerNode(from) === outerNode(to);
}

/**
 * How many drafts took a way of the chunk graph, where that is told: the only way to a node as many as
 * the node worked on, the only way from a node that always goes on as many as that one.
 */
function draftWay(
  { from, to, conditional }: DrawnWay,
  { edges, node }: { readonly edges: readonly DrawnWay[]; readonly node: Told["node"] },
): number | null {
  const into = edges.filter((edge) => edge.to === to).length === 1 ? node(to) : null;
  if (into !== null || conditional) return into;
  return edges.filter((edge) => edge.from === from).length === 1 ? node(from) : null;
}

async function draftCounts(reader: RunReader): Promise<(name: string) => number | null> {
  const tree = await reader.tree();
  const called = await reader.lately("calls", () => tree.calls());
  const { revisions: again } = await reader.lately("revised", () => reader.table.revised());
  const calls = (agent: string): number => called.find((one) => one.agent === agent)?.count ?? 0;
  return (name) => {
    // A draft that is written again is judged again; each is labelled once it is not.
    if (name === "revise") return again;
    if (name === "generate") return Math.max(0, calls("generator") - again);
    if (name === "critique") return calls("critic");
    if (name === "label") return Math.max(0, calls("critic") - again);
    return name.startsWith("stage ") ? calls(name.slice("stage ".length)) : null;
  };
}
