import type { LabelSpec } from "../../schema/label.js";
import { languageName } from "../../tools/text/language-name.js";
import type { AgentContext } from "../contract.js";
import { askList } from "./ask-list.js";
import { cleanValues } from "./clean-values.js";

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
 * @returns the values, distinct and cleaned; empty with a note where the model gave none that can be used
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
        `List ${count} different values of "${name}" (${description})${label ? ` for samples with the label "${label.name}"` : ""}.`,
        `Each value is a short noun phrase in ${languageName(context.task.spec.language)}. No two may mean the same; together they cover the field, rare cases included.`,
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
        ? `${where}: ${dropped} of ${listed.length} values of the model left out (repeated, too long, or more than ${count})`
        : null,
  };
}
