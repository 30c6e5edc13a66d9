import { Slot, type SlotEntry } from "../../../base/slots/slot.js";
import type { Reweighter } from "../contract.js";

const entries = {
  sungen: {
    about: "Weights learnt without gold labels by bilevel optimisation (SunGen, Gao et al. 2023).",
    load: async () => (await import("./sungen.js")).sungen,
  },
  fewgen: {
    about:
      "Weights learnt on a few trusted rows by how typical a text is of its label (Meng et al. 2023).",
    load: async () => (await import("./fewgen.js")).fewgen,
  },
  "gold-gradient": {
    about:
      "Rows count by how well their gradient fits that of trusted rows (LLMaAA, Zhang et al. 2023).",
    load: async () => (await import("./gold-gradient.js")).goldGradient,
  },
  "class-balance": {
    about: "Every class counts the same in sum.",
    load: async () => (await import("./class-balance.js")).classBalance,
  },
  "density-ratio": {
    about: "Rows count by how like a reference set they are (Bickel et al. 2007).",
    load: async () => (await import("./density-ratio.js")).densityRatio,
  },
  "label-shift": {
    about: "Labels count as frequent as they are in texts without labels (Saerens et al. 2002).",
    load: async () => (await import("./label-shift.js")).labelShift,
  },
} satisfies Record<string, SlotEntry<Reweighter>>;

/** Methods that weigh rows, by name. */
export const REWEIGHTERS = new Slot<Reweighter>("reweighter", entries);
