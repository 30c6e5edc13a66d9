import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Task } from "../../schema/task.js";
import type {
  Tuner,
  TuningContext,
  TuningOutcome,
  TuningSet,
} from "../../tools/tuning/contract.js";
import { generatorAnswer, generatorQuestion } from "../tuning/generator-question.js";
import type { ConformanceCheck } from "../../tools/models/providers/chat-model-checks.js";
import { answersBySchema } from "./answers-by-schema.js";
import { assertSame, contractChecks, deepFreeze, orRefusal } from "./conformance-check.js";

function setOf(task: Task): TuningSet {
  return deepFreeze({
    task,
    train: task.support.filter((_row, at) => at % 2 === 0),
    validation: task.support.filter((_row, at) => at % 2 === 1),
  });
}

/** Tunes in a folder of its own, with a model that answers every schema. */
function checksOf(task: Task, make: () => Promise<Tuner>): ConformanceCheck[] {
  const inFolder = async <T>(work: (context: TuningContext) => Promise<T>): Promise<T> => {
    const folder = mkdtempSync(join(tmpdir(), "datawright-tuner-"));
    const model = answersBySchema();
    try {
      return await work({
        settings: null,
        info: model.info,
        model,
        question: (row, template) => generatorQuestion(task, model, row, template),
        answer: (row) => generatorAnswer(task, row),
        folder,
        seed: 1,
        progress: () => {},
        event: () => {},
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  return [
    {
      name: "says what it takes: a number of calls and tokens, and a cost or null",
      run: () =>
        inFolder(async (context) => {
          const estimate = await orRefusal(async () =>
            (await make()).estimate(setOf(task), context),
          );
          if (estimate === null) return;
          const { calls, tokens, costUsd, seconds, models } = estimate;
          for (const value of [calls, tokens.input, tokens.output, seconds])
            assert.ok(Number.isFinite(value) && value >= 0, `${value} is no amount`);
          assert.ok(costUsd === null || costUsd >= 0, `costs ${String(costUsd)}`);
          assert.ok(Array.isArray(models), "models is no list");
        }),
    },
    {
      name: "tunes to a model or to settings of a task, the same twice, or refuses with a coded error",
      run: async () => {
        const tuned = (): Promise<Omit<TuningOutcome, "files" | "model"> | null> =>
          inFolder(async (context) => {
            const outcome = await orRefusal(async () => (await make()).tune(setOf(task), context));
            if (outcome === null) return null;
            const { files, model, ...rest } = outcome;
            assert.ok(Array.isArray(files), "files is no list");
            assert.ok(model === null || typeof model === "string", "the model has no name");
            for (const [name, { value }] of Object.entries(rest.figures))
              assert.ok(value === null || Number.isFinite(value), `${name} is ${String(value)}`);
            return rest;
          });
        assertSame(await tuned(), await tuned(), "two tunings of the same rows differ");
      },
    },
  ];
}

/** What every Tuner must do, as checks: it is tried on a few made rows, in a folder of its own. */
export const tunerChecks = contractChecks<Tuner>(["estimate", "tune"], checksOf);

/** Of these what begins nothing: a plug-in's tuner may spend money as soon as it tunes. */
export const tunerPlanChecks = contractChecks<Tuner>(["estimate", "tune"], (task, make) =>
  checksOf(task, make).slice(0, 1),
);
