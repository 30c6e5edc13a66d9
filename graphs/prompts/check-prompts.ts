import type { LabelValue } from "../../schema/label.js";
import type { Sample } from "../../schema/sample.js";
import { checkSchemas } from "./checks/check-schemas.js";
import { checkContradictions } from "./checks/check-contradictions.js";
import { checkEqualPrompts } from "./checks/check-equal-prompts.js";
import { checkNamedLabels } from "./checks/check-named-labels.js";
import { checkPassages } from "./checks/check-passages.js";
import { checkSampleRules } from "./checks/check-sample-rules.js";
import { checkShownRows } from "./checks/check-shown-rows.js";
import {
  recordsOf,
  type CheckedRequest,
  type PromptCheck,
  type PromptCheckContext,
  type PromptFinding,
} from "./prompt-finding.js";
import type { RecordedRequest } from "./record-requests.js";

const CHECKS: readonly PromptCheck[] = [
  checkPassages,
  checkEqualPrompts,
  checkShownRows,
  checkNamedLabels,
  checkSampleRules,
  checkContradictions,
  checkSchemas,
];

/**
 * Reads all requests of a run as a prompt engineer would, and says what does not fit: see
 * PROMPT_FINDINGS. It reads sections, schemas and what was ordered; of the words only those that
 * name a label, a limit or an instruction that excludes another.
 *
 * @param requests what was sent, as `recordRequests` keeps it
 * @returns findings in the order of the checks; none where all is well
 * @example
 * const run = await recordRequests("task.yaml");
 * expect(checkPrompts(run.requests, run)).toEqual([]);
 */
export function checkPrompts(
  requests: readonly RecordedRequest[],
  context: PromptCheckContext,
): PromptFinding[] {
  const samples = new Map((context.samples ?? []).map((sample) => [sample.id, sample]));
  const read = requests.map((one) => checked(one, samples));
  return CHECKS.flatMap((check) => check(read, context));
}

function checked(one: RecordedRequest, samples: ReadonlyMap<string, Sample>): CheckedRequest {
  const { messages, prompt, origin, format } = one.request;
  const sections = prompt?.sections ?? [];
  const sample = [origin.orderId, ...origin.sampleIds]
    .map((id) => samples.get(id))
    .find((found) => found !== undefined);
  const named = recordsOf({ sections }, "conditions").find(({ name }) => name === "label");
  return {
    ...one,
    sections,
    text: messages.map(({ content }) => content).join("\n"),
    sample,
    labels: labelsOf((named?.["value"] ?? sample?.label.given ?? null) as LabelValue),
    answers: format.schema === undefined ? [] : propertiesOf(format.schema),
  };
}

function labelsOf(label: LabelValue): readonly string[] {
  return label === null ? [] : [label].flat();
}

/** Properties of an answer, and those of the entries where it is a list of records. */
function propertiesOf(schema: Readonly<Record<string, unknown>>): string[] {
  const properties = (schema["properties"] ?? {}) as Readonly<
    Record<string, Readonly<Record<string, unknown>>>
  >;
  return Object.entries(properties).flatMap(([name, member]) => {
    const items = member["items"] as Readonly<Record<string, unknown>> | undefined;
    return [name, ...(items?.["properties"] === undefined ? [] : propertiesOf(items))];
  });
}
