import { DatawrightError } from "../../base/errors.js";
import {
  modelSpecSchema,
  type ModelSettings,
  type ModelSpec,
} from "../../schema/task-file/model-spec.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import { isInProcess } from "../../tools/embeddings/is-in-process.js";
import type { ChatModel } from "../../tools/models/contract.js";
import { countedEmbeddings } from "../../tools/models/providers/counted-embeddings.js";
import { resolveEmbeddings, resolveModel } from "../../tools/models/providers/resolve-model.js";
import type { EmbeddingModel } from "../../tools/models/contract.js";
import type { LaunchOptions, ModelLike } from "../runtime/run-options.js";
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
  /** The servers that have it, where there are several; `model` stands for all of them. */
  readonly endpoints?: readonly ResolvedModel[];
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
  if (settings.endpoints !== undefined && isModelSpec(model))
    return resolveEndpoints(settings, role, { spec, shared });
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

/** One model on several servers: its answers are the same whichever of them is asked. */
async function resolveEndpoints(
  { endpoints = [], ...settings }: ModelSettings,
  role: AskingRole,
  at: { readonly spec: TaskSpec; readonly shared: Map<string, ChatModel> },
): Promise<ResolvedModel> {
  if (settings.baseUrl !== undefined)
    throw new DatawrightError({
      code: "SPEC_INVALID",
      message: `${settings.model} has a baseUrl and endpoints`,
      hint: "Write the base URL as one of the endpoints, or leave the endpoints out.",
    });
  const resolved: ResolvedModel[] = [];
  for (const { weight, ...endpoint } of endpoints) {
    const own = { ...settings, ...endpoint };
    const { model } = await resolveOne({ model: own, settings: own }, role, at);
    resolved.push({ model, settings: { ...own, weight } });
  }
  const key = JSON.stringify({ ...settings, endpoints });
  let facade = at.shared.get(key);
  if (facade === undefined) {
    const [{ model }] = resolved as [ResolvedModel];
    const { fingerprint } = (await resolveModel({ ...settings, baseUrl: ANY_ENDPOINT })).info;
    facade = {
      ...model,
      info: { ...model.info, fingerprint },
      ready: () => resolved.forEach((one) => one.model.ready?.()),
    };
    at.shared.set(key, facade);
  }
  return { model: facade, settings, endpoints: resolved };
}

/** Stands for the servers of a model in its fingerprint: with another one its answers stay in the cache. */
const ANY_ENDPOINT = "http://endpoints.invalid/v1";

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

/** A resolved model and those that share its role; where it has several servers, these. */
export function modelsOf({ model, also = [], endpoints }: ResolvedModel): readonly ChatModel[] {
  return [...(endpoints ?? [{ model }]).map((one) => one.model), ...also.flatMap(modelsOf)];
}
