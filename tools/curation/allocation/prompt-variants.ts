import { z } from "zod";
import type { PromptSection } from "../../../schema/prompt.js";

/** What a prompt variant is made of. */
export interface VariantInput {
  /** What the dataset is about, in the task's words; may be empty. */
  readonly about: string;
  readonly labels: readonly { readonly name: string; readonly definition?: string | undefined }[];
  readonly multiLabel: boolean;
  readonly text: string;
  /** A label to agree or disagree with, for variants that propose one. */
  readonly proposal: string;
}

/**
 * One way of asking for the same label (after CoAnnotating, Li et al. 2023): the wording differs,
 * what is asked does not.
 */
export interface PromptVariant {
  readonly name: string;
  /** True where the answer is the number of a label in the list, from 1. */
  readonly numbered: boolean;
  /** True where the text comes before the instruction. */
  readonly textFirst: boolean;
  instruction(input: VariantInput): string;
}

const one = ({ multiLabel }: VariantInput, single: string, several: string): string =>
  multiLabel ? several : single;

/** Ways of asking, in a fixed order: variant n of a run is entry n modulo their number. */
export const PROMPT_VARIANTS: readonly PromptVariant[] = [
  {
    name: "instruction-first",
    numbered: false,
    textFirst: false,
    instruction: (input) =>
      one(
        input,
        "Read the text and answer with the label that fits it.",
        "Read the text and answer with every label that fits it.",
      ),
  },
  {
    name: "instruction-last",
    numbered: false,
    textFirst: true,
    instruction: (input) =>
      one(
        input,
        "Which one of the labels fits the text above?",
        "Which of the labels fit the text above?",
      ),
  },
  {
    name: "paraphrased",
    numbered: false,
    textFirst: false,
    instruction: (input) =>
      one(
        input,
        "Someone sorts texts into the categories listed here. Into which category would " +
          "they put this one?",
        "Someone tags texts with the categories listed here. Which tags would they put on " +
          "this one?",
      ),
  },
  {
    name: "true-false",
    numbered: false,
    textFirst: false,
    instruction: (input) =>
      one(
        input,
        'For each label, judge the statement "the label describes the text" as true or ' +
          "false. Answer with the label whose statement is true.",
        'For each label, judge the statement "the label describes the text" as true or ' +
          "false. Answer with all labels whose statement is true.",
      ),
  },
  {
    name: "negated",
    numbered: false,
    textFirst: false,
    instruction: (input) =>
      one(
        input,
        "Rule out every label that does not describe the text. Answer with the one that " +
          "cannot be ruled out.",
        "Rule out every label that does not describe the text. Answer with those that " +
          "cannot be ruled out.",
      ),
  },
  {
    name: "multiple-choice",
    numbered: true,
    textFirst: false,
    instruction: (input) =>
      one(
        input,
        "Multiple choice: what is the text an example of? Answer with the number of one choice.",
        "Multiple choice: what is the text an example of? Answer with the numbers of all " +
          "choices that are right.",
      ),
  },
  {
    name: "confirmation",
    numbered: false,
    textFirst: false,
    instruction: (input) =>
      `I think that the label ${JSON.stringify(input.proposal)} describes the text. Do you ` +
      "agree? " +
      `${one(input, "Answer with the label that you hold to be right.", "Answer with all labels that you hold to be right.")}`,
  },
  {
    name: "doubt",
    numbered: false,
    textFirst: true,
    instruction: (input) =>
      `I do not think that the label ${JSON.stringify(input.proposal)} describes the text ` +
      "above. Do you agree? " +
      `${one(input, "Answer with the label that you hold to be right.", "Answer with all labels that you hold to be right.")}`,
  },
];

/** The setting of the methods that ask with several of them. */
export const variantsAsked = z
  .int()
  .min(2)
  .max(PROMPT_VARIANTS.length)
  .default(7)
  .describe(
    `Prompt variants that rows without votes are asked with. 2 to ${PROMPT_VARIANTS.length}.`,
  );

/** Sections of one variant's prompt; demonstrations stand before the text. */
export function variantSections(
  variant: PromptVariant,
  input: VariantInput,
  demonstrations: readonly { readonly text: string; readonly label: unknown }[],
): PromptSection[] {
  const names = input.labels.map(
    ({ name, definition }, index) =>
      `${variant.numbered ? `${index + 1}. ` : "- "}${JSON.stringify(name)}${definition === undefined ? "" : `: ${definition}`}`,
  );
  const task: PromptSection = {
    kind: "task",
    text: [input.about, variant.instruction(input), `Labels:\n${names.join("\n")}`]
      .filter((part) => part !== "")
      .join("\n\n"),
  };
  const text: PromptSection = { kind: "sources", text: "The text:", items: [{ text: input.text }] };
  const shown: PromptSection[] =
    demonstrations.length === 0
      ? []
      : [
          {
            kind: "demonstrations",
            text: "Texts with their labels:",
            items: demonstrations.map((row) => ({ text: row.text, label: row.label })),
          },
        ];
  const answer = variant.numbered ? "the number" : "the label";
  const output: PromptSection = {
    kind: "output",
    text:
      `Give ${answer}${input.multiLabel ? " or several, as a list" : ""}, and your confidence ` +
      "from 0 to 1.",
  };
  return variant.textFirst ? [...shown, text, task, output] : [task, ...shown, text, output];
}
