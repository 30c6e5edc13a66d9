import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { DatawrightError } from "../../../base/errors.js";
import type { JsonValue } from "../../../schema/json.js";
import { askVotes } from "./ask-votes.js";
import type { AgentContext } from "../../contract.js";
import type { GenerateInput, GenerateStrategy, GenerateWork } from "../contract.js";
import { askStep, finishAnswer, type FinishedAnswer } from "../request/ask-step.js";
import { giveUp } from "../request/give-up.js";
import { narrowedInput } from "../request/narrowed-input.js";
import { sampleRequest } from "../request/sample-request.js";
import { configurable } from "../../../base/slots/configurable.js";

const settingsSchema = z.strictObject({
  language: z
    .enum(["sql", "javascript"])
    .default("sql")
    .describe("What the programs are written in."),
  samples: z.number().int().min(2).max(50).default(5).describe("Programs that are asked for."),
  minShare: numberSetting(
    { from: 0, to: 1, usual: 0.4 },
    "A sample is given up when less than this share of the programs give the same result; " +
      "those that do not run count as well.",
  ),
  question: z
    .string()
    .optional()
    .describe(
      "Output that asks for what the program gives; it is written first, with the tables in view.",
    ),
  program: z
    .string()
    .optional()
    .describe("Output that holds the program. Default: the last output."),
  result: z
    .string()
    .optional()
    .describe("Output that gets what the kept program gave; it is not asked for."),
  setup: z
    .string()
    .optional()
    .describe(
      "For sql: the script that makes the tables and rows. Default: `schema` of critique.checker.",
    ),
  setupField: z
    .string()
    .optional()
    .describe("For sql: a field of the sample that holds that script, in place of `setup`."),
  voteTemperature: numberSetting(
    { from: 0, to: 2, usual: 0.8 },
    "Temperature of these questions: at 0 all programs are the same.",
  ),
  timeoutSeconds: numberSetting(
    { above: 0, to: 60, usual: 2 },
    "Longest time that one program may take.",
  ),
});

/**
 * Asks for several programs, runs each inside a boundary, and keeps one whose result most of them
 * give, the likeliest where the model tells how likely it is (SymGen, Ye et al. 2023). Results
 * without any value are no agreement. Given up: not-executable where none runs, no-agreement where
 * too few agree. Scores: `agreement` and `executable`, as shares of the programs asked for.
 */
export const executeVoteStrategy = configurable({
  settings: settingsSchema,
  make: (settings): GenerateStrategy => ({
    name: "execute-vote",
    async write(input, { demonstrations, ask }, context) {
      const { task } = context;
      const { samples, minShare, language, result } = settings;
      const setup =
        settings.setupField === undefined
          ? (settings.setup ?? task.spec.critique.checker?.schema)
          : String(input.values[settings.setupField] ?? "");
      const tables = setup === undefined || setup === "" ? {} : { tables: setup };
      const question =
        settings.question === undefined
          ? null
          : await questionOf(input, { demonstrations, ask }, context, {
              field: settings.question,
              tables,
            });
      const asked = narrowedInput(input, {
        output: input.subTask.output.filter(
          (name) => name !== result && name !== settings.question,
        ),
        values: question?.fields,
        revises: question === null,
      });
      const program = settings.program ?? asked.subTask.output.at(-1);
      if (program === undefined || !asked.subTask.output.includes(program))
        throw new DatawrightError({
          code: "SPEC_INVALID",
          message:
            `settings of the step "${input.subTask.id}": the program is "${program ?? ""}", ` +
            "which the step does not write",
          hint: `It writes ${input.subTask.output.join(", ")}.`,
        });
      const request = sampleRequest(asked, demonstrations, context, {
        instruction:
          language === "sql"
            ? "The program is one SQLite statement that reads."
            : "The program is JavaScript; its last expression is the result.",
        given: tables,
      });
      const answers = await askVotes(
        ask,
        {
          ...request,
          parameters: { ...request.parameters, temperature: settings.voteTemperature },
        },
        { samples, part: "program" },
      );
      const written = answers.map((answer) => finishAnswer(task, asked.subTask, answer));
      const programs = written.map(({ fields }, index) => ({
        code: String(fields[program] ?? ""),
        logProbability:
          answers[index]!.logProbabilities?.reduce((sum, value) => sum + value, 0) ?? null,
      }));
      const { agreeOnExecution } = await import("../../../tools/sandbox/agree-on-execution.js");
      const { chosen, value, groups, dropped } = await agreeOnExecution(programs, {
        language,
        timeoutSeconds: settings.timeoutSeconds,
        signal: context.signal,
        setup: language === "sql" && setup !== undefined ? setup : undefined,
      });
      const [agreement, executable] = [
        (groups[0]?.length ?? 0) / samples,
        (programs.length - dropped.filter(({ reason }) => reason !== "empty").length) / samples,
      ];
      context.span.set({
        "datawright.agreement": agreement,
        "datawright.programs.dropped": dropped.map(
          ({ reason, message }) => `${reason}: ${message}`,
        ),
      });
      if (chosen === null && dropped.some(({ reason }) => reason === "empty"))
        throw giveUp(
          "no-agreement",
          `no program gives a result with a value in it: ${dropped.length} of ${samples} give ` +
            "nothing or do not run",
          { final: true },
        );
      if (chosen === null)
        throw giveUp(
          "not-executable",
          `none of ${programs.length} programs gives a result: ` +
            `${dropped[0]?.message ?? "there is none"}`,
          { final: true },
        );
      if (agreement < minShare)
        throw giveUp(
          "no-agreement",
          `${groups[0]!.length} of ${samples} programs give the same result; at least ` +
            `${Math.ceil(minShare * samples)} must`,
          { final: true },
        );
      const kept = written[chosen]!;
      const resultField =
        result !== undefined && input.subTask.output.includes(result)
          ? { [result]: task.fields[result]?.type === "json" ? value : textOf(value) }
          : {};
      return {
        ...kept,
        fields: { ...question?.fields, ...kept.fields, ...resultField },
        scores: { ...kept.scores, agreement, executable },
      };
    },
  }),
});

function textOf(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What the program is to answer, written for the tables that it runs on. */
async function questionOf(
  input: GenerateInput,
  work: Pick<GenerateWork, "demonstrations" | "ask">,
  context: AgentContext,
  { field, tables }: { readonly field: string; readonly tables: Record<string, unknown> },
): Promise<FinishedAnswer> {
  if (!input.subTask.output.includes(field))
    throw new DatawrightError({
      code: "SPEC_INVALID",
      message:
        `settings of the step "${input.subTask.id}": the question is "${field}", which the step ` +
        "does not write",
      hint: `It writes ${input.subTask.output.join(", ")}.`,
    });
  return askStep(narrowedInput(input, { output: [field] }), work, context, {
    instruction:
      Object.keys(tables).length === 0
        ? `Write the ${field} only.`
        : `Write the ${field} only: something that the rows of these tables can answer, of ` +
          "another kind than those shown.",
    given: tables,
    part: "question",
  });
}
