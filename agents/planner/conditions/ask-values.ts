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
  /**
   * True to ask again, telling what is there, while there are too few and answers bring new ones.
   * Default: false.
   */
  readonly grows?: boolean;
}

/** An answer that brings a smaller share of what is missing is the last. */
const LEAST_NEW = 1 / 4;

/**
 * Asks the model for values of a dimension, shown support rows of the label.
 *
 * @returns the values, distinct and cleaned; empty with a note where the model gave none that can
 *         be used
 * @throws errors of the provider and the budget, as they are
 */
export async function askValues(
  { name, description, label, count, grows = false }: ValueQuestion,
  context: AgentContext,
): Promise<{ values: string[]; note: string | null }> {
  const where = label ? `${name} of ${label.name}` : name;
  const found: string[] = [];
  let answered = 0;
  let left = 0;
  for (let turn = 0; ; turn++) {
    const missing = count - found.length;
    const { listed, problem } = await askList(
      {
        step: `values:${name}:${label?.name ?? ""}${turn === 0 ? "" : `:${turn}`}`,
        label,
        count: missing,
        given: found.map((value) => ({ name: "there already", value })),
        lines: [
          `List ${missing} different values of "${name}"` +
            `${meaning(name, description)}${label ? ` for samples with the label "${label.name}"` : ""}` +
            `${found.length > 0 ? ", none of which is there already" : ""}.`,
          `Each value is a short noun phrase in ${languageName(context.task.spec.language)}. ` +
            "No two may mean the same; together they cover the field, rare cases included.",
        ],
      },
      context,
    );
    if (problem !== null && found.length === 0) return { values: [], note: `${where}: ${problem}` };
    const { values, dropped } = cleanValues(listed, {
      count: missing,
      taken: [...context.task.labels.map((other) => other.name), ...found],
    });
    found.push(...values);
    answered += listed.length;
    left += dropped;
    if (!grows || found.length >= count || values.length < LEAST_NEW * missing) break;
  }
  if (found.length === 0)
    return {
      values: found,
      note: `${where}: none of the ${answered} values of the model can be used`,
    };
  return {
    values: found,
    note:
      left > 0
        ? `${where}: ${left} of ${answered} values of the model left out (repeated, ` +
          `too long, or more than ${count})`
        : null,
  };
}

/** What a dimension means, where that is more than its name. */
export function meaning(name: string, description: string): string {
  return description === name ? "" : ` (${description})`;
}
