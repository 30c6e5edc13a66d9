import { taskNotation } from "../../../tools/dedup/task-notation.js";
import type { Task } from "../../../schema/task.js";
import { CopyIndex } from "../../../tools/text/copies.js";
import type { Criterion } from "../contract.js";
import { unlessTextIsGiven } from "./unless-text-is-given.js";
import { passes, refuses } from "../verdicts.js";

/** One index per task: support rows never change during a run. */
const indexes = new WeakMap<Task, CopyIndex>();

/**
 * No support row is repeated: word for word, in long runs that cover most of the draft, or with
 * light edits.
 */
export const noCopyCriterion: Criterion = unlessTextIsGiven("copy-of-support", {
  name: "no-copy",
  decide(draft, _evidence, { task }) {
    const index = copyIndexOf(task);
    const verbatim = index.verbatim(draft.text);
    if (verbatim) {
      const row = task.support[verbatim.row]!;
      const how =
        verbatim.kind === "equal"
          ? "repeats"
          : `takes a run of ${verbatim.longest} words (${Math.round(verbatim.coverage * 100)} ` +
            "% of the draft) from";
      return refuses("no-copy", {
        code: "copy-of-support",
        score: 0,
        reason: `The text ${how} the example ${row.id}; write a new one about something else.`,
        evidence: [{ text: row.text, source: row.id }],
      });
    }
    const near = index.near(draft.text);
    if (near) {
      const row = task.support[near.row]!;
      return refuses("no-copy", {
        code: "copy-of-support",
        score: 1 - near.rougeL,
        evidence: [{ text: row.text, source: row.id }],
        reason:
          `The text is the example ${row.id} with small changes (ROUGE-L ` +
          `${near.rougeL.toFixed(2)}); write a new one about something else.`,
      });
    }
    return passes("no-copy", {
      code: "copy-of-support",
      score: 1,
      reason: "No example is repeated.",
    });
  },
});

function copyIndexOf(task: Task): CopyIndex {
  const known = indexes.get(task);
  if (known) return known;
  const { copyWords, rougeL } = task.spec.critique;
  const index = new CopyIndex(
    task.support.map((row) => row.text),
    { span: copyWords, maxRougeL: rougeL, notation: taskNotation(task.spec) ?? "ignore" },
  );
  indexes.set(task, index);
  return index;
}
