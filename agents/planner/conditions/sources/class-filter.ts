import type { LabelSpec } from "../../../../schema/label.js";
import { innerProduct } from "../../../../base/statistics/inner-product.js";
import type { AgentContext } from "../../../contract.js";
import { askList } from "../ask-list.js";
import type { FoundAttribute } from "../../contract.js";
import { FEW_LABELS } from "../ask-values-of-labels.js";
import { tooManyCalls } from "../planner-call-limit.js";
import { amongListed } from "./among-listed.js";

/** Values of a note at most; the rest is counted. */
const MOST_NAMED = 6;

/**
 * Class-dependent attribute value filtering (AttrPrompt, Yu et al. 2023): for each label its most
 * similar labels by embedding; the model says which values of the label are relevant to such a
 * label too, and those are dropped. Asked as one list for each pair of labels and dimension. What
 * is dropped is counted in the notes.
 */
export async function dropAmbiguous(
  attributes: readonly FoundAttribute[],
  similar: number,
  context: AgentContext,
): Promise<{ attributes: FoundAttribute[]; notes: string[] }> {
  const { labels } = context.task;
  const dependent = attributes.filter((attribute) => attribute.perLabel !== undefined);
  if (dependent.length === 0 || labels.length < 2)
    return {
      attributes: [...attributes],
      notes: [
        "class filter: no dimension has values of its own for the labels, so nothing is checked",
      ],
    };
  const nearest = await similarLabels(labels, similar, context);
  const together = labels.length > FEW_LABELS ? questionsOf(dependent, nearest) : null;
  const calls =
    together?.length ??
    dependent.length * labels.reduce((sum, label) => sum + nearest.get(label.name)!.length, 0);
  const why = tooManyCalls(calls, context, "the class filter");
  if (why !== null)
    return {
      attributes: [...attributes],
      notes: [`class filter: values were not checked against similar labels: ${why}`],
    };
  const notes: string[] = [];
  const filtered: FoundAttribute[] = [];
  const relevant = together === null ? relevantTo : await askedTogether(together, context);
  for (const attribute of attributes)
    filtered.push(
      ...(attribute.perLabel === undefined
        ? [attribute]
        : await filter(attribute, attribute.perLabel, nearest, { context, relevant }, notes)),
    );
  return { attributes: filtered, notes };
}

async function filter(
  attribute: FoundAttribute,
  perLabel: Readonly<Record<string, string[]>>,
  nearest: ReadonlyMap<string, readonly LabelSpec[]>,
  { context, relevant }: { readonly context: AgentContext; readonly relevant: Relevance },
  notes: string[],
): Promise<FoundAttribute[]> {
  const kept: [string, string[]][] = [];
  for (const [label, values] of Object.entries(perLabel)) {
    const others = nearest.get(label) ?? [];
    const answers = await Promise.all(
      others.map((other) => relevant(other, values, { attribute, label }, context)),
    );
    const problems = answers.flatMap(({ problem }, index) =>
      problem === null ? [] : [`${others[index]!.name}: ${problem}`],
    );
    if (problems.length > 0)
      notes.push(
        `class filter: ${attribute.name} of ${label} was not checked against ` +
          `${problems.length} similar labels (${problems[0]})`,
      );
    const fitting = others
      .filter((_other, index) => answers[index]!.found.length > 0)
      .map(({ name }) => name);
    const dropped = values.filter((value) => answers.some(({ found }) => found.includes(value)));
    const left = values.filter((value) => !dropped.includes(value));
    if (dropped.length > 0)
      notes.push(
        `class filter: ${dropped.length} of ${values.length} values of ${attribute.name} ` +
          `for ${label} also fit ${fitting.join(", ")} and are dropped: ${named(dropped)}`,
      );
    if (left.length > 0) kept.push([label, left]);
    else
      notes.push(
        `class filter: ${label} has no value of ${attribute.name} left, and is written without one`,
      );
  }
  if (kept.length > 0) return [{ ...attribute, perLabel: Object.fromEntries(kept) }];
  notes.push(`class filter: ${attribute.name} has no value left, and is left out`);
  return [];
}

/** Which values of a label are relevant to another one. */
type Relevance = typeof relevantTo;

/** Values of one question at most, where those of many labels are asked about together. */
const MOST_VALUES = 100;

/** One question for each label: the values of all labels that it is similar to. */
function questionsOf(
  dependent: readonly FoundAttribute[],
  nearest: ReadonlyMap<string, readonly LabelSpec[]>,
): readonly { readonly other: LabelSpec; readonly values: readonly string[]; part: number }[] {
  const questions = new Map<string, { other: LabelSpec; values: Set<string> }>();
  for (const { perLabel = {} } of dependent)
    for (const [label, values] of Object.entries(perLabel))
      for (const other of nearest.get(label) ?? []) {
        const known = questions.get(other.name) ?? { other, values: new Set<string>() };
        questions.set(other.name, known);
        for (const value of values) known.values.add(value);
      }
  return [...questions.values()].flatMap(({ other, values }) => {
    const all = [...values];
    return Array.from({ length: Math.ceil(all.length / MOST_VALUES) }, (_, part) => ({
      other,
      values: all.slice(part * MOST_VALUES, (part + 1) * MOST_VALUES),
      part,
    }));
  });
}

async function askedTogether(
  questions: ReturnType<typeof questionsOf>,
  context: AgentContext,
): Promise<Relevance> {
  const answers = await Promise.all(
    questions.map(async ({ other, values, part }) => ({
      other: other.name,
      ...(await askRelevant(
        other,
        values,
        { step: `relevant:${other.name}:${part}`, what: "value" },
        context,
      )),
    })),
  );
  return (other, values) => {
    const own = answers.filter((answer) => answer.other === other.name);
    const found = new Set(own.flatMap((answer) => answer.found));
    return Promise.resolve({
      found: values.filter((value) => found.has(value)),
      problem: own.find(({ problem }) => problem !== null)?.problem ?? null,
    });
  };
}

async function relevantTo(
  other: LabelSpec,
  values: readonly string[],
  { attribute, label }: { readonly attribute: FoundAttribute; readonly label: string },
  context: AgentContext,
): Promise<{ found: readonly string[]; problem: string | null }> {
  const step = `relevant:${attribute.name}:${label}:${other.name}`;
  return askRelevant(other, values, { step, what: attribute.name }, context);
}

async function askRelevant(
  other: LabelSpec,
  values: readonly string[],
  { step, what }: { readonly step: string; readonly what: string },
  context: AgentContext,
): Promise<{ found: readonly string[]; problem: string | null }> {
  const { listed, problem } = await askList(
    {
      step,
      label: other,
      count: values.length,
      mayBeNone: true,
      given: values.map((value) => ({ name: what, value })),
      lines: [
        `Which of the ${what === "value" ? "values" : `values of "${what}"`} below are relevant to samples with the ` +
          `label "${other.name}"? Repeat those as they stand there, and no other.`,
      ],
    },
    context,
  );
  return { found: amongListed(values, listed).found, problem };
}

/**
 * Label -> the labels most like it by the embedding of name, verbaliser and definition, most
 * similar first.
 */
async function similarLabels(
  labels: readonly LabelSpec[],
  count: number,
  { embeddings }: AgentContext,
): Promise<Map<string, readonly LabelSpec[]>> {
  const vectors = await embeddings.embed(
    labels.map(({ name, verbalizer, definition }) =>
      [name, verbalizer, definition].filter((part) => part !== undefined).join(": "),
    ),
  );
  return new Map(
    labels.map((label, index) => {
      const others = labels
        .map((other, position) => ({
          other,
          position,
          similarity: innerProduct(vectors[index]!, vectors[position]!),
        }))
        .filter(({ position }) => position !== index);
      return [
        label.name,
        others
          .sort((a, b) => b.similarity - a.similarity || a.position - b.position)
          .slice(0, count)
          .map(({ other }) => other),
      ];
    }),
  );
}

function named(values: readonly string[]): string {
  return values.length > MOST_NAMED
    ? `${values.slice(0, MOST_NAMED).join(", ")} and ${values.length - MOST_NAMED} more`
    : values.join(", ");
}
