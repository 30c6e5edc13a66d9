import { mkdirSync } from "node:fs";
import { DatawrightError, isDatawrightError } from "../../base/errors.js";
import { hash32 } from "../../base/statistics/hash.js";
import { BudgetLedger } from "../../memory/budget-ledger.js";
import { SqliteResponseCache } from "../../memory/response-cache.js";
import { storeError } from "../../memory/database/store-error.js";
import { Workspace } from "../../memory/workspace.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import { isInProcess } from "../../tools/embeddings/is-in-process.js";
import { SharedEmbeddings } from "../../tools/embeddings/shared-embeddings.js";
import type { EmbeddingModel, RoleModel } from "../../tools/models/contract.js";
import { createRoleModel } from "../../tools/models/providers/role-model.js";
import { resolveRoleModel, resolveRunEmbeddings } from "../run/resolved-models.js";
import { surroundEmbeddings, surroundModel } from "../run/role-models.js";
import type { LaunchOptions } from "../runtime/run-options.js";
import { spentBefore } from "../runtime/spent-before.js";
import { CallGate } from "./call-gate.js";
import { openWorkTrace, type WorkTrace } from "./work-trace.js";

/** Fewer texts than this are all kept as it is. */
const LATEST_VECTORS = 20_000;
/** How many requests are in flight where nothing says otherwise. */
const USUAL_CONCURRENCY = 8;

/** What a command that asks models may be told about them. */
export type CommandModelOptions = Pick<
  LaunchOptions,
  "model" | "baseUrl" | "embeddings" | "concurrency" | "budget" | "workspace" | "cache"
> & { readonly signal?: AbortSignal };

/** The models of a command on a data file: surrounded as those of a run are. */
export interface CommandModels {
  /** Undefined where the command asks no language model. */
  readonly model: RoleModel | undefined;
  readonly embeddings: SharedEmbeddings;
  readonly ledger: BudgetLedger;
}

export interface CommandWork {
  readonly spec: TaskSpec;
  readonly role: "curator" | "labeler" | "evaluator" | "generator";
  /** False where the command asks no language model. */
  readonly asks: boolean;
  readonly seed: number;
  /** Folder that the command writes to, for the trace; null for none. */
  readonly out: string | null;
  /**
   * Texts that are embedded over and over, whose vectors are all kept, and over a network in the
   * workspace's cache. Default: 0.
   */
  readonly texts?: number;
  /** What tells this work from another: the same work goes on with its budget after a kill. */
  readonly work: unknown;
}

/**
 * Does the work of a command with models that are traced, cached, paid from a budget, tried again
 * and limited like those of a run. Every answer is in the workspace's cache before anyone sees it,
 * so that the same command again goes on from the answers that there are.
 *
 * @throws MODEL_UNKNOWN; NO_PRICE when money is limited and a price is not known; what the work
 *         throws, with a hint where running it again goes on
 */
export async function withCommandModels<T>(
  work: CommandWork,
  options: CommandModelOptions,
  task: (models: CommandModels) => Promise<T>,
): Promise<T> {
  const spec: TaskSpec = {
    ...work.spec,
    budget: { ...work.spec.budget, ...(options.budget ?? {}) },
  };
  const resolved = work.asks ? await resolveRoleModel(work.role, { spec, options }) : null;
  const chosen = await resolveRunEmbeddings(spec, options);
  const embeds = (work.texts ?? 0) > 0 && !isInProcess(chosen);
  const asks = resolved !== null || embeds;
  const trace = work.out === null || !asks ? null : await traceOf(work.out, work.work);
  const cache =
    !asks || options.cache === false
      ? null
      : new SqliteResponseCache(Workspace.open(options.workspace).cachePath);
  const ledger = new BudgetLedger(spec.budget, trace ? await spentBefore(trace.store) : undefined);
  const gate = new CallGate();
  let finished = false;
  try {
    const concurrency = options.concurrency ?? USUAL_CONCURRENCY;
    const tracer = trace?.tracer;
    const surrounded = (model: EmbeddingModel): EmbeddingModel =>
      surroundEmbeddings(model, {
        tracer,
        ...(cache === null ? {} : { cache }),
        ledger,
        concurrency,
        chosen: options.embeddings ?? spec.models.embeddings,
      });
    const embeddings = new SharedEmbeddings(
      isInProcess(chosen)
        ? chosen
        : gate.askingEmbeddings(surrounded(gate.sendingEmbeddings(chosen))),
      {
        ...(options.signal ? { signal: options.signal } : {}),
        ...((work.texts ?? 0) > LATEST_VECTORS ? { capacity: work.texts } : {}),
      },
    );
    const model =
      resolved === null
        ? undefined
        : createRoleModel({
            model: gate.asking(
              surroundModel(resolved, {
                tracer,
                cache,
                ledger,
                concurrency,
                gate: gate.sending,
              }),
            ),
            agent: work.role,
            settings: resolved.settings,
            signal: options.signal,
            seedFor: (orderId, step, attempt) =>
              hash32(`${work.seed}:${orderId}:${step}:${attempt}`),
            tracer,
          });
    const result = await task({ model, embeddings, ledger });
    finished = true;
    return result;
  } catch (error) {
    await gate.shut();
    throw asks
      ? goesOn(error, {
          kept: resolved === null ? "embeddings" : `${gate.answered} answers`,
          isKept: cache !== null,
        })
      : error;
  } finally {
    await gate.shut();
    cache?.close();
    await trace?.close(finished);
  }
}

function traceOf(out: string, work: unknown): Promise<WorkTrace> {
  try {
    mkdirSync(out, { recursive: true });
  } catch (error) {
    throw storeError(error, out);
  }
  return openWorkTrace(out, work);
}

/** Errors after which the same command again is of use: of a provider, a budget, a person. */
const PASSING = new Set([3, 4, 130]);

function goesOn(
  error: unknown,
  { kept, isKept }: { readonly kept: string; readonly isKept: boolean },
): unknown {
  if (!isDatawrightError(error) || !PASSING.has(error.exitCode)) return error;
  const { code, message, details, retryable } = error;
  const own = code === "BUDGET_EXHAUSTED" || error.hint === undefined ? "" : `${error.hint} `;
  return new DatawrightError({
    code,
    message,
    hint:
      own +
      (isKept
        ? `The ${kept} so far are kept: the same command` +
          `${code === "BUDGET_EXHAUSTED" ? " with a larger budget" : ""} goes on from them.`
        : `The ${kept} so far are lost: nothing is kept without the cache.`),
    details,
    retryable,
    cause: error,
  });
}
