import type { AgentContext } from "../../contract.js";
import { askList } from "./ask-list.js";
import { caseFold } from "../../../base/text/case-fold.js";
import { graphemeCount } from "../../../base/text/graphemes.js";
import { languageName } from "../../../base/text/language-name.js";
import type { LabelSpec } from "../../../schema/label.js";

/** Longest value that still names something, in characters as readers see them. */
const LONGEST_VALUE = 60;
const LIST_MARKER = /^(?:[-*•–—]+\s+|\(?\d{1,3}[.)]\s+|\d{1,3}[.)]$)/u;
const EDGES = /^["'“”‘’«»「」『』`]+|["'“”‘’«»「」『』`.,;:。、，；：]+$/gu;

/**
 * What a model listed, as usable values: list markers, quotes and closing punctuation taken off,
 * one spelling of each, none that is too long to be a name or that only repeats one of `taken`.
 *
 * @returns at most `count` values, and how many were left out
 */
export function cleanValues(
  listed: readonly string[],
  options: { readonly count: number; readonly taken?: readonly string[] },
): { values: string[]; dropped: number } {
  const seen = new Set((options.taken ?? []).map(keyOf));
  const values: string[] = [];
  for (const raw of listed) {
    const value = cleanValue(raw);
    const key = keyOf(value);
    if (
      !/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(value) ||
      graphemeCount(value) > LONGEST_VALUE ||
      seen.has(key)
    )
      continue;
    if (values.length >= options.count) break;
    seen.add(key);
    values.push(value);
  }
  return { values, dropped: listed.length - values.length };
}

function cleanValue(raw: string): string {
  const line = raw
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/\p{Zs}+/gu, " ")
    .trim();
  return line.replace(LIST_MARKER, "").replace(EDGES, "").trim();
}

function keyOf(value: string): string {
  return caseFold(value.normalize("NFKC")).replace(/[\s_-]+/gu, " ");
}

export interface ValueQuestion {
  /** The dimension whose values are wanted, and what it means. */
  readonly name: string;
  readonly description: string;
  /** Values for samples of this label; null for all samples. */
  readonly label: LabelSpec | null;
  readonly count: number;
}

/**
 * Asks the model for values of a dimension, shown support rows of the label.
 *
 * @returns the values, distinct and cleaned; empty with a note where the model gave none that can
 *         be used
 * @throws errors of the provider and the budget, as they are
 */
export async function askValues(
  { name, description, label, count }: ValueQuestion,
  context: AgentContext,
): Promise<{ values: string[]; note: string | null }> {
  const where = label ? `${name} of ${label.name}` : name;
  const { listed, problem } = await askList(
    {
      step: `values:${name}:${label?.name ?? ""}`,
      label,
      count,
      lines: [
        `List ${count} different values of "${name}" ` +
          `(${description})${label ? ` for samples with the label "${label.name}"` : ""}.`,
        `Each value is a short noun phrase in ${languageName(context.task.spec.language)}. ` +
          "No two may mean the same; together they cover the field, rare cases included.",
      ],
    },
    context,
  );
  if (problem !== null) return { values: [], note: `${where}: ${problem}` };
  const { values, dropped } = cleanValues(listed, {
    count,
    taken: context.task.labels.map((other) => other.name),
  });
  if (values.length === 0)
    return {
      values,
      note: `${where}: none of the ${listed.length} values of the model can be used`,
    };
  return {
    values,
    note:
      dropped > 0
        ? `${where}: ${dropped} of ${listed.length} values of the model left out (repeated, ` +
          `too long, or more than ${count})`
        : null,
  };
}
