import type { AgentContext } from "../contract.js";
import type { DemonstrationQuery } from "./contract.js";
import type { PickRows } from "./select-demonstrations.js";

/** Picks rows at random; another draw for each revision. */
export function drawRandomly(
  { revision }: Pick<DemonstrationQuery, "revision">,
  { random }: Pick<AgentContext, "random">,
): PickRows {
  return (positions, count) =>
    random.derive("demonstrations", "draw", revision).sample(positions, count);
}
