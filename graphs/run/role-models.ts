import type { BudgetLedger } from "../../memory/budget-ledger.js";
import type { ResponseCache } from "../../memory/contract.js";
import type { Tracer } from "../../memory/tracer.js";
import { DatawrightError } from "../../base/errors.js";
import {
  modelSettingsSchema,
  modelSpecSchema,
  type ModelSettings,
  type ModelSpec,
} from "../../schema/task-file/model-spec.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import { Admission } from "../../tools/models/middleware/admission.js";
import { isInProcess } from "../../tools/embeddings/is-in-process.js";
import { composeEmbeddings, composeModel } from "../../tools/models/middleware/compose-model.js";
import type { ChatModel, ModelMiddleware, RoleModel } from "../../tools/models/contract.js";
import { countedEmbeddings } from "../../tools/models/providers/counted-embeddings.js";
import { poolModel } from "../../tools/models/providers/pool-model.js";
import { createRoleModel } from "../../tools/models/providers/role-model.js";
import { resolveEmbeddings, resolveModel } from "../../tools/models/providers/resolve-model.js";
import { hash32 } from "../../base/statistics/hash.js";
import type { EmbeddingModel } from "../../tools/models/contract.js";
import type { LaunchOptions, ModelLike } from "../runtime/run-options.js";
import type { CallAnnouncer } from "../runtime/call-announcer.js";
import {
  ASKING_ROLES,
  isModelSpec,
  modelOf,
  nameOf,
  settingsOf,
  type AskingRole,
} from "./chosen-model.js";

/**
 * The names that config.json keeps: an object given from code is kept by its name only and must be
 * given again to go on.
 */
export function modelConfig(
  spec: TaskSpec,
  options: Pick<LaunchOptions, "model" | "models" | "baseUrl">,
): Record<string, ModelSpec> {
  return Object.fromEntries(
    ASKING_ROLES.map((role) => {
      const { model } = modelOf(role, spec, options);
      return [role, isModelSpec(model) ? model : nameOf(model)];
    }),
  );
}

/** The same for the embeddings. */
export function embeddingsConfig(
  spec: TaskSpec,
  options: Pick<LaunchOptions, "embeddings" | "baseUrl">,
  resolved: EmbeddingModel,
): ModelSpec {
  const chosen = options.embeddings ?? spec.models.embeddings ?? "embedded";
  if (chosen === "embedded" || (typeof chosen === "string" && options.baseUrl === undefined))
    return chosen;
  return (
    (modelSpecSchema.safeParse(chosen).success
      ? settingsOf(chosen as ModelSpec, options.baseUrl)
      : null) ?? resolved.name
  );
}

/** A role's model with the settings that go with it. */
export interface ResolvedModel {
  readonly model: ChatModel;
  readonly settings: ModelSettings;
  /** Models that share the role with it. */
  readonly also?: readonly ResolvedModel[];
}

/**
 * Resolves every role's model before anything is asked.
 * @throws MODEL_UNKNOWN; NO_PRICE when money is limited and a price is not known
 */
export async function resolveRoleModels(
  spec: TaskSpec,
  options: Pick<LaunchOptions, "model" | "models" | "baseUrl">,
): Promise<Record<AskingRole, ResolvedModel>> {
  const resolved: Partial<Record<AskingRole, ResolvedModel>> = {};
  const shared = new Map<string, ChatModel>();
  for (const role of ASKING_ROLES)
    resolved[role] = await resolveRoleModel(role, { spec, options, shared });
  return resolved as Record<AskingRole, ResolvedModel>;
}

/**
 * Resolves the model of one role.
 * @param shared models that were resolved before, by what they were asked for as
 * @throws as resolveRoleModels
 */
export async function resolveRoleModel(
  role: AskingRole,
  {
    spec,
    options,
    shared = new Map(),
  }: {
    readonly spec: TaskSpec;
    readonly options: Pick<LaunchOptions, "model" | "models" | "baseUrl">;
    readonly shared?: Map<string, ChatModel>;
  },
): Promise<ResolvedModel> {
  const { model, settings } = modelOf(role, spec, options);
  const { also = [], ...own } = settings;
  if (also.length > 0 && isModelSpec(model)) {
    const at = { spec, shared };
    const others: ResolvedModel[] = [];
    for (const other of also)
      others.push(
        await resolveOne({ model: other, settings: settingsOf(other, undefined)! }, role, at),
      );
    return {
      ...(await resolveOne({ model: own, settings: own }, role, at)),
      also: others,
    };
  }
  return resolveOne({ model, settings }, role, { spec, shared });
}

async function resolveOne(
  { model, settings }: { readonly model: ModelLike; readonly settings: ModelSettings },
  role: AskingRole,
  { spec, shared }: { readonly spec: TaskSpec; readonly shared: Map<string, ChatModel> },
): Promise<ResolvedModel> {
  const key = isModelSpec(model) ? JSON.stringify(model) : null;
  const known = key === null ? undefined : shared.get(key);
  const chat = known ?? (await resolveModel(model));
  if (key !== null) shared.set(key, chat);
  if (spec.budget.usd !== undefined && chat.info.price === null) {
    throw new DatawrightError({
      code: "NO_PRICE",
      message:
        `budget.usd is set, but the price of ${chat.info.name} (models.${role}) is not ` + "known",
      hint:
        "Give the model a price (models: { default: { model: …, price: { input: …, output: " +
        "… } } }, US dollars per million tokens), or limit calls or tokens.",
    });
  }
  return { model: chat, settings };
}

/**
 * The embedding model of a run.
 * @throws MODEL_UNKNOWN; NO_PRICE when money is limited and its price is not known
 */
export async function resolveRunEmbeddings(
  spec: TaskSpec,
  options: Pick<LaunchOptions, "embeddings" | "baseUrl">,
): Promise<EmbeddingModel> {
  const model = await resolveEmbeddings(
    options.embeddings ?? spec.models.embeddings ?? "embedded",
    options.baseUrl === undefined ? {} : { baseUrl: options.baseUrl },
  );
  if (
    spec.budget.usd !== undefined &&
    !isInProcess(model) &&
    countedEmbeddings(model).price === null
  ) {
    throw new DatawrightError({
      code: "NO_PRICE",
      message: `budget.usd is set, but the price of ${model.name} (models.embeddings) is not known`,
      hint:
        "Give it a price (models: { embeddings: { model: …, price: { input: …, output: 0 } } " +
        "}, US dollars per million tokens; `price` of an object from code), or limit calls or " +
        "tokens.",
    });
  }
  return model;
}

/**
 * Embeddings over a network are traced, paid for, tried again and limited like any other call;
 * those made in this process need none of it.
 */
export function surroundEmbeddings(
  model: EmbeddingModel,
  options: {
    readonly tracer?: Tracer;
    readonly cache?: ResponseCache;
    readonly ledger: BudgetLedger;
    readonly concurrency: number;
    readonly chosen: unknown;
  },
): EmbeddingModel {
  if (isInProcess(model)) return model;
  const settings = modelSettingsSchema.safeParse(options.chosen).data ?? { model: model.name };
  return composeEmbeddings(model, {
    tracer: options.tracer,
    cache: options.cache,
    budget: options.ledger,
    admission: newAdmission(model.name, settings, options.concurrency),
  });
}

function newAdmission(name: string, settings: ModelSettings, concurrency: number): Admission {
  return new Admission({
    concurrency: settings.concurrency ?? concurrency,
    name,
    requestsPerMinute: settings.requestsPerMinute,
    tokensPerMinute: settings.tokensPerMinute,
    maxRetries: settings.maxRetries,
  });
}

/**
 * Admissions in use, by model and limits: two runs in one process at the same time share the
 * provider's limits.
 */
const admissions = new Map<string, WeakRef<Admission>>();

function admissionFor(model: ChatModel, settings: ModelSettings, concurrency: number): Admission {
  const limit = settings.concurrency ?? concurrency;
  const key = JSON.stringify([
    model.info.fingerprint,
    limit,
    settings.requestsPerMinute,
    settings.tokensPerMinute,
    settings.maxRetries,
  ]);
  let admission = admissions.get(key)?.deref();
  if (!admission || admission.circuitOpen) {
    admission = newAdmission(model.info.name, settings, concurrency);
    admissions.set(key, new WeakRef(admission));
  }
  return admission;
}

/** What a run puts around each of its models. */
export interface RunSurroundings {
  readonly tracer?: Tracer;
  readonly cache: ResponseCache | null;
  readonly ledger: BudgetLedger;
  readonly concurrency: number;
  /** The last word before a call is sent and booked. */
  readonly gate?: ModelMiddleware;
  readonly middleware?: LaunchOptions["middleware"];
}

/** Puts the middlewares of a run around a model. */
export function surroundModel(
  { model, settings }: ResolvedModel,
  { tracer, cache, ledger, concurrency, gate, middleware }: RunSurroundings,
): ChatModel {
  return composeModel(model, {
    tracer,
    budget: ledger,
    admission: admissionFor(model, settings, concurrency),
    cache: cache ?? undefined,
    gate,
    middleware,
  });
}

/** Puts the middlewares of a run around each role's model. */
export function createRoleModels(
  options: RunSurroundings & {
    readonly resolved: Record<AskingRole, ResolvedModel>;
    readonly spec: TaskSpec;
    readonly tracer: Tracer;
    readonly signal: AbortSignal;
    readonly calls: CallAnnouncer;
  },
): Record<AskingRole | "stage", RoleModel> {
  const { resolved, spec, tracer, signal, calls } = options;
  const composed = new Map<ChatModel, ChatModel>();
  const models: Partial<Record<AskingRole | "stage", RoleModel>> = {};
  const seedFor = (orderId: string, step: string, attempt: number): number =>
    hash32(`${spec.seed}:${orderId}:${step}:${attempt}`);
  const make = (agent: string, role: AskingRole): RoleModel => {
    const single = ({ model, settings }: ResolvedModel, own: ModelSettings): RoleModel => {
      let around = composed.get(model);
      if (!around) {
        around = calls.announced(surroundModel({ model: calls.counted(model), settings }, options));
        composed.set(model, around);
      }
      return createRoleModel({ model: around, agent, settings: own, signal, seedFor, tracer });
    };
    const chosen = resolved[role];
    const first = single(chosen, chosen.settings);
    if (chosen.also === undefined || chosen.also.length === 0) return first;
    const { temperature, topP } = chosen.settings;
    return poolModel(
      [
        { model: first, weight: chosen.settings.weight ?? 1 },
        ...chosen.also.map((other) => ({
          model: single(other, { ...other.settings, temperature, topP }),
          weight: other.settings.weight ?? 1,
        })),
      ],
      spec.seed,
    );
  };
  for (const role of ASKING_ROLES)
    models[role] = make(role === "partner" ? "generator" : role, role);
  models.stage = make("stage", "generator");
  return models as Record<AskingRole | "stage", RoleModel>;
}
