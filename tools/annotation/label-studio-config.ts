import { DatawrightError } from "../../base/errors.js";
import type { AnnotationLabel, AnnotationTask } from "./contract.js";

/** Names of the controls in the labelling configuration; answers come back under them. */
export const LABEL_STUDIO_CONTROLS = {
  text: "text",
  label: "label",
  decision: "decision",
  note: "note",
} as const;
export const REJECT_CHOICE = "reject";

/**
 * Labelling configuration of a Label Studio project: the text, one choice a label, a way to reject
 * the text, and a note.
 * @throws SHAPE for a name that XML cannot hold
 */
export function labelStudioConfig(
  labels: readonly AnnotationLabel[],
  task: AnnotationTask,
): string {
  const { text, label, decision, note } = LABEL_STUDIO_CONTROLS;
  const choices = labels.map(
    ({ name, definition }) =>
      "    <Choice " +
      `value="${attribute(name)}"${definition === undefined ? "" : ` hint="${attribute(definition)}"`}/>`,
  );
  return [
    "<View>",
    `  <Header value="${attribute(task.instruction ?? task.name)}"/>`,
    `  <Text name="${text}" value="$text"/>`,
    // Not required: a text that is rejected needs no label.
    `  <Choices name="${label}" toName="${text}" ` +
      `choice="${task.multiLabel === true ? "multiple" : "single"}">`,
    ...choices,
    "  </Choices>",
    `  <Choices name="${decision}" toName="${text}" choice="multiple">`,
    `    <Choice value="${REJECT_CHOICE}" hint="The text does not belong in the dataset."/>`,
    "  </Choices>",
    `  <TextArea name="${note}" toName="${text}" placeholder="Note" maxSubmissions="1"/>`,
    "</View>",
    "",
  ].join("\n");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
  "\r": "&#13;",
  "\t": "&#9;",
};

function attribute(value: string): string {
  // These are the characters that XML 1.0 has no way to write.
  if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u.test(value))
    throw new DatawrightError({
      code: "SHAPE",
      message: `${JSON.stringify(value)} holds a character that an XML configuration cannot hold`,
      hint: "rename the label",
    });
  return value.replace(/[&<>"\n\r\t]/gu, (character) => ENTITIES[character]!);
}
