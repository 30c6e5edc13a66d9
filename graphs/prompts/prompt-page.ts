import type { PromptSection } from "../../schema/prompt.js";
import type { Recipe } from "../recipes/recipe.js";
import { renderPrompt } from "../../tools/models/prompt/render-prompt.js";
import type { MethodPrompts, MethodQuestion, QuestionVariant } from "./read-prompts.js";

/** A question as lines: what people read in a terminal and, fenced, on a page. */
export interface QuestionText {
  readonly title: string;
  /** How it is sent. */
  readonly facts: readonly string[];
  /** Messages and schema, each with its name. */
  readonly parts: readonly { readonly name: string; readonly text: string }[];
}

/** What a question is, how it is sent, and what the model reads. */
export function questionText(question: MethodQuestion, place: number): QuestionText {
  const { role, step, revision, asked, messages, parameters, schema, notStrict, tools } = question;
  const sent = Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${String(value)}`);
  return {
    title: `${place}. ${role}: ${step}${revision ? ", written anew after a refusal" : ""}`,
    facts: [
      `asked ${asked === 1 ? "once" : `${asked} times`}`,
      sent.length > 0 ? sent.join(", ") : "no parameters",
      ...(schema === null
        ? ["answered in plain words"]
        : [
            notStrict.length === 0 ? "strict schema" : `schema not strict: ${notStrict.join("; ")}`,
          ]),
      ...(tools.length > 0 ? [`tools: ${tools.map(({ name }) => name).join(", ")}`] : []),
    ],
    parts: [
      ...messages.map(({ role: speaker, content }) => ({ name: speaker, text: content })),
      ...(schema === null ? [] : [{ name: "schema", text: jsonText(schema) }]),
      ...question.variants.map((variant) => ({
        name: variantName(variant),
        text: variant.sections.map(sectionText).join("\n\n"),
      })),
    ],
  };
}

/** Longest value that stands on one line. */
const LINE = 110;

/** JSON to be read: what is short stands on one line. */
function jsonText(value: unknown, indent = ""): string {
  const short = JSON.stringify(value) ?? "null";
  if (typeof value !== "object" || value === null || short.length + indent.length <= LINE)
    return short;
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const members = Array.isArray(value)
    ? (value as unknown[]).map((entry) => jsonText(entry, inner))
    : Object.entries(value).map(
        ([name, entry]) => `${JSON.stringify(name)}: ${jsonText(entry, inner)}`,
      );
  return `${open}\n${members.map((member) => inner + member).join(",\n")}\n${indent}${close}`;
}

function variantName({ asked, without }: QuestionVariant): string {
  return (
    `${asked === 1 ? "once" : `${asked} times`} in other words` +
    (without.length > 0 ? `, without ${without.join(" and ")}` : "")
  );
}

/** A section as it is rendered. */
function sectionText(section: PromptSection): string {
  // "task" goes into the system message with the sentence about data, which says nothing here
  const rendered = renderPrompt({ sections: [{ ...section }] });
  const found = rendered.find(({ content }) => content.startsWith(`<${section.kind}>`));
  return (found?.content ?? section.text).replace(/(<\/\w+>)[\s\S]*$/u, "$1");
}

/** The page docs/prompts/NAME.md: every question of a recipe on its example. */
export function promptPage(recipe: Recipe, prompts: MethodPrompts): string {
  const { requests, samples, questions } = prompts;
  return [
    `# Prompts of ${recipe.name}`,
    "",
    `${recipe.title}. ${recipe.paper}. Every question of the method once, as it is sent, on`,
    `[${recipe.example}](../../${recipe.example}): ${questions.length} questions, of ${requests} requests for ` +
      `${samples} orders with a stand-in that answers by`,
    `schema. \`datawright recipes ${recipe.name} --prompts\` prints them. This page is made by \`npm run prompt-pages\`.`,
    ...questions.flatMap((question, index) => questionLines(question, index + 1)),
    "",
  ].join("\n");
}

function questionLines(question: MethodQuestion, place: number): string[] {
  const { title, facts, parts } = questionText(question, place);
  return [
    "",
    `## ${title}`,
    "",
    `${facts.join("; ")}.`,
    ...parts.flatMap(({ name, text }) => ["", `${name}:`, ...(text === "" ? [] : fenced(text))]),
  ];
}

function fenced(text: string): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return ["", fence, ...text.split("\n").map((line) => line.trimEnd()), fence];
}

/** The page docs/prompts/README.md: what the pages show, and where they are. */
export function promptIndex(
  pages: readonly { readonly recipe: Recipe; readonly prompts: MethodPrompts }[],
): string {
  return [
    "# Prompts",
    "",
    "What each recipe asks, as it is really sent, on its example: role, step, messages, schema and parameters. A change of wording",
    "shows in these pages. `datawright recipes NAME --prompts [TASK]` and `datawright preview TASK --prompts` print the same of a task",
    "of your own; `readPrompts` gives it from code. No model is asked for it: a stand-in answers by schema, so the words in drafts and",
    "accepted samples are made up.",
    "",
    "| recipe | questions | roles |",
    "|---|---|---|",
    ...pages.map(
      ({ recipe, prompts: { questions } }) =>
        `| [\`${recipe.name}\`](${recipe.name}.md) | ${questions.length} | ` +
        `${[...new Set(questions.map(({ role }) => role))].join(", ") || "no model is asked"} |`,
    ),
    "",
  ].join("\n");
}
