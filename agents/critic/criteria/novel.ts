import type { Criterion } from "../contract.js";
import { unlessTextIsGiven } from "./unless-text-is-given.js";
import { passes, refuses } from "../verdicts.js";

/**
 * The draft is near no support row and no accepted sample of the sealed rounds, by ROUGE-L and by
 * the distance of its vector.
 */
export const novelCriterion: Criterion = unlessTextIsGiven("near-duplicate", {
  name: "novel",
  async decide(draft, _evidence, { task, memory, embeddings }) {
    const similar = memory.similarText(draft.text);
    if (similar) {
      return refuses("novel", {
        code: "near-duplicate",
        score: 1 - similar.rougeL,
        evidence: [{ source: similar.id }],
        reason:
          `The text is too close to ${similar.id} (ROUGE-L ${similar.rougeL.toFixed(2)}, at ` +
          `most ${task.spec.critique.rougeL}); change what it says, not only its words.`,
      });
    }
    const [vector] = await embeddings.embed([draft.text]);
    const nearest = vector ? memory.nearest(vector, 1, draft.text)[0] : undefined;
    if (nearest && nearest.distance < task.spec.critique.vectorDistance) {
      return refuses("novel", {
        code: "near-duplicate",
        score: nearest.distance,
        evidence: [{ source: nearest.id }],
        reason:
          `The text means nearly the same as ${nearest.id} (cosine distance ` +
          `${nearest.distance.toFixed(3)}, at least ${task.spec.critique.vectorDistance}); ` +
          "change what it says.",
      });
    }
    return passes("novel", {
      code: "near-duplicate",
      score: nearest ? Math.min(1, nearest.distance) : 1,
      reason: "Nothing so far is as close.",
    });
  },
});
