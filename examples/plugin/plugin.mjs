// A plug-in: more names for the slots of a task. Used by `plugins: [datawright-plugin-calm]` in a
// task file, by `--plugin ./plugin.mjs` on the command line, or by `launch(task, { plugins })`.
import { configurable, definePlugin, passes, refuses } from "datawright";
import { z } from "zod";

/** Refuses texts that shout: in a task file `- { name: calm, mostCapitals: 0.3 }`. */
const calm = configurable({
  settings: z.strictObject({
    mostCapitals: z.number().min(0).max(1).default(0.5).describe("Largest share of capitals."),
  }),
  make: ({ mostCapitals }) => ({
    name: "calm",
    decide(draft) {
      const letters = draft.text.match(/\p{L}/gu) ?? [];
      const capitals = draft.text.match(/\p{Lu}/gu) ?? [];
      const share = letters.length === 0 ? 0 : capitals.length / letters.length;
      return share > mostCapitals
        ? refuses("calm", { reason: "The text shouts; write it in a calm voice." })
        : passes("calm", { reason: "The text is calm." });
    },
  }),
});

/** Shows the longest rows of the wanted label. */
const longest = {
  name: "longest",
  select({ order, count }, { memory }) {
    const rows = memory.demonstrations.filter(({ label }) => label === order.label);
    const byLength = rows.sort((a, b) => b.text.length - a.text.length || (a.id < b.id ? -1 : 1));
    return Promise.resolve(byLength.slice(0, count));
  },
};

/** Both of them, over whatever the task itself sets. */
const calmTexts = {
  name: "calm-texts",
  title: "Calm texts after the longest real ones",
  paper: "none",
  kinds: ["classification"],
  needs: ["labels", "support"],
  task: {
    generate: { demonstrations: { name: "longest", count: 4 } },
    critique: { criteria: ["format", { name: "calm", mostCapitals: 0.3 }, "novel"] },
  },
  asPublished: [],
  differs: [],
  example: "examples/support-tickets/task.yaml",
};

export default definePlugin({
  name: "calm",
  criteria: { calm: { ...calm, about: "Refuses texts that shout." } },
  demonstrationSelectors: { longest },
  recipes: { "calm-texts": calmTexts },
});
