import type { AgentContext } from "../../contract.js";
import type { Criterion } from "../contract.js";
import { passes, refuses } from "../verdicts.js";
import type { Draft } from "../../draft.js";
import { DatawrightError } from "../../../base/errors.js";
import type { JsonObject, JsonValue } from "../../../schema/json.js";
import type { CheckerSpec, SandboxLanguage } from "../../../schema/task-file/checker.js";
import type { Verdict } from "../../../schema/verdict.js";
import type { SandboxOptions, SandboxResult } from "../../../tools/sandbox/contract.js";
import { runSandboxed } from "../../../tools/sandbox/run-sandboxed.js";
import { isRecord } from "../../../base/values/is-record.js";

/** What a checker says of a draft. */
export interface CheckerAnswer {
  readonly pass: boolean;
  readonly reason: string | null;
}

const MOST_CHARACTERS = 500;

/**
 * Reads true, false or { pass, reason }; of SQL the first row, with a column `pass` or only one
 * column, 1 or 0. Null for anything else.
 */
function readCheckerAnswer(language: SandboxLanguage, value: JsonValue): CheckerAnswer | null {
  return language === "sql" ? ofRow(value) : ofValue(value);
}

function ofValue(value: JsonValue): CheckerAnswer | null {
  if (typeof value === "boolean") return { pass: value, reason: null };
  if (!isRecord(value)) return null;
  const { pass, reason } = value as JsonObject;
  return typeof pass === "boolean"
    ? {
        pass,
        reason:
          typeof reason === "string" && reason.trim() !== ""
            ? reason.trim().slice(0, MOST_CHARACTERS)
            : null,
      }
    : null;
}

function ofRow(value: JsonValue): CheckerAnswer | null {
  if (value === null) return null;
  const { columns, rows } = value as unknown as {
    readonly columns: readonly string[];
    readonly rows: readonly (readonly JsonValue[])[];
  };
  const at = columns.length === 1 ? 0 : columns.indexOf("pass");
  const pass = rows[0]?.[at];
  if (pass !== 0 && pass !== 1) return null;
  return ofValue({ pass: pass === 1, reason: rows[0]?.[columns.indexOf("reason")] ?? null });
}

const NAME = "checker";

/**
 * Code of the user's that decides on each draft, run inside a boundary. A draft that it cannot be
 * run on is refused with the reason why.
 */
export const checkerCriterion: Criterion = {
  name: NAME,
  async decide(draft, _evidence, context) {
    const checker = context.task.spec.critique.checker;
    if (checker === undefined)
      throw new DatawrightError({
        code: "SPEC_INVALID",
        message: "critique.checker: missing; the criterion checker needs it",
        details: { path: "critique.checker" },
      });
    const sample = JSON.parse(
      JSON.stringify({ ...draft.fields, ...(draft.label === null ? {} : { label: draft.label }) }),
    ) as JsonObject;
    const { result, refusal } = await runProgram(checker, draft, sample, context);
    if (refusal) return refusal;
    const { language, code, runs } = checker;
    if (code === undefined)
      return passes(NAME, {
        code: NAME,
        score: 1,
        reason: `The ${language} code in "${runs}" runs.`,
      });
    const checked = await traced("checker", draft, context, () =>
      runSandboxed(
        language,
        code,
        optionsOf(checker, { sample, ...(runs === undefined ? {} : { result }) }, context),
      ),
    );
    if (checked.error) {
      context.log.warn("the checker failed on a draft, which is refused for it", {
        sample: draft.id,
        kind: checked.error.kind,
        message: checked.error.message,
      });
      return refused(`The checker failed on this sample: ${problemOf(checked)}.`);
    }
    const answer = readCheckerAnswer(language, checked.value);
    if (answer === null) {
      context.log.warn(
        "the checker gave neither true nor false for a draft, which is refused for it",
        { sample: draft.id },
      );
      return refused(
        `The checker gave ${shown(checked.value)} in place of ` +
          `${language === "sql" ? "a row with 1 or 0 in the column pass" : "true, false or { pass, reason }"}.`,
      );
    }
    return answer.pass
      ? passes(NAME, { code: NAME, score: 1, reason: answer.reason ?? "The checker lets it pass." })
      : refused(answer.reason ?? "The checker does not let it pass.");
  },
};

/**
 * Runs the draft's own code by itself, where the checker says so: what it does cannot reach the
 * checker, and its faults are the draft's.
 */
async function runProgram(
  { runs, ...checker }: CheckerSpec,
  draft: Draft,
  sample: JsonObject,
  context: AgentContext,
): Promise<{ readonly result: JsonValue; readonly refusal: Verdict | null }> {
  if (runs === undefined) return { result: null, refusal: null };
  const { language } = checker;
  const program = sample[runs];
  const refusal = (reason: string): { result: null; refusal: Verdict } => ({
    result: null,
    refusal: refused(reason, runs),
  });
  if (typeof program !== "string" || program.trim() === "")
    return refusal(`The field "${runs}" holds no ${language} code to run.`);
  const ran = await traced("program", draft, context, () =>
    runSandboxed(language, program, optionsOf(checker, {}, context)),
  );
  if (ran.error)
    return refusal(`The ${language} code in "${runs}" does not run: ${problemOf(ran)}.`);
  if (language === "sql" && ran.truncated)
    return refusal(
      `The ${language} code in "${runs}" gives more rows than are looked at; ask for fewer.`,
    );
  return { result: ran.value, refusal: null };
}

/**
 * Looks before a launch whether the checker parses, its setup script runs, and its language can be
 * run here at all.
 *
 * @param checker with its files read in
 * @throws SPEC_INVALID naming the line; NO_SANDBOX
 */
export async function checkCheckerParses(checker: CheckerSpec): Promise<void> {
  const { language, code, runs } = checker;
  // Without code of its own, what is asked is whether the setup script runs and the language can be
  // run here.
  const nothing = { javascript: "0", sql: "SELECT 0", python: "0", shell: ":" }[language];
  const input = { sample: {}, ...(runs === undefined ? {} : { result: null }) };
  const parsed = await runSandboxed(language, code ?? nothing, {
    ...optionsOf(checker, input, null),
    parseOnly: true,
  });
  if (parsed.error === null) return;
  const field = parsed.error.inSetup ? "schema" : "code";
  throw new DatawrightError({
    code: "SPEC_INVALID",
    message:
      `critique.checker.${field}: ` +
      `${parsed.error.inSetup ? "" : `the ${language} checker does not parse: `}${problemOf(parsed)}`,
    hint: "Change it; nothing was run.",
    details: { path: `critique.checker.${field}`, line: parsed.error.line },
  });
}

function refused(reason: string, field?: string): Verdict {
  return refuses(NAME, {
    code: NAME,
    score: 0,
    reason,
    evidence: field === undefined ? [] : [{ field }],
  });
}

function optionsOf(
  {
    schema,
    timeoutSeconds,
    memoryMegabytes,
  }: Pick<CheckerSpec, "schema" | "timeoutSeconds" | "memoryMegabytes">,
  input: JsonObject,
  context: Pick<AgentContext, "signal"> | null,
): SandboxOptions {
  return {
    input,
    timeoutSeconds,
    memoryMegabytes,
    ...(schema === undefined ? {} : { setup: schema }),
    signal: context?.signal,
  };
}

/** A span of its own for each piece of code, with how it ended. */
function traced(
  name: string,
  draft: Draft,
  { span }: AgentContext,
  run: () => Promise<SandboxResult>,
): Promise<SandboxResult> {
  return span.child(
    {
      name: `execute_tool ${name}`,
      operation: "execute_tool",
      attributes: { "gen_ai.tool.name": name },
    },
    async (inner) => {
      inner.touch([draft.id]);
      const result = await run();
      inner.set({ "datawright.sandbox.outcome": result.error?.kind ?? "value" });
      return result;
    },
  );
}

function problemOf({ error }: SandboxResult): string {
  return error === null
    ? ""
    : `${error.line === null ? "" : `line ${error.line}: `}${error.message}`;
}

function shown(value: JsonValue): string {
  const json = JSON.stringify(value);
  return json === "null" ? "nothing" : json.length > 80 ? `${json.slice(0, 80)} …` : json;
}
