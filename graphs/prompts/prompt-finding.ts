import type { PromptSection } from "../../schema/prompt.js";
import type { Row, Sample } from "../../schema/sample.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import type { RecordedRequest } from "./record-requests.js";

/** What can be wrong with the prompts of a run, and what it means. */
export const PROMPT_FINDINGS = {
  "foreign-passage": "orders whose passages belong to another label or topic than theirs",
  "equal-prompt": "requests of different orders with the same prompt, to the last letter",
  "foreign-demonstration": "demonstrations of one label in a question for another",
  "seed-shown-twice": "the row that a sample is made from stands among its demonstrations",
  "rewritten-row-shown": "what is to be rewritten or answered stands among its demonstrations",
  "label-not-given": '"the given label" where no label is given',
  "rule-of-the-sample":
    "a length limit or style rule of the finished sample in a question for something else",
  contradiction: "two instructions that cannot both be followed",
  "schema-not-strict": "a schema outside the strict subset: answers are not held to it",
} as const;
/** What is wrong: see PROMPT_FINDINGS. */
export type PromptFindingCode = keyof typeof PROMPT_FINDINGS;

/** One thing that is wrong with the prompts of a run. */
export interface PromptFinding {
  /** What is wrong. */
  readonly code: PromptFindingCode;
  /** Role whose model was asked. */
  readonly role: string;
  /** Step that asked. */
  readonly step: string;
  /** Order that was asked for; null where the finding is about several. */
  readonly orderId: string | null;
  /** What was found, with the words or figures that show it. */
  readonly message: string;
}

/** What prompts are checked against. */
export interface PromptCheckContext {
  /** The task. */
  readonly spec: TaskSpec;
  /** Samples that the requests were for. Default: none, and labels are those that prompts name. */
  readonly samples?: readonly Sample[];
  /** Rows that prompts may show. Default: none, and labels are those that prompts show. */
  readonly rows?: readonly Row[];
  /**
   * Labels and topics that a passage belongs to; null where nothing is known of it. Default: of no
   * passage is anything known, and passages are not checked.
   */
  readonly topicsOf?: (passage: Readonly<Record<string, unknown>>) => readonly string[] | null;
  /**
   * Labels and topics that passages are told apart by: an order for none of them is not checked, and
   * one for a topic that no passage has must have no passage. Default: those that passages have.
   */
  readonly topics?: readonly string[];
}

/** A request as a check reads it. */
export interface CheckedRequest extends RecordedRequest {
  readonly sections: readonly PromptSection[];
  /** Everything that the model is shown. */
  readonly text: string;
  /** The sample that it is for; undefined for a planner's, and where samples are not known. */
  readonly sample: Sample | undefined;
  /** Labels that the sample is finally to have: none where it has no label. */
  readonly labels: readonly string[];
  /** Names of what is answered, one level into lists. */
  readonly answers: readonly string[];
}

/** One check: what it finds in the requests of a run. */
export type PromptCheck = (
  requests: readonly CheckedRequest[],
  context: PromptCheckContext,
) => PromptFinding[];

/** A finding about one request. */
export function findingOf(
  code: PromptFindingCode,
  { role, request }: RecordedRequest,
  message: string,
): PromptFinding {
  return { code, role, step: request.origin.step, orderId: request.origin.orderId, message };
}

/** Records of the sections of a kind, or of one name among them. */
export function recordsOf(
  { sections }: Pick<CheckedRequest, "sections">,
  kind: PromptSection["kind"],
  names?: readonly string[],
): readonly Readonly<Record<string, unknown>>[] {
  return sections
    .filter((section) => section.kind === kind)
    .filter(({ name }) => names === undefined || names.includes(name ?? ""))
    .flatMap(({ items = [] }) => items);
}
