import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { reviewAnswerSchema, type ReviewAnswer, type ReviewItem } from "../../agents/roles.js";
import { openReview } from "../../graphs/commands/review-run.js";
import { DatawrightError } from "../../base/errors.js";
import { labelKey } from "../../schema/label.js";
import { placeOf, queueOf, type CommonFlags, type QueueFlags } from "../flags.js";
import { spokenLanguage, texts } from "../language/texts.js";
import { printable, printableLines } from "../print/print-table.js";
import { whileWorking } from "../while-working.js";

/**
 * `datawright review RUN`: asks about each uncertain sample, or takes answers from a file; each
 * batch is applied and stored.
 */
export async function review(
  run: string,
  flags: CommonFlags &
    QueueFlags & {
      readonly answers?: string;
      readonly list: boolean;
      readonly finish: boolean;
    },
): Promise<number> {
  const session = await openReview(run, {
    logLevel: null,
    reportLanguage: spokenLanguage(),
    ...placeOf(flags),
    ...queueOf(flags),
  });
  try {
    for (const note of session.notes) process.stderr.write(`${printableLines(note)}\n`);
    if (flags.list || session.items.length === 0) {
      if (flags.json)
        process.stdout.write(
          `${JSON.stringify({ runId: session.runId, labels: session.labels, items: session.items })}\n`,
        );
      else if (session.items.length === 0) process.stdout.write(`${texts().review.nothing}\n`);
      else
        for (const item of session.items)
          process.stdout.write(`${item.sampleId}  ${describe(item)}\n`);
      return 0;
    }
    const answers =
      flags.answers === undefined
        ? flags.finish
          ? []
          : await ask(session.items, session.labels)
        : await readAnswers(flags.answers);
    if (answers.length === 0 && !flags.finish) return 0;
    const { applied, problems, summary } = await whileWorking(texts().work.applying, flags, () =>
      session.apply(answers, { finish: flags.finish }),
    );
    if (flags.json) process.stdout.write(`${JSON.stringify({ applied, problems, summary })}\n`);
    else {
      const say = texts().review;
      for (const problem of problems)
        process.stderr.write(`${say.notApplied(printable(problem))}\n`);
      process.stdout.write(
        say.applied(applied, summary.accepted, session.items.length) +
          (session.blocking ? say.runWaits : "") +
          `\n${summary.folder}\n`,
      );
    }
    return problems.length > 0 ? 2 : 0;
  } finally {
    await session.close();
  }
}

function describe(item: ReviewItem): string {
  const text = Object.values(item.fields)
    .filter((value) => typeof value === "string")
    .join(" | ");
  const label = labelKey(item.label);
  const { suggested } = item;
  const labels =
    suggested === undefined || suggested === null
      ? label
      : texts().review.or(label, labelKey(suggested));
  return printable(`[${labels}] ${text} (${texts().sentence(item.why)})`);
}

async function ask(
  items: readonly ReviewItem[],
  labels: readonly string[],
): Promise<ReviewAnswer[]> {
  if (!process.stdin.isTTY)
    throw new DatawrightError({
      code: "USAGE",
      message: "review asks on a terminal, and this is none",
      hint: "Give --answers FILE (JSON lines), or --list to see the queue.",
    });
  const reader = createInterface({ input: process.stdin, output: process.stdout });
  const answers: ReviewAnswer[] = [];
  // Ctrl-C and Ctrl-D end the asking, and not what was answered.
  const left = new AbortController();
  reader.once("close", () => left.abort());
  reader.once("SIGINT", () => left.abort());
  const question = (text: string): Promise<string> =>
    reader.question(text, { signal: left.signal }).catch(() => "q");
  try {
    process.stdout.write(
      `${texts().review.keys(items.length)}\n${labels.map((label, index) => `${index + 1} ${label}`).join("  ")}\n`,
    );
    for (const [index, item] of items.entries()) {
      process.stdout.write(`\n${index + 1}/${items.length} ${describe(item)}\n`);
      for (;;) {
        const word = (await question("> ")).trim();
        if (word === "q") return answers;
        if (word === "s" || word === "") break;
        const label = labels.find((name) => name === word) ?? labels[Number(word) - 1];
        if (word === "a") answers.push({ sampleId: item.sampleId, decision: "accept" });
        else if (word === "r") answers.push({ sampleId: item.sampleId, decision: "reject" });
        else if (label !== undefined)
          answers.push({ sampleId: item.sampleId, decision: "relabel", label });
        else {
          process.stdout.write(`${texts().review.noneOf(word, ["a", "r", "s", "q", ...labels])}\n`);
          continue;
        }
        break;
      }
    }
    return answers;
  } finally {
    reader.close();
  }
}

async function readAnswers(path: string): Promise<ReviewAnswer[]> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new DatawrightError({
      code: "DATA_NOT_FOUND",
      message: `answers file ${path} cannot be read`,
      cause,
    });
  });
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (cause) {
      throw new DatawrightError({
        code: "DATA_FORMAT",
        message: `${path}, line ${index + 1}: not JSON`,
        hint:
          'A line is {"sampleId": "…", "decision": "accept" | "reject" | "relabel", "label": ' +
          '"…"}.',
        cause,
      });
    }
    const parsed = reviewAnswerSchema.safeParse(value);
    if (!parsed.success)
      throw new DatawrightError({
        code: "DATA_FORMAT",
        message:
          `${path}, line ${index + 1}: ${parsed.error.issues[0]?.path.join(".") ?? ""} ` +
          `${parsed.error.issues[0]?.message ?? ""}`,
        hint:
          'A line is {"sampleId": "…", "decision": "accept" | "reject" | "relabel", "label": ' +
          '"…"}.',
      });
    return [parsed.data];
  });
}
