import type { z } from "zod";
import { isDatawrightError } from "../../base/errors.js";
import type { JsonValue } from "../../schema/json.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import type {
  AnsweredRow,
  BenchmarkQuestion,
  BenchmarkRow,
} from "../../tools/benchmarks/contract.js";
import type { LoadedBenchmark } from "../../tools/benchmarks/load-benchmark.js";
import { UNREAD_ANSWERS } from "../../tools/curation/allocation/model-asker.js";
import type { RoleModel } from "../../tools/models/contract.js";
import { checkTaskSpec } from "../../tools/task-file/read-task.js";
import { withCommandModels, type CommandModelOptions } from "../commands/command-models.js";

/** What was asked, and what it cost. */
export interface Asked {
  /** Name of the model that was asked. */
  readonly model: string;
  readonly answered: readonly AnsweredRow[];
  readonly spent: {
    readonly calls: number;
    readonly cachedCalls: number;
    readonly usd: number | null;
    readonly tokens: number;
  };
}

interface AskOptions extends CommandModelOptions {
  readonly seed: number;
  /** Folder for the trace; null for none. */
  readonly out: string | null;
  readonly onProgress?: (step: string, share: number) => void;
}

/**
 * Asks a model about every row, one question each, through cache, budget, limits and retries as a
 * run asks; an answer that cannot be read is null.
 *
 * @throws MODEL_*, NO_PRICE, BUDGET_EXHAUSTED; the same call goes on from the answers so far
 */
export function askBenchmark(
  loaded: LoadedBenchmark,
  test: readonly BenchmarkRow[],
  options: AskOptions,
): Promise<Asked> {
  const { benchmark, labels, parts } = loaded;
  const form = benchmark.answers;
  const context = {
    labels,
    description: benchmark.description,
    examples: parts.train,
    seed: options.seed,
  };
  return asked(loaded, { ...options, step: "answer", count: test.length }, (ask) =>
    test.map(async (row) => {
      const said = await ask(row, form.question(row, context));
      return { row, answer: said === null ? null : form.read(said, row) };
    }),
  );
}

/** Has a second model judge answers that no rule can score; those that are null stay so. */
export function judgeAnswers(
  loaded: LoadedBenchmark,
  answered: readonly AnsweredRow[],
  options: AskOptions,
): Promise<Asked> {
  const judge = loaded.benchmark.answers.judge!;
  return asked(loaded, { ...options, step: "judge", count: answered.length }, (ask) =>
    answered.map(async ({ row, answer }) => ({
      row,
      answer:
        answer === null ? null : judge.judged(answer, await ask(row, judge.question(row, answer))),
    })),
  );
}

type Ask = (row: BenchmarkRow, question: BenchmarkQuestion) => Promise<unknown>;

function asked(
  { name, benchmark, labels }: LoadedBenchmark,
  options: AskOptions & { readonly step: "answer" | "judge"; readonly count: number },
  rows: (ask: Ask) => readonly Promise<AnsweredRow>[],
): Promise<Asked> {
  const { step, count, seed, out } = options;
  const task: TaskSpecInput = {
    name,
    kind: benchmark.kind,
    description: benchmark.description,
    ...(labels.length === 0 ? {} : { labels: labels.map((label) => ({ ...label })) }),
    multiLabel: benchmark.multiLabel ?? false,
    target: 1,
  };
  return withCommandModels(
    {
      spec: checkTaskSpec(task),
      role: "labeler",
      asks: true,
      seed,
      out,
      work: ["benchmark", name, step, seed, count],
    },
    options,
    async ({ model, ledger }) => {
      let done = 0;
      const ask: Ask = async (row, question) => {
        try {
          return await answerTo(model!, { row, question, step });
        } catch (error) {
          if (isDatawrightError(error) && UNREAD_ANSWERS.has(error.code)) return null;
          throw error;
        } finally {
          options.onProgress?.(step, ++done / count);
        }
      };
      const answered = await Promise.all(rows(ask));
      const { calls, cachedCalls, usd, tokens } = ledger.spent();
      const all = tokens.input + tokens.output;
      return { model: model!.info.name, answered, spent: { calls, cachedCalls, usd, tokens: all } };
    },
  );
}

async function answerTo(
  model: RoleModel,
  { row, question, step }: { row: BenchmarkRow; question: BenchmarkQuestion; step: string },
): Promise<JsonValue> {
  const request = {
    step: `benchmark:${step}`,
    orderId: row.id,
    sampleIds: [row.id],
    attempt: 0,
    parameters: { temperature: 0 },
    prompt: { sections: [...question.sections] },
  };
  const { value } =
    question.schema === undefined
      ? await model.text(request)
      : await model.object<z.ZodType>({ ...request, name: step, schema: question.schema });
  return (question.read?.(value) ?? value) as JsonValue;
}
