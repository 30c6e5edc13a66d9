import { Slot } from "../../base/slots/slot.js";
import type { Tuner } from "./contract.js";

/** Ways to adapt a model, or what it is told, to rows: `datawright tune --tuner`. */
export const TUNERS = new Slot<Tuner>("tuner", {
  openai: {
    about: "A fine-tuning job at OpenAI or a server of its protocol: upload, follow, use by name.",
    load: async () => (await import("./openai/openai-tuner.js")).openaiTuner,
  },
  prompt: {
    about:
      "Instructions that the model itself proposes, tried on rows kept apart (prompt tuning for closed models).",
    load: async () => (await import("./prompt/prompt-tuner.js")).promptTuner,
  },
  embedded: {
    about:
      "The embedded model fitted for each label, with weights for words that tell labels apart.",
    load: async () => (await import("./embedded/embedded-tuner.js")).embeddedTuner,
  },
  prefix: {
    about: "Prefix tuning (Li and Liang 2021): needs the weights of a model, which are not here.",
    load: async () => (await import("./needs-weights.js")).prefixTuner,
  },
  "dp-sgd": {
    about:
      "Private fine-tuning (Kurakin et al. 2023): needs the weights of a model, which are not here.",
    load: async () => (await import("./needs-weights.js")).privateTuner,
  },
});
