import { z } from "zod";
import { judgedAnswer, probabilitiesAnswer } from "../answers/choice-answers.js";
import type { Benchmark, BenchmarkData, Choice } from "../contract.js";
import type { BenchmarkFolder } from "../folder/benchmark-folder.js";
import { badRow, benchmarkData, benchmarkRow, textValue } from "../folder/benchmark-row.js";

const FILES = ["TruthfulQA.csv", "mc_task.json"];
const targets = z.record(z.string(), z.number());
const schema = z.array(
  z.object({ question: z.string().min(1), mc1_targets: targets, mc2_targets: targets }),
);
const shared = {
  paper: "Lin, Hilton and Evans 2022 (ACL)",
  source: "https://github.com/sylinrl/TruthfulQA",
  licence: "Apache-2.0",
  kind: "question-answering",
  description: "Answer questions that many people answer wrongly.",
  textFields: ["question"],
  files: FILES,
  sizes: { train: null, validation: null, test: 817 },
  load: loadQuestions,
} as const satisfies Partial<Benchmark>;

/** TruthfulQA with answers to choose from. */
export const truthfulQa: Benchmark = {
  ...shared,
  title: "questions with common false answers, to choose from",
  protocol:
    "All 817 questions. MC1: the best answer gets more than every false one; MC2: the share of " +
    "probability that true answers get. The paper takes the probability that a model gives to the " +
    "words of an answer, which endpoints do not tell: here the model is asked for it, answers shuffled.",
  answers: probabilitiesAnswer,
};

/** TruthfulQA with free answers. */
export const truthfulQaGeneration: Benchmark = {
  ...shared,
  title: "questions with common false answers, answered freely",
  protocol:
    "All 817 questions, answered in a sentence; a judge says whether the answer states nothing " +
    "false. The paper's judge is a fine-tuned model; any model is named by --judge, and shown the known answers.",
  answers: judgedAnswer,
};

async function loadQuestions(folder: BenchmarkFolder): Promise<BenchmarkData> {
  const single = folder.single ?? "";
  const listed = /\.json(?:\.gz)?$/u.test(single)
    ? single
    : folder.file(/(?:^|\/)mc_task\.json$/iu);
  if (listed !== null) {
    const rows = (await folder.json(listed, schema)).map((task, index) => {
      const { question } = task;
      const all = new Map<string, Choice>();
      for (const [text, right] of Object.entries(task.mc2_targets))
        all.set(text, { text, right: right > 0 });
      for (const [text, right] of Object.entries(task.mc1_targets))
        all.set(text, { text, right: right > 0, ...(right > 0 ? { best: true } : {}) });
      return row({ file: listed, line: index + 1 }, question, [...all.values()]);
    });
    return benchmarkData(rows, { labels: [] });
  }
  const file = folder.single ?? folder.file(/(?:^|\/)TruthfulQA\.csv$/iu);
  if (file === null) throw folder.missing(FILES);
  const rows = [];
  for await (const { values, line } of folder.rows(file, { format: "csv" })) {
    const at = { file, line };
    const text = (name: string): string => textValue(values[name], name, at, folder);
    const answers = (name: string): string[] =>
      text(name)
        .split(";")
        .map((answer) => answer.trim())
        .filter(Boolean);
    const best = text("Best Answer").trim();
    const right = new Set([best, ...answers("Correct Answers")]);
    const wrong = answers("Incorrect Answers").filter((answer) => !right.has(answer));
    if (wrong.length === 0)
      throw badRow(folder, at, {
        code: "DATA_FORMAT",
        field: "Incorrect Answers",
        message: "has no answer that is not among the correct ones",
      });
    const choices = [
      ...[...right].map((answer) => ({
        text: answer,
        right: true,
        ...(answer === best ? { best: true } : {}),
      })),
      ...[...new Set(wrong)].map((answer) => ({ text: answer, right: false })),
    ];
    rows.push(row(at, text("Question"), choices));
  }
  return benchmarkData(rows, { labels: [] });
}

function row(at: { file: string; line: number }, question: string, choices: readonly Choice[]) {
  return {
    part: "test" as const,
    row: benchmarkRow({ ...at, fields: { question }, textFields: ["question"], choices }),
  };
}
