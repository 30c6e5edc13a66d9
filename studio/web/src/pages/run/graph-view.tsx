import dagre from "@dagrejs/dagre";
import {
  Background,
  Controls,
  Handle,
  MarkerType,
  Position,
  ReactFlow,
  type Edge,
  type Node,
  type NodeProps,
} from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { useMemo, type ReactNode } from "react";
import type { RunGraph } from "../../../../api/runs.js";
import { useLanguage } from "../../language/language.js";
import { useNarrow } from "../../parts/use-narrow.js";

const NODE_WIDTH = 108;
const NODE_HEIGHT = 46;

type StepNode = Node<
  { name: string; down: boolean; count: string | null; active: boolean },
  "step"
>;

function Step({ data }: NodeProps<StepNode>): ReactNode {
  return (
    <div className={data.active ? "graph-node is-active" : "graph-node"}>
      <Handle
        type="target"
        position={data.down ? Position.Top : Position.Left}
        isConnectable={false}
      />
      {data.name}
      {data.count === null ? null : <span className="graph-count">{data.count}</span>}
      <Handle
        type="source"
        position={data.down ? Position.Bottom : Position.Right}
        isConnectable={false}
      />
    </div>
  );
}

const nodeTypes = { step: Step };

/** The compiled graph of a run: what works now, and how often each way was taken. */
export default function GraphView({ graph }: { readonly graph: RunGraph }): ReactNode {
  const { texts, formats } = useLanguage();
  const narrow = useNarrow();
  const places = useMemo(
    () =>
      place(
        graph.nodes.map(({ id }) => id),
        graph.edges,
        narrow ? "TB" : "LR",
      ),
    // only the shape of the graph moves its nodes
    [
      narrow,
      JSON.stringify([
        graph.nodes.map(({ id }) => id),
        graph.edges.map(({ from, to }) => [from, to]),
      ]),
    ],
  );
  const nodes = graph.nodes.map((node): StepNode => ({
    id: node.id,
    type: "step",
    position: places.get(node.id) ?? { x: 0, y: 0 },
    width: NODE_WIDTH,
    height: NODE_HEIGHT,
    // Said, not measured: a live run draws its nodes anew before they could be.
    measured: { width: NODE_WIDTH, height: NODE_HEIGHT },
    handles: handlesOf(narrow),
    data: {
      name: node.name,
      down: narrow,
      count: node.count === null ? null : texts.run.times(formats.count(node.count)),
      active: node.active,
    },
  }));
  const edges = graph.edges.map((edge): Edge => ({
    id: `${edge.from}>${edge.to}`,
    source: edge.from,
    target: edge.to,
    ...(edge.count === null ? {} : { label: formats.count(edge.count) }),
    ...(edge.conditional ? { style: { strokeDasharray: "4 3" } } : {}),
    markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16 },
  }));
  return (
    <div className="graph-view">
      <ReactFlow
        key={narrow ? "narrow" : "wide"}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        fitView
        fitViewOptions={{ padding: 0.08 }}
        minZoom={0.2}
        maxZoom={1.5}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        zoomOnScroll={false}
        preventScrolling={false}
        proOptions={{ hideAttribution: true }}
        aria-label={texts.run.graph}
      >
        <Background gap={20} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}

/** Where ways come in and go out: left and right, or above and below. */
function handlesOf(down: boolean): NonNullable<StepNode["handles"]> {
  const [middle, end] = down ? [NODE_WIDTH / 2, NODE_HEIGHT] : [NODE_HEIGHT / 2, NODE_WIDTH];
  const at = (along: number): { x: number; y: number } =>
    down ? { x: middle, y: along } : { x: along, y: middle };
  const point = { width: 1, height: 1 };
  return [
    { type: "target", position: down ? Position.Top : Position.Left, ...at(0), ...point },
    { type: "source", position: down ? Position.Bottom : Position.Right, ...at(end), ...point },
  ];
}

function place(
  ids: readonly string[],
  edges: readonly { readonly from: string; readonly to: string }[],
  direction: "LR" | "TB",
): Map<string, { x: number; y: number }> {
  const layout = new dagre.graphlib.Graph();
  layout.setGraph({ rankdir: direction, nodesep: 22, ranksep: 36 });
  layout.setDefaultEdgeLabel(() => ({}));
  for (const id of ids) layout.setNode(id, { width: NODE_WIDTH, height: NODE_HEIGHT });
  for (const { from, to } of edges) layout.setEdge(from, to);
  dagre.layout(layout);
  return new Map(
    ids.map((id) => {
      const { x, y } = layout.node(id);
      return [id, { x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 }];
    }),
  );
}
