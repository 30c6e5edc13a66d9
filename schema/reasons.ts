/**
 * Why a sample has its status. A code never changes its meaning; docs/reasons.md lists the same
 * table.
 */
export const REASON_CODES = {
  accepted: "accepted by the gate",
  "agent-failed":
    "an agent failed on it by an error of its own code; the note says which and where",
  "below-threshold":
    "the judge's score is below the least one with which the promised faithfulness holds (certify)",
  "beyond-quota": "good, but the cell that it belongs to holds its quota (plan.holdQuotas)",
  "beyond-target": "good, but the target was reached before it",
  checker: "the task's own checker refused it, or could not be run on it",
  coherence: "the text is broken, repetitive or not fluent",
  "content-filter": "the provider's content filter refused its prompt",
  "context-length": "its prompt is longer than the model takes",
  "copy-of-support": "repeats a support row, whole or in large part",
  "curation-duplicate": "near copy of an accepted sample, found by the curator",
  "curation-label": "a small model trained without it is sure of another label",
  custom: "refused by an agent of the user's own",
  "draft-failed": "the generator could not write it",
  "duplicate-in-round": "too close to a sample accepted before it",
  echo: "repeats its own input, or a row that it was made from",
  eliminated: "the evolved version failed a rule of elimination",
  format: "a field is missing or of the wrong form",
  label: "the text does not fit its label",
  "meaning-lost": "the rewrite does not say what its source says",
  "near-duplicate": "too close to an accepted sample or a support row",
  "not-certified":
    "written after the promised faithfulness was shown, which could not be shown with it (certify)",
  "no-agreement": "asked several times, the model gave answers that do not agree",
  "not-verified": "answered again without seeing the answer, it came out differently",
  "not-executable": "its program did not run, or gave nothing",
  "no-answer": "the conversation or the tool calls came to no usable end",
  "no-label-fits": "none of the labels fits the row that it would be made from",
  "no-preference": "its candidates could not be told apart",
  "off-task": "the text is not what the task asks for",
  "provider-error":
    "the provider failed or refused its prompt again and again, but answered others",
  relabelled: "its label was changed by the curator or a person",
  "review-accepted": "accepted by a person",
  "review-rejected": "refused by a person",
  "review-relabelled": "given another label by a person",
  "review-uncertain": "the small model and the language model disagree; a person decides",
  "sub-task-failed": "a sub-task of the plan failed for it",
  rubric: "the judge rated it too low on a question of the task's own; the note says which and why",
  surplus: "drafted after the target or the budget was reached",
  unfaithful: "makes claims that its sources do not support",
  ungrounded: "states figures, names or dates that its source does not have",
  unparsed: "the model's answer did not fit the schema after the correction turn",
  refused: "the model refused to write it",
  truncated: "the model's answer was cut at its limit",
  empty: "the model's answer was empty",
  unsuitable:
    "an instruction that a text model cannot carry out, or of a wrong length or beginning",
} as const;
/** Code of a reason for a sample's status: see REASON_CODES. */
export type ReasonCode = keyof typeof REASON_CODES;
