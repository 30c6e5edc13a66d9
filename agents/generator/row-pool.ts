import type { AgentContext } from "../contract.js";
import { acceptedRows } from "./accepted-rows.js";
import type { Demonstration } from "./contract.js";
import { PerList } from "./per-list.js";

/** Rows that demonstrations are picked from. */
export interface RowPool {
  readonly rows: readonly Demonstration[];
  /** Unit vectors of the rows, in the same order. */
  vectors(): Promise<readonly Float32Array[]>;
}

const machineVectors = new PerList<readonly Float32Array[]>();

/** Support rows and rows that people decided. */
export function realRows({ memory }: Pick<AgentContext, "memory">): RowPool {
  return {
    rows: memory.demonstrations,
    vectors: () => Promise.resolve(memory.demonstrationVectors),
  };
}

/** The latest accepted samples of the visible rounds. */
export async function machineRows({
  memory,
  embeddings,
}: Pick<AgentContext, "memory" | "embeddings">): Promise<RowPool> {
  const rows = await acceptedRows(memory);
  return {
    rows,
    vectors: () =>
      machineVectors.get(rows, "", () => embeddings.embed(rows.map((row) => row.text))),
  };
}
