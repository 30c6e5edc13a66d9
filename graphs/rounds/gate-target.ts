import { runEntries } from "../runtime/run-entries.js";
import type { RunRuntime } from "../runtime/runtime.js";

/**
 * How many accepted samples the gate aims at before the next curation: what curation left so far,
 * and `curate.surplus` times what is still lacking of the target, as filters that keep a share take
 * the rest.
 */
export async function gateTarget({
  task,
  store,
}: Pick<RunRuntime, "task" | "store">): Promise<number> {
  const { target, curate } = task.spec;
  if (curate.surplus === 1) return target;
  const left = (await store.get(runEntries.curationLeft)) ?? 0;
  return left >= target ? target : left + Math.ceil((target - left) * curate.surplus);
}
