import { z } from "zod";
import { countSetting } from "../../../base/slots/number-setting.js";
import { Slot } from "../../../base/slots/slot.js";
import type { SourceSelector } from "../contract.js";

const sourceSettingsSchema = z.strictObject({
  count: countSetting(
    { from: 0, to: 50, usual: 1 },
    "Passages for each sample; at least 2 of a chain. 0: none, for sources that only " +
      "conditions are taken from.",
  ),
});

/** Every built-in way of giving passages of the knowledge sources to samples: `generate.sources`. */
export const SOURCE_SELECTORS = new Slot<SourceSelector, typeof sourceSettingsSchema>(
  "source selector",
  {
    fitting: {
      about:
        "About the order's label or topic, in turns; none where none is. In turns also where passages are about neither.",
      load: async () => (await import("./fitting-passages.js")).fittingPassages,
    },
    turns: {
      about: "Dealt like cards: no passage comes again before every other was used.",
      load: async () => (await import("./turn-passages.js")).turnPassages,
    },
    search: {
      about:
        "Found for the label with its definition, the conditions, and the given row; better ones more often.",
      load: async () => (await import("./found-passages.js")).foundPassages,
    },
    subgraph: {
      about:
        "Facts of a graph that hang together and cover every relation about evenly; where a label or condition names a relation or an entity they begin there (SynthIE).",
      load: async () => (await import("./subgraph-passages.js")).subgraphPassages,
    },
    chain: {
      about:
        "Each linked to the one before, at least two: a path of facts, or passages that share a name, for questions of several hops (SP-CoT).",
      load: async () => (await import("./chain-passages.js")).chainPassages,
    },
  },
  sourceSettingsSchema,
);
