import { resolve } from "node:path";
import { z } from "zod";
import { isDatawrightError, DatawrightError } from "../../../base/errors.js";
import type { RunEstimate } from "../../../graphs/commands/estimate-run.js";
import type { RecordedRequest } from "../../../graphs/prompts/record-requests.js";
import { compareRuns } from "../../../graphs/comparison/compare-runs.js";
import { taskJsonSchema } from "../../../graphs/recipes/task-json-schema.js";
import { missingOf } from "../../../graphs/run/model-readiness.js";
import { paidModels } from "../../../graphs/opening/paid-models.js";
import { checkRun } from "../../../graphs/opening/checked-run.js";
import { readSpecText } from "../../../graphs/run/read-spec.js";
import { readRunData } from "../../../graphs/run/run-data.js";
import { newRunId } from "../../../graphs/run/new-run-id.js";
import { startedSchema, startRunSchema, stoppedSchema } from "../../api/runs.js";
import {
  comparisonQuerySchema,
  comparisonSchema,
  plannedSchema,
  promptsSchema,
  taskTextSchema,
  validatedSchema,
  type TaskText,
  type Validated,
} from "../../api/task.js";
import { jsonRoute, type Route } from "../route.js";
import type { StudioContext } from "../studio-context.js";
import type { TaskWork } from "../task-work.js";
import { schemaInTheseWords } from "../words.js";
import { sectionsOf } from "../read/span-text.js";

/** Requests whose prompts are shown: those of the first three samples, with the planner's. */
const PROMPTS = 40;
const SAMPLES = 3;

export const taskRoutes: readonly Route[] = [
  jsonRoute({
    method: "get",
    path: "/api/task/schema",
    summary: "JSON Schema of a task file.",
    answer: z.record(z.string(), z.unknown()),
    inWords: schemaInTheseWords,
    handle: async () => (await taskJsonSchema()) as Record<string, unknown>,
  }),
  jsonRoute({
    method: "post",
    path: "/api/task/validate",
    summary: "What is wrong with the text of a task file, with line and column; no model is asked.",
    body: taskTextSchema,
    answer: validatedSchema,
    inWords: (found, words) => ({
      ...found,
      problems: found.problems.map((problem) => ({
        ...problem,
        message: words.sentence(problem.message),
      })),
      warnings: found.warnings.map((warning) => words.sentence(warning)),
    }),
    handle: async ({ body, studio }) => validated(body, studio),
  }),
  jsonRoute({
    method: "post",
    path: "/api/task/plan",
    summary:
      "The plan with calls, tokens, money and time, as the embedded model plans; none is asked.",
    body: taskTextSchema,
    answer: plannedSchema,
    inWords: (planned, words) => ({
      ...planned,
      estimate: { ...planned.estimate, basis: words.sentence(planned.estimate.basis) },
    }),
    handle: async ({ body, studio, signal }) => {
      const found = (await studio.children.result(
        workOf("plan", body, studio),
        signal,
      )) as RunEstimate;
      return {
        plan: found.plan as unknown as Record<string, unknown>,
        cells: found.coverage.cells as unknown as Record<string, unknown>[],
        estimate: {
          orders: found.orders,
          calls: found.calls,
          tokens: found.tokens,
          cost: found.costUsd,
          seconds: found.seconds,
          secondsFrom: found.secondsFrom,
          basis: found.basis,
        },
      };
    },
  }),
  jsonRoute({
    method: "post",
    path: "/api/task/prompts",
    summary: "The prompts of the first three samples as they are sent; a stand-in answers.",
    body: taskTextSchema,
    answer: promptsSchema,
    handle: async ({ body, studio, signal }) => {
      const requests = (await studio.children.result(
        workOf("prompts", body, studio),
        signal,
      )) as RecordedRequest[];
      const samples = [
        ...new Set(requests.flatMap(({ request }) => request.origin.sampleIds ?? [])),
      ].slice(0, SAMPLES);
      return {
        prompts: requests
          .filter(({ request }) =>
            (request.origin.sampleIds ?? []).some((id) => samples.includes(id)),
          )
          .map(({ role, request }) => ({
            agent: role,
            step: request.origin.step,
            sampleId: request.origin.sampleIds?.[0] ?? null,
            messages: request.messages.map(({ role: from, content }) => ({
              role: from,
              sections: sectionsOf(
                content,
                new Set((request.prompt?.sections ?? []).map(({ kind }) => kind as string)),
              ),
            })),
          })),
      };
    },
  }),
  jsonRoute({
    method: "post",
    path: "/api/runs",
    summary: "Starts a run in a process of its own.",
    body: startRunSchema,
    answer: startedSchema,
    handle: async ({ body, studio }) => {
      const work = workOf("run", body, studio);
      const read = await readSpecText(body.task, work.options);
      const paid = await paidModels(read, work.options);
      if (paid.length > 0 && !body.confirmed)
        throw new DatawrightError({
          code: "USAGE",
          message: `${paid.join(", ")}: this may cost money`,
          hint: "Look at the estimate and confirm it; a budget in the task limits what is spent.",
          details: { paid },
        });
      const run = newRunId(read.spec.name);
      await studio.children.launch(run, { ...work, options: { ...work.options, runId: run } });
      return { run };
    },
  }),
  jsonRoute({
    method: "post",
    path: "/api/runs/:run/stop",
    summary: "Ends a run that this studio started, with its state saved.",
    answer: stoppedSchema,
    handle: async ({ params, studio }) => {
      await studio.readers.folder(params["run"]!);
      return { stopped: studio.children.stop(params["run"]!) };
    },
  }),
  jsonRoute({
    method: "get",
    path: "/api/compare",
    summary: "What two runs differ in, and which differences are real.",
    query: comparisonQuerySchema,
    answer: comparisonSchema,
    inWords: (compared, words) => ({
      ...compared,
      figures: compared.figures.map((figure) => ({
        ...figure,
        note: figure.note === null ? null : words.sentence(figure.note),
      })),
      settings: compared.settings.map((one) => ({ ...one, path: words.sentence(one.path) })),
      notes: compared.notes.map((note) => words.sentence(note)),
    }),
    handle: async ({ query, studio, signal }) => {
      const folders = [
        await studio.readers.folder(query.a),
        await studio.readers.folder(query.b),
      ] as const;
      const found = await compareRuns(folders[0].id, folders[1].id, {
        workspace: studio.workspace.folder,
        ...(studio.store === undefined ? {} : { store: studio.store }),
        signal,
      });
      return comparisonSchema.parse(found);
    },
  }),
];

/** Work on a task's text in a process of its own. */
export function workOf(
  kind: TaskWork["kind"],
  { task, folder, ...more }: TaskText & { readonly target?: number | undefined },
  studio: StudioContext,
): TaskWork {
  return {
    kind,
    text: task,
    options: {
      workspace: studio.workspace.folder,
      folder: resolve(folder ?? "."),
      store: studio.store,
      ...(kind === "run" ? { queue: studio.queue, leaseSeconds: studio.leaseSeconds } : {}),
      target: more.target,
      reportLanguage: studio.language,
    },
    most: kind === "prompts" ? PROMPTS : 1,
    asks: false,
  };
}

async function validated(body: TaskText, studio: StudioContext): Promise<Validated> {
  const { options } = workOf("plan", body, studio);
  try {
    const read = await readSpecText(body.task, options);
    const { spec, folder, slots } = read;
    const checked = await checkRun({ spec, specFolder: folder, agentModules: [], slots }, options);
    const data = await readRunData(spec, folder);
    const missing = missingOf(checked);
    return {
      valid: true,
      problems: [],
      warnings: [
        ...data.warnings,
        ...data.problems,
        ...missing.map(({ message, hint = "" }) => `${message}. ${hint}`.trim()),
      ],
      name: spec.name,
      kind: spec.kind,
      target: spec.target,
      labels: spec.labels?.map(({ name }) => name) ?? [],
      paid: missing.length > 0 ? null : (await paidModels(read, options)).join(", ") || null,
    };
  } catch (error) {
    if (!isDatawrightError(error)) throw error;
    return {
      valid: false,
      problems: problemsOf(error),
      warnings: [],
      name: null,
      kind: null,
      target: null,
      labels: [],
      paid: null,
    };
  }
}

interface Located {
  readonly code?: string;
  readonly path?: string;
  readonly line?: number | null;
  readonly column?: number | null;
  readonly message?: string;
}

function problemsOf({ code, message, details }: DatawrightError): Validated["problems"] {
  const listed = (details["problems"] as readonly Located[] | undefined) ?? [
    { ...(details as Located), message },
  ];
  return listed.map((problem) => ({
    code: problem.code ?? code,
    path: problem.path ?? "",
    line: typeof problem.line === "number" ? problem.line : null,
    column: typeof problem.column === "number" ? problem.column : null,
    message: problem.message ?? message,
  }));
}
