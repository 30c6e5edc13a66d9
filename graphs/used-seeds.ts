import type { RunRuntime } from "./runtime.js";

interface Used {
  through: number;
  readonly ids: Set<string>;
}

const known = new WeakMap<object, Used>();

/** Ids of the rows and passages that orders of the rounds before this one are made from; each round is read once. */
export async function usedSeeds(
  runtime: Pick<RunRuntime, "task" | "store">,
  round: number,
): Promise<string[]> {
  if (runtime.task.spec.plan.seeds.strategy === "none") return [];
  let used = known.get(runtime.store);
  if (!used) known.set(runtime.store, (used = { through: -1, ids: new Set<string>() }));
  while (used.through < round - 1) {
    used.through += 1;
    for (const order of await runtime.store.orders(used.through))
      for (const id of order.seedIds) used.ids.add(id);
  }
  return [...used.ids];
}
