import { Document, isMap, isScalar } from "yaml";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";

const COMMENTS: Readonly<Record<string, string>> = {
  kind: " What one sample is.",
  description: " One or two sentences: what the dataset is about. The models are told this.",
  labels:
    " A map `label: definition` tells the models more than names do: one sentence on when a " +
    "text has the label.",
  attributes: " What samples should differ in.",
  support: " Real rows that show what is wanted; some are held out for the test with real data.",
  target: " How many accepted samples are wanted.",
};

/**
 * A task, or a part of one, as the text of a task file, with a word on the fields that are worth
 * editing; reading it back gives the same task.
 */
export function taskToYaml(spec: Partial<TaskSpecInput>): string {
  const document = new Document(JSON.parse(JSON.stringify(spec)), { version: "1.2" });
  if (isMap(document.contents)) {
    for (const pair of document.contents.items) {
      const comment = isScalar(pair.key) ? COMMENTS[String(pair.key.value)] : undefined;
      if (comment !== undefined && isScalar(pair.key)) pair.key.commentBefore = comment;
    }
  }
  return document.toString({ lineWidth: 120 });
}
