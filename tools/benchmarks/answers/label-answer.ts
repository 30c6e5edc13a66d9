import { z } from "zod";
import type { LabelSpec } from "../../../schema/label.js";
import type { AnswerForm, BenchmarkRow } from "../contract.js";
import { isSameLabel, macroF1, microF1, namesOf } from "../metrics/label-scores.js";

/** How the label of a row is asked. */
interface LabelAnswer {
  /** Fields that are shown, in order. */
  readonly shown: readonly string[];
  /** What the rows are: "texts", "pairs of sentences". */
  readonly things: string;
  /** The label of texts that belong to none of the others, where there is one. */
  readonly outOfScope?: string;
}

const number = (right: boolean): number => (right ? 1 : 0);

/** Rows of one label out of several: accuracy and macro F1. */
export function labelAnswer({ shown, things, outOfScope }: LabelAnswer): AnswerForm {
  const scope = ["in-scope-accuracy", "out-of-scope-recall"];
  return {
    metrics: ["accuracy", "macro-f1", ...(outOfScope === undefined ? [] : scope)],
    question: (row, { labels, description }) => ({
      sections: [
        { kind: "task", text: `${description}\nThe labels:\n${labelLines(labels)}` },
        { kind: "draft", text: `One of the ${things}:`, items: [shownFields(row, shown)] },
        { kind: "output", text: "Answer with the label that fits it best." },
      ],
      schema: z.object({ label: z.enum(labels.map(({ name }) => name) as [string]) }),
      read: (said) => (said as { label: string }).label,
    }),
    read: (said) => (typeof said === "string" ? said.trim() : null),
    scores: (answered) => {
      const right = number(isSameLabel(answered));
      if (outOfScope === undefined) return { accuracy: right };
      const outside = answered.row.label === outOfScope;
      return {
        accuracy: right,
        [outside ? "out-of-scope-recall" : "in-scope-accuracy"]: right,
      };
    },
    pooled: { "macro-f1": macroF1 },
  };
}

/** Rows of any number of labels: macro and micro F1, and how often all of them are right. */
export function labelsAnswer({ shown, things }: LabelAnswer): AnswerForm {
  return {
    metrics: ["macro-f1", "micro-f1", "exact-match"],
    question: (row, { labels, description }) => ({
      sections: [
        { kind: "task", text: `${description}\nThe labels:\n${labelLines(labels)}` },
        { kind: "draft", text: `One of the ${things}:`, items: [shownFields(row, shown)] },
        { kind: "output", text: "Answer with every label that it has: mostly one, at times more." },
      ],
      schema: z.object({ labels: z.array(z.enum(labels.map(({ name }) => name) as [string])) }),
      read: (said) => (said as { labels: string[] }).labels,
    }),
    read: (said) => (said === null ? null : namesOf(said)),
    scores: (answered) => ({ "exact-match": number(isSameLabel(answered)) }),
    pooled: { "macro-f1": macroF1, "micro-f1": microF1 },
  };
}

/** The named fields of a row. */
export function shownFields(row: BenchmarkRow, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.filter((name) => row.fields[name] !== undefined).map((name) => [name, row.fields[name]]),
  );
}

const labelLines = (labels: readonly LabelSpec[]): string =>
  labels
    .map(({ name, definition }) => `- ${name}${definition ? `: ${definition}` : ""}`)
    .join("\n");
