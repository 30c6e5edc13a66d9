import type { AgentContext, RunMemory } from "../../contract.js";
import type { Demonstration } from "../contract.js";
import { PerList } from "./per-list.js";
import type { Sample } from "../../../schema/sample.js";
import type { LearningRow, LearningView } from "../../../tools/learning/scores/labelled-rows.js";
import { textPair } from "../../../tools/rows/text-pair.js";

/** Latest accepted samples that can become demonstrations. */
const POOL = 400;

/** The rounds that are being written are kept. */
const ROUNDS_KEPT = 3;
const rounds = new PerList<readonly Demonstration[]>(ROUNDS_KEPT);

/**
 * Accepted samples of the visible rounds as rows, read once for each round and not for each of its
 * samples.
 */
function acceptedRows(memory: RunMemory): Promise<readonly Demonstration[]> {
  return rounds.get(memory.demonstrations, String(memory.sealedThrough), () => read(memory));
}

async function read(memory: RunMemory): Promise<Demonstration[]> {
  const rows: Demonstration[] = [];
  for await (const sample of memory.accepted({ limit: POOL, latest: true }))
    rows.push(acceptedRow(sample));
  return rows;
}

/** An accepted sample as a row, with the conditions that it was written for. */
export function acceptedRow(sample: Sample): Demonstration {
  return {
    id: sample.id,
    fields: sample.fields,
    text: sample.text,
    label: sample.label.current,
    line: null,
    conditions: sample.conditions,
  };
}

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

/**
 * Demonstrations as a small model learns from them, and what it learns them for. Nothing in it
 * depends on the order that asks.
 */
export function learningView(
  demonstrations: readonly Demonstration[],
  { task, signal, log }: Pick<AgentContext, "task" | "signal" | "log">,
): { readonly rows: readonly LearningRow[]; readonly view: LearningView } {
  const { seed, multiLabel } = task.spec;
  return {
    rows: demonstrations.map(({ text, fields, label }) => ({
      text,
      label,
      weight: 1,
      pair: textPair(fields, task.textFields),
    })),
    view: {
      labels: task.labels.map((label) => label.name),
      multiLabel,
      seed,
      signal,
      progress: (step, share) => log.debug("scoring demonstrations", { step, share }),
    },
  };
}
