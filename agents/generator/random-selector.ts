import type { DemoSelector } from "./contract.js";
import { drawRandomly } from "./draw-randomly.js";
import { selectDemonstrations } from "./select-demonstrations.js";

/** Demonstrations drawn at random, stratified into the order's own label and others. */
export const randomSelector: DemoSelector = {
  name: "random",
  select: (query, context) => selectDemonstrations(query, context, drawRandomly(query, context)),
};
