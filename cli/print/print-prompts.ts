import { questionText } from "../../graphs/prompts/prompt-page.js";
import type { MethodPrompts } from "../../graphs/prompts/read-prompts.js";
import type { CommonFlags } from "../flags.js";
import { texts } from "../language/texts.js";
import { printableLines } from "./print-table.js";

/** Every question of a method, in full: for reading, or as JSON. */
export function printPrompts(prompts: MethodPrompts, { json }: Pick<CommonFlags, "json">): number {
  const out = (line = ""): void => void process.stdout.write(`${line}\n`);
  if (json) {
    out(JSON.stringify(prompts));
    return 0;
  }
  const { task, recipe, questions, requests, samples } = prompts;
  out(texts().prompts.head({ task, recipe, questions: questions.length, requests, samples }));
  for (const [index, question] of questions.entries()) {
    const { title, facts, parts } = questionText(question, index + 1);
    out(`\n${printableLines(title)}`);
    out(`   ${printableLines(facts.join("; "))}`);
    for (const { name, text } of parts) {
      out(`   ${name}:`);
      for (const line of printableLines(text).split("\n")) out(`     ${line}`.trimEnd());
    }
  }
  return 0;
}
