import type { ReactNode } from "react";
import type { RunCell, RunTree } from "../../../../api/runs.js";
import { CellLine } from "./cell-line.js";

interface ConceptTreeProps {
  readonly run: string;
  readonly tree: RunTree;
  readonly cells: readonly RunCell[];
}

/** The concepts of the plan; those that samples are ordered for show how full they are. */
export function ConceptTree({ run, tree, cells }: ConceptTreeProps): ReactNode {
  const byId = new Map(cells.map((cell) => [cell.id, cell]));
  return <Branch run={run} nodes={tree.children} cells={byId} />;
}

function Branch({
  run,
  nodes,
  cells,
}: {
  readonly run: string;
  readonly nodes: readonly RunTree[];
  readonly cells: ReadonlyMap<string, RunCell>;
}): ReactNode {
  return (
    <ul className="tree-list concept-tree">
      {nodes.map((node) => {
        const cell = node.cell === null ? undefined : cells.get(node.cell);
        if (node.children.length === 0)
          return cell ? (
            <CellLine key={node.id} run={run} cell={cell} />
          ) : (
            <li key={node.id}>{node.name}</li>
          );
        return (
          <li key={node.id} className="branch">
            <details open={nodes.length <= 12}>
              <summary>{node.name}</summary>
              <Branch run={run} nodes={node.children} cells={cells} />
            </details>
          </li>
        );
      })}
    </ul>
  );
}
