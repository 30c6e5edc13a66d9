/** Reasons of samples that were good enough: they say nothing of what models write. */
export const NOT_ABOUT_QUALITY: readonly string[] = ["surplus", "beyond-target", "beyond-quota"];

const ADVICE: Readonly<Record<string, string>> = {
  "near-duplicate":
    "Steer more topics and attributes, or add support rows: drafts repeat what is there.",
  "duplicate-in-round": "Steer more topics and attributes: drafts of one round repeat each other.",
  "copy-of-support": "Show the model other support rows each time, or more of them.",
  label: "Sharpen the definitions of the labels: drafts do not fit what was ordered.",
  coherence: "Take a stronger model to write, or shorten what is asked of a draft.",
  "off-task": "Say in the description what a sample is, and what it is not.",
  unfaithful: "Give the sources that hold what is to be said, or ask for less than they hold.",
  ungrounded: "Give the sources that hold what is to be said, or ask for less than they hold.",
  format: "Compare the fields of the task with what the model writes: datawright preview.",
  unparsed:
    "Take a model that follows a schema, or fewer fields: datawright preview shows its answers.",
  truncated: "Raise the model's limit of output tokens.",
  refused: "The model will not write this: word the task otherwise, or take another model.",
  "content-filter":
    "The provider will not have this: word the task otherwise, or take another model.",
};

/** What to do where most refused drafts have this reason. */
export function adviceFor(reason: string): string {
  return Object.hasOwn(ADVICE, reason)
    ? ADVICE[reason]!
    : "Look at some of them, and at why they were refused, in the samples below.";
}
