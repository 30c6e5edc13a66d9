import dagre from "@dagrejs/dagre";
import {
  Background,
  BaseEdge,
  Controls,
  EdgeLabelRenderer,
  Handle,
  MarkerType,
  Position,
  ReactFlow,
  type Edge,
  type EdgeProps,
  type Node,
  type NodeProps,
} from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { curveBasis, line } from "d3-shape";
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

interface Point {
  readonly x: number;
  readonly y: number;
}
type Way = Edge<{ readonly points: readonly Point[]; readonly count: string | null }, "way">;

const curve = line<Point>(
  ({ x }) => x,
  ({ y }) => y,
).curve(curveBasis);

/** Goes around the nodes, as the layout laid it; ways back as well. */
function WayLine({ data, markerEnd, style }: EdgeProps<Way>): ReactNode {
  const { points = [], count = null } = data ?? {};
  const middle = middleOf(points);
  return (
    <>
      <BaseEdge
        path={curve([...points]) ?? ""}
        {...(markerEnd === undefined ? {} : { markerEnd })}
        {...(style === undefined ? {} : { style })}
      />
      {count === null || middle === undefined ? null : (
        <EdgeLabelRenderer>
          <span
            className="graph-way"
            style={{ transform: `translate(-50%, -50%) translate(${middle.x}px, ${middle.y}px)` }}
          >
            {count}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
}

/** Half way along. */
function middleOf(points: readonly Point[]): Point | undefined {
  const lengths = points.slice(1).map((to, index) => {
    const from = points[index] as Point;
    return Math.hypot(to.x - from.x, to.y - from.y);
  });
  let left = lengths.reduce((sum, length) => sum + length, 0) / 2;
  for (const [index, length] of lengths.entries()) {
    const [from, to] = [points[index] as Point, points[index + 1] as Point];
    if (left <= length) {
      const share = length === 0 ? 0 : left / length;
      return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
    }
    left -= length;
  }
  return undefined;
}

const nodeTypes = { step: Step };
const edgeTypes = { way: WayLine };

/** The compiled graph of a run: what works now, and how often each way was taken. */
export default function GraphView({ graph }: { readonly graph: RunGraph }): ReactNode {
  const { texts, formats } = useLanguage();
  const narrow = useNarrow();
  const layout = useMemo(
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
    position: layout.places.get(node.id) ?? { x: 0, y: 0 },
    width: NODE_WIDTH,
    height: NODE_HEIGHT,
    // Said, not measured: a live run draws its nodes anew before they could be.
    measured: { width: NODE_WIDTH, height: NODE_HEIGHT },
    handles: handlesOf(narrow),
    data: {
      name: texts.run.nodes[node.name] ?? node.name,
      down: narrow,
      count: node.count === null ? null : texts.run.times(formats.count(node.count)),
      active: node.active,
    },
  }));
  const edges = graph.edges.filter(isWay).map((edge): Way => ({
    id: wayId(edge),
    type: "way",
    ariaLabel: `${edge.from} → ${edge.to}`,
    source: edge.from,
    target: edge.to,
    data: {
      points: layout.ways.get(wayId(edge)) ?? [],
      count: edge.count === null || edge.count === 0 ? null : formats.count(edge.count),
    },
    // Dashed is what was not taken; where nothing tells it, what need not be.
    ...((edge.count === null ? edge.conditional : edge.count === 0)
      ? { style: { strokeDasharray: "4 3" } }
      : {}),
    markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16 },
  }));
  return (
    <div className="graph-view">
      <ReactFlow
        key={narrow ? "narrow" : "wide"}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
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
        ariaLabelConfig={{
          "controls.ariaLabel": texts.run.graph,
          "controls.zoomIn.ariaLabel": texts.map.nearer,
          "controls.zoomOut.ariaLabel": texts.map.farther,
          "controls.fitView.ariaLabel": texts.map.whole,
          "node.a11yDescription.default": texts.run.graphNote,
          "edge.a11yDescription.default": texts.run.graphNote,
        }}
      >
        <Background gap={20} />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}

/** A node that may be entered again from itself is not drawn so: its count says how often it worked. */
function isWay({ from, to }: { readonly from: string; readonly to: string }): boolean {
  return from !== to;
}

function wayId({ from, to }: { readonly from: string; readonly to: string }): string {
  return `${from}>${to}`;
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
): { readonly places: Map<string, Point>; readonly ways: Map<string, readonly Point[]> } {
  const layout = new dagre.graphlib.Graph();
  layout.setGraph({ rankdir: direction, nodesep: 22, ranksep: 36 });
  layout.setDefaultEdgeLabel(() => ({}));
  for (const id of ids) layout.setNode(id, { width: NODE_WIDTH, height: NODE_HEIGHT });
  const ways = edges.filter(isWay);
  for (const { from, to } of ways) layout.setEdge(from, to);
  dagre.layout(layout);
  return {
    places: new Map(
      ids.map((id) => {
        const { x, y } = layout.node(id);
        return [id, { x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 }];
      }),
    ),
    ways: new Map(
      ways.map((edge) => [
        wayId(edge),
        (layout.edge(edge.from, edge.to) as { readonly points: readonly Point[] }).points,
      ]),
    ),
  };
}
