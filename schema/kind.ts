import type { FieldSpec, FieldType } from "./field.js";

/**
 * The kinds of task. A kind is data: which fields a sample has, which of them the model writes,
 * what is checked.
 */
export const KINDS = [
  "classification",
  "pair-classification",
  "relation",
  "extraction",
  "question-answering",
  "instruction",
  "dialogue",
  "reasoning",
  "tool-use",
  "preference",
  "rewriting",
  "annotation",
  "custom",
] as const;
/** Name of a kind of sample: see KINDS. */
export type KindName = (typeof KINDS)[number];

/** What one sample of a kind is. */
export interface Kind {
  /** Name of the kind, as tasks give it. */
  readonly name: KindName;
  /** Whether the spec must name labels (`required`), may (`optional`) or must not (`none`). */
  readonly labels: "required" | "optional" | "none";
  /** Fields of a sample in writing order; empty for `custom`, whose fields the spec names. */
  readonly fields: Readonly<Record<string, FieldSpec>>;
  /** The field or fields whose text is compared for novelty, diversity and classification. */
  readonly textFields: readonly string[];
  /** Fields that come from the `inputs:` pool and are not written by the model. */
  readonly givenFields: readonly string[];
  /** One sentence for the prompt: what one sample is, whether or not its label is told. */
  readonly sample: string;
  /** The same where the wanted label is told beside it. Default: `sample`. */
  readonly labelled?: string;
  /** What the prompt says beside it where a whole sample is written at once. */
  readonly notes: readonly string[];
  /** How a model trained on the data is tested on real rows. */
  readonly benchmark: "accuracy" | "macro-f1" | "exact-match" | "none";
}

const field = (type: FieldType, description: string, optional = false): FieldSpec => ({
  type,
  description,
  optional,
});

/** What each kind of sample has. */
export const KIND_TABLE: Readonly<Record<KindName, Kind>> = {
  classification: {
    name: "classification",
    labels: "required",
    textFields: ["text"],
    givenFields: [],
    benchmark: "accuracy",
    fields: { text: field("text", "the text to classify") },
    sample: "a text",
    labelled: "a text that clearly belongs to the given label",
    notes: [],
  },
  "pair-classification": {
    name: "pair-classification",
    labels: "required",
    textFields: ["text1", "text2"],
    givenFields: [],
    benchmark: "accuracy",
    fields: { text1: field("text", "the first text"), text2: field("text", "the second text") },
    sample: "a pair of texts",
    labelled: "a pair of texts whose relation is the given label",
    notes: ["Neither text names their relation."],
  },
  relation: {
    name: "relation",
    labels: "required",
    textFields: ["text"],
    givenFields: [],
    benchmark: "accuracy",
    fields: {
      text: field("text", "a sentence that names both entities"),
      head: field("text", "the first entity, as it stands in the text"),
      tail: field("text", "the second entity, as it stands in the text"),
    },
    sample: "a sentence that relates a head entity to a tail entity",
    labelled: "a sentence in which the head entity stands in the given relation to the tail entity",
    notes: ["Write both entities letter for letter as they stand in the text."],
  },
  extraction: {
    name: "extraction",
    labels: "optional",
    textFields: ["text"],
    givenFields: [],
    benchmark: "exact-match",
    fields: {
      text: field("text", "the text"),
      triples: field("triples", "every relation that the text states", true),
      spans: field("spans", "every mention, with its characters and type", true),
    },
    sample: "a text and everything of the wanted types that it states",
    notes: [
      "Name everything in triples and spans letter for letter as it stands in the text; " +
        "spans count characters from 0, the end is the character after the last.",
    ],
  },
  "question-answering": {
    name: "question-answering",
    labels: "none",
    textFields: ["question"],
    givenFields: [],
    benchmark: "exact-match",
    fields: {
      context: field("text", "the passage that holds the answer", true),
      question: field("text", "the question"),
      answer: field("text", "the answer"),
      span: field("span", "where the answer stands in the context", true),
    },
    sample: "a question with its answer",
    notes: [
      "The answer is as short as it can be; where there is a context it stands there word " +
        "for word.",
    ],
  },
  instruction: {
    name: "instruction",
    labels: "none",
    textFields: ["instruction"],
    givenFields: [],
    benchmark: "none",
    fields: {
      instruction: field("text", "what to do"),
      input: field("text", "the material to do it with", true),
      output: field("text", "a good answer"),
    },
    sample: "an instruction, its input if it needs one, and a good answer",
    notes: ["Leave the input out where the instruction needs none."],
  },
  dialogue: {
    name: "dialogue",
    labels: "none",
    textFields: ["messages"],
    givenFields: [],
    benchmark: "none",
    fields: { messages: field("messages", "the turns, user first") },
    sample: "a conversation of several turns",
    notes: ["The user speaks first; then the two take turns."],
  },
  reasoning: {
    name: "reasoning",
    labels: "none",
    textFields: ["question"],
    givenFields: [],
    benchmark: "exact-match",
    fields: {
      question: field("text", "the problem"),
      rationale: field("text", "the steps to the answer"),
      answer: field("text", "the final answer alone"),
    },
    sample: "a problem, the steps that solve it, and the final answer",
    notes: ["The answer is given alone, without words around it."],
  },
  "tool-use": {
    name: "tool-use",
    labels: "none",
    textFields: ["query"],
    givenFields: [],
    benchmark: "none",
    fields: {
      query: field("text", "what the user wants"),
      messages: field("messages", "the turns with tool calls and results"),
    },
    sample: "a request and the tool calls that fulfil it",
    notes: [
      "A call is a turn of the assistant, followed by its result as a turn of role tool; " +
        "the last turn answers the user.",
    ],
  },
  preference: {
    name: "preference",
    labels: "none",
    textFields: ["prompt"],
    givenFields: [],
    benchmark: "none",
    fields: {
      prompt: field("text", "the prompt"),
      chosen: field("text", "the better answer"),
      rejected: field("text", "the worse answer"),
    },
    sample: "a prompt with a better and a worse answer",
    notes: ["The worse answer is believable and about as long as the better one."],
  },
  rewriting: {
    name: "rewriting",
    labels: "optional",
    textFields: ["rewrite"],
    givenFields: ["source"],
    benchmark: "none",
    fields: {
      source: field("text", "the given text"),
      rewrite: field("text", "the same meaning in other words"),
    },
    sample: "a rewrite of the given text that keeps its meaning",
    notes: ["Keep every fact of the given text, and add none."],
  },
  annotation: {
    name: "annotation",
    labels: "required",
    textFields: ["text"],
    givenFields: ["text"],
    benchmark: "accuracy",
    fields: { text: field("text", "the given text") },
    sample: "the label of the given text",
    notes: [],
  },
  custom: {
    name: "custom",
    labels: "optional",
    textFields: [],
    givenFields: [],
    benchmark: "none",
    fields: {},
    sample: "one record with the named fields",
    notes: [],
  },
};
