import { z } from "zod";
import { DatawrightError } from "../../../base/errors.js";
import { labelKey, type LabelValue } from "../../../schema/label.js";
import type { Row } from "../../../schema/sample.js";
import { textOf, type Task } from "../../../schema/task.js";
import { words } from "../../../base/text/words.js";
import type { AgentContext } from "../../contract.js";
import type { GenerateInput, GenerateStrategy } from "../contract.js";
import { askStep } from "../request/ask-step.js";
import { giveUp } from "../request/give-up.js";
import { narrowedInput } from "../request/narrowed-input.js";
import { nearestLabel } from "./nearest-label.js";
import { pick } from "./question-and-answer.js";
import { configurable } from "../../../base/slots/configurable.js";

const settingsSchema = z.strictObject({
  change: z
    .enum(["paraphrase", "style", "shorten", "lengthen"])
    .default("paraphrase")
    .describe("What changes: the words alone, the style, or the length."),
  label: z
    .enum(["keep", "flip"])
    .default("keep")
    .describe(
      "flip: the rewrite has another label, with as few changes as that takes (a counterfactual).",
    ),
  styles: z
    .array(z.string().min(1))
    .optional()
    .describe(
      "For style: one is drawn for each sample. Default: the order's conditions say what is " +
        "wanted.",
    ),
  fields: z
    .array(z.string().min(1))
    .optional()
    .describe(
      "Fields that are rewritten; the others stay as the row has them. Default: the text " +
        "fields, with spans and triples that point into them. []: the row's fields as they stand.",
    ),
  anew: z
    .boolean()
    .default(false)
    .describe(
      "true: a sample that is made from no row (plan.seeds.share) is written anew, as " +
        "label-first does. false: it is given up.",
    ),
});
type Settings = z.output<typeof settingsSchema>;

const KEEP = "Keep what it says: every figure, name and fact, and whether something is so or not.";
const INSTRUCTIONS: Readonly<Record<Settings["change"], string>> = {
  paraphrase:
    "Say the same in other words: another sentence structure, other words where they mean the " +
    `same. ${KEEP}`,
  style: `Say the same in another style. ${KEEP}`,
  shorten:
    "Say the same in clearly fewer words. Leave out what matters least; add nothing, and " +
    "change no figure, name or fact.",
  lengthen:
    `Say the same in clearly more words. ${KEEP} Add no figure, name or fact that it does not ` +
    "have.",
};
/** Fields that count characters of a text, or name pieces of it. */
const POINTING = ["span", "spans", "triples"];

/**
 * Rewrites an existing row: its first seed, or the given row of the inputs. Paraphrase (the
 * expansion of Unnatural Instructions, Honovich et al. 2023), style and length keep the label; a
 * flip changes it with few edits (Kaushik et al. 2020), to the label that the row is most easily
 * taken for. A rewrite that is not shorter or longer as
 * wanted is asked for once more, then given up. Whether the meaning held, the criterion
 * meaning-kept says.
 */
export const rewriteStrategy = configurable({
  settings: settingsSchema,
  make: (settings): GenerateStrategy => ({
    name: "rewrite",
    async write(input, work, context) {
      const { task } = context;
      const seed = input.seeds[0] ?? givenRow(input, task);
      if (!seed && settings.anew) return askStep(input, work, context);
      if (!seed)
        throw giveUp("draft-failed", "there is no row to rewrite; plan.seeds chooses them", {
          final: true,
        });
      const rewritten = rewrittenFields(input, task, settings);
      const label =
        settings.label === "flip"
          ? await otherLabel(seed, input.order.label, context)
          : (seed.label ?? input.order.label);
      const asked = {
        ...narrowedInput(input, { output: rewritten }),
        seeds: input.seeds.slice(0, 1),
        order: { ...input.order, label },
      };
      const instruction = instructionFor(settings, label, context);
      const copied = pick(
        seed.fields,
        input.subTask.output.filter((name) => !rewritten.includes(name)),
      );
      if (rewritten.length === 0)
        return {
          fields: copied,
          ...(labelKey(label) === labelKey(input.order.label) ? {} : { label }),
        };
      const before = textOf(seed.fields, rewritten) || seed.text;
      for (const part of ["rewrite", "again"]) {
        const answer = await askStep(asked, work, context, {
          instruction,
          seedText: "The row to rewrite.",
          demonstrations: settings.label === "flip" ? "contrast" : "none",
          part,
        });
        if (hasLength(settings.change, before, textOf(answer.fields, rewritten))) {
          return {
            ...answer,
            fields: { ...copied, ...answer.fields },
            ...(labelKey(label) === labelKey(input.order.label) ? {} : { label }),
          };
        }
      }
      throw giveUp(
        "draft-failed",
        `the rewrite is not ${settings.change === "shorten" ? "shorter" : "longer"} than the row`,
        { final: true },
      );
    },
  }),
});

function givenRow({ values, order }: GenerateInput, { kind }: Task): Row | null {
  const fields = pick(values, kind.givenFields);
  return Object.keys(fields).length === 0
    ? null
    : {
        id: order.inputId ?? "",
        fields,
        text: textOf(fields, kind.givenFields),
        label: order.label,
        line: null,
      };
}

/** @throws SPEC_INVALID where the setting names a field that is not written */
function rewrittenFields(
  { subTask }: GenerateInput,
  { fields, textFields }: Task,
  settings: Settings,
): string[] {
  const unknown = settings.fields?.find((name) => !subTask.output.includes(name));
  if (unknown !== undefined)
    throw invalid(
      `fields: the step "${subTask.id}" does not write "${unknown}"`,
      `It writes ${subTask.output.join(", ")}.`,
    );
  if (settings.fields) return settings.fields;
  const texts = subTask.output.filter((name) => textFields.includes(name));
  const first = texts[0] === undefined ? 0 : subTask.output.indexOf(texts[0]);
  // A span behind the text points into it; behind an answer it points into the context, which
  // stays.
  const pointing = subTask.output.filter(
    (name, index) =>
      index > first &&
      POINTING.includes(fields[name]?.type ?? "") &&
      !subTask.output
        .slice(first + 1, index)
        .some((between) => fields[between]?.type === "text" && !texts.includes(between)),
  );
  return texts.length === 0 ? [...subTask.output] : [...texts, ...pointing];
}

/**
 * The order's label where it is another; else the one that the row is most easily taken for, which
 * few words change.
 *
 * @throws SPEC_INVALID for tasks whose labels cannot be flipped
 */
async function otherLabel(
  { text, label: own }: Row,
  ordered: LabelValue,
  context: AgentContext,
): Promise<string> {
  const { task, span } = context;
  if (task.spec.multiLabel || task.labels.length < 2)
    throw invalid(
      "label: flip needs a task with two labels or more, one for each sample",
      "Take label: keep.",
    );
  if (typeof ordered === "string" && typeof own === "string" && ordered !== own) return ordered;
  const current = own ?? ordered;
  const others = task.labels.filter((label) => label.name !== current);
  const inScope = others.filter((label) => !label.outOfScope);
  const possible = inScope.length > 0 ? inScope : others;
  if (possible.length === 1) return possible[0]!.name;
  const { name, by, score } = await nearestLabel(text, possible, context);
  span.set({ "datawright.flip.by": by, "datawright.flip.score": score });
  return name;
}

function instructionFor(
  settings: Settings,
  label: LabelValue,
  { random, span, task }: AgentContext,
): string {
  const change = INSTRUCTIONS[settings.change];
  const style =
    settings.change === "style" && settings.styles
      ? random.derive("style").pick(settings.styles)
      : null;
  if (style !== null) span.set({ "datawright.style": style });
  const wanted = style === null ? change : `${change} The style: ${style}`;
  if (settings.label === "keep") return `Rewrite the row. ${wanted}`;
  span.set({ "datawright.flipped_to": label });
  const meaning = task.labels.find(({ name }) => name === label)?.definition;
  return (
    `Rewrite the row so that its label becomes ${JSON.stringify(label)}` +
    `${meaning === undefined ? "" : ` (${meaning})`} and no other. Change ` +
    "as few words as that takes; keep subject, figures, names and style."
  );
}

function hasLength(change: Settings["change"], before: string, after: string): boolean {
  if (change !== "shorten" && change !== "lengthen") return true;
  const [least, most] = [words(before).length, words(after).length];
  return change === "shorten" ? most < least : most > least;
}

function invalid(message: string, hint: string): DatawrightError {
  return new DatawrightError({
    code: "SPEC_INVALID",
    message: `settings of rewrite: ${message}`,
    hint,
  });
}
