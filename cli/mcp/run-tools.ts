import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { openRun } from "../../graphs/commands/open-run.js";
import { launchRead } from "../../graphs/run/launch.js";
import { resumeRun } from "../../graphs/run/resume-run.js";
import type { RunConfig } from "../../graphs/runtime/run-config.js";
import { openStorage } from "../../memory/open-storage.js";
import { Workspace } from "../../memory/workspace.js";
import { paidModels } from "../../graphs/opening/paid-models.js";
import { confirmSpending, namesText } from "../confirm-spending.js";
import { listedRuns } from "../print/listed-runs.js";
import {
  budgetInput,
  readToolTask,
  requireBudget,
  requireConfirmed,
  taskInput,
} from "./task-input.js";
import { defineTool, type Tool, type ToolContext } from "./tool.js";

/** Clients give up on a call after a minute. */
const MOST_WAIT = 50;

export const runInput = z.string().min(1).describe("Id of the run, or path of its folder.");

const run = defineTool({
  name: "run",
  title: "Start a run",
  description:
    "Starts a run of a task in the background and answers with its id; `status` follows it, `stop` " +
    "ends it. Where a model may cost money a budget is needed (the task's or the call's), and the " +
    "first call is refused with the estimate and a word to confirm it by: show it to the person.",
  input: {
    ...taskInput,
    budget: budgetInput,
    confirm: z.string().optional().describe("The word that the refused call gave."),
  },
  reads: false,
  async call(input, context) {
    const task = await readToolTask(input, context);
    const paid = namesText(await paidModels(task.read, task.options));
    if (paid !== null) {
      requireBudget(task.read.spec.budget, paid);
      await requireConfirmed(task, { confirm: input.confirm, purpose: "run" }, confirmSpending);
    }
    const handle = await launchRead(task.read, task.options);
    const { id, folder } = context.runs.add(handle);
    return { run: id, folder, state: "running", target: task.read.spec.target };
  },
});

const resume = defineTool({
  name: "resume",
  title: "Go on with a run",
  description:
    "Goes on in the background with a run that was stopped, interrupted, or ended by its budget or " +
    "provider. A budget that is given goes before the run's own.",
  input: { run: runInput, budget: budgetInput },
  reads: false,
  async call({ run: name, budget }, context) {
    const { workspace, store, queue, leaseSeconds } = context;
    const stored = await openRun(name, { workspace, store });
    const { config } = stored;
    stored.close();
    const paid = paidOf(config);
    if (paid !== null) requireBudget({ ...config.spec.budget, ...budget }, paid);
    const handle = await resumeRun(name, {
      workspace,
      store,
      queue,
      leaseSeconds,
      logLevel: null,
      ...(budget === undefined ? {} : { budget }),
    });
    const { id, folder } = context.runs.add(handle);
    return { run: id, folder, state: "running", target: config.spec.target };
  },
});

const status = defineTool({
  name: "status",
  title: "How runs are",
  description:
    "How a run is: what it does, samples by status and reason, cost, and once it ended its figures. " +
    "Without a run: every run of the workspace.",
  input: {
    run: runInput.optional(),
    waitSeconds: z
      .number()
      .min(0)
      .max(MOST_WAIT)
      .default(0)
      .describe("Answer only once a run of this server ended, or after so many seconds."),
  },
  reads: true,
  async call({ run: name, waitSeconds }, context) {
    if (name !== undefined) {
      const live = context.runs.find(name);
      if (live !== undefined) await endedWithin(live.ended, waitSeconds);
      return statusOf(name, context);
    }
    const storage = await openStorage(context.store);
    try {
      const listed = await listedRuns(storage, Workspace.open(context.workspace));
      return {
        runs: listed.map((one) => ({
          ...one,
          isWorkingHere: context.runs.find(one.runId)?.isWorking ?? false,
        })),
      };
    } finally {
      await storage.close();
    }
  },
});

const stop = defineTool({
  name: "stop",
  title: "End a run",
  description:
    "Ends a run that this server started: calls in flight are cancelled, everything accepted is " +
    "kept, `resume` goes on.",
  input: { run: runInput },
  reads: false,
  async call({ run: name }, context) {
    const live = context.runs.working(name);
    await live.stop();
    return statusOf(live.folder, context);
  },
});

async function endedWithin(ended: Promise<void>, seconds: number): Promise<void> {
  const late = new AbortController();
  const waited = delay(seconds * 1000, undefined, { signal: late.signal }).catch(() => {});
  await Promise.race([ended, waited]);
  late.abort();
}

async function statusOf(name: string, { runs, workspace, store }: ToolContext): Promise<unknown> {
  const live = runs.find(name);
  const opened = await openRun(live?.folder ?? name, { workspace, store });
  try {
    const report = await opened.report();
    const ended = report === null ? "unfinished" : report.summary.stop;
    return {
      run: opened.id,
      folder: opened.folder,
      ...(live === undefined ? { state: ended } : live.state),
      target: opened.config.spec.target,
      samples: await opened.countByReason(),
      usage: await opened.usage(),
      // Of a run that works again it would be of the time before.
      summary: live?.isWorking ? null : (report?.summary ?? null),
    };
  } finally {
    opened.close();
  }
}

/** The models of a stored run that may cost money; null where all are of this process. */
function paidOf({ models, embeddings }: RunConfig): string | null {
  const names = [...Object.values(models), embeddings].flatMap((model) => {
    const { model: name, price } = typeof model === "string" ? { model, price: undefined } : model;
    const free = price !== undefined && price.input === 0 && price.output === 0;
    return free || /^(?:embedded|gguf)(?:$|[-:])/u.test(name) ? [] : [name];
  });
  return names.length === 0 ? null : [...new Set(names)].join(", ");
}

/** Tools that start, follow and end runs. */
export const runTools: readonly Tool[] = [run, resume, status, stop];
