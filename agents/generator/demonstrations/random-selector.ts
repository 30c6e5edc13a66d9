import type { AgentContext } from "../../contract.js";
import type { DemoSelector, DemonstrationQuery } from "../contract.js";
import { selectDemonstrations, type PickRows } from "./select-demonstrations.js";

/** Demonstrations drawn at random, stratified into the order's own label and others. */
export const randomSelector: DemoSelector = {
  name: "random",
  select: (query, context) => selectDemonstrations(query, context, drawRandomly(query, context)),
};

/** Picks rows at random; another draw for each revision. */
export function drawRandomly(
  { revision }: Pick<DemonstrationQuery, "revision">,
  { random }: Pick<AgentContext, "random">,
): PickRows {
  return (positions, count) =>
    random.derive("demonstrations", "draw", revision).sample(positions, count);
}
