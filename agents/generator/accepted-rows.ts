import type { Row, Sample } from "../../schema/sample.js";
import type { RunMemory } from "../contract.js";
import type { Demonstration } from "./contract.js";

/** Latest accepted samples that can become demonstrations. */
const POOL = 400;

/** A run's list of demonstrations stands for what is visible; the rounds that are being written are kept. */
const pools = new WeakMap<readonly Row[], { readonly sealedThrough: number; readonly rows: Promise<readonly Demonstration[]> }[]>();
const ROUNDS_KEPT = 3;

/** Accepted samples of the visible rounds as rows, read once for each round and not for each of its samples. */
export function acceptedRows(memory: RunMemory): Promise<readonly Demonstration[]> {
  const kept = pools.get(memory.demonstrations) ?? [];
  const found = kept.find((pool) => pool.sealedThrough === memory.sealedThrough);
  if (found) return found.rows;
  const rows = read(memory);
  pools.set(memory.demonstrations, [...kept, { sealedThrough: memory.sealedThrough, rows }].slice(-ROUNDS_KEPT));
  return rows;
}

async function read(memory: RunMemory): Promise<Demonstration[]> {
  const rows: Demonstration[] = [];
  for await (const sample of memory.accepted({ limit: POOL, latest: true })) rows.push(rowOf(sample));
  return rows;
}

function rowOf(sample: Sample): Demonstration {
  return { id: sample.id, fields: sample.fields, text: sample.text, label: sample.label.current, line: null, conditions: sample.conditions };
}
