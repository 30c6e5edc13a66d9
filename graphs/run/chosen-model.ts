import type { Runnable } from "@langchain/core/runnables";
import { AGENT_ROLES } from "../../schema/agent-roles.js";
import {
  modelSettingsSchema,
  type ModelSettings,
  type ModelSpec,
} from "../../schema/task-file/model-spec.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import { locatedModel } from "../../tools/models/providers/model-module.js";
import type { LaunchOptions, ModelLike } from "../runtime/run-options.js";

/** Roles that have a model: those that an agent plays, and the other side of a dialogue. */
export const ASKING_ROLES = [...AGENT_ROLES, "partner"] as const;
export type AskingRole = (typeof ASKING_ROLES)[number];

/**
 * The model of a role: from the options, else from the spec, else embedded; with the settings that
 * go with it.
 */
export function modelOf(
  role: AskingRole,
  spec: TaskSpec,
  options: Pick<LaunchOptions, "model" | "models" | "baseUrl">,
): { model: ModelLike; settings: ModelSettings } {
  if (
    role === "partner" &&
    options.models?.partner === undefined &&
    spec.models.partner === undefined
  )
    return modelOf("generator", spec, options);
  const chosen: ModelLike =
    options.models?.[role] ??
    (options.model !== undefined
      ? options.model
      : (spec.models[role] ?? spec.models.default ?? "embedded"));
  const whole = withRest(chosen, role, spec, options);
  const located = isModelSpec(whole) ? locatedModel(whole, process.cwd()) : whole;
  const settings = settingsOf(located, options.baseUrl);
  return {
    model: settings ?? chosen,
    settings: settings ?? { ...forObject(role, spec), model: role },
  };
}

/**
 * A model that was named instead of the task file's keeps the settings that stood there beside the
 * name: price, limits, key, temperature. The embedded one has none of these but how it writes.
 */
function withRest(
  chosen: ModelLike,
  role: AskingRole,
  spec: TaskSpec,
  options: Pick<LaunchOptions, "model" | "models">,
): ModelLike {
  if (
    chosen !== options.model ||
    options.models?.[role] !== undefined ||
    typeof chosen !== "string"
  )
    return chosen;
  const own = [spec.models[role], spec.models.default].find((each) => typeof each === "object");
  if (own === undefined) return chosen;
  // What was named stands for the whole pool.
  const { also: _also, weight: _weight, ...alone } = own;
  if (chosen !== "embedded") return { ...alone, model: chosen };
  const { temperature, topP, maxTokens } = own;
  return { model: chosen, temperature, topP, maxTokens };
}

/**
 * What the task says of the role's model beside its name holds for an object too, where the object
 * does not say it itself: how it writes, and how often it may be asked.
 */
function forObject(role: AskingRole, spec: TaskSpec): Partial<ModelSettings> {
  const own = [spec.models[role], spec.models.default].find((each) => typeof each === "object");
  if (own === undefined) return {};
  const { temperature, topP, maxTokens } = own;
  const { concurrency, requestsPerMinute, tokensPerMinute, maxRetries } = own;
  return {
    temperature,
    topP,
    maxTokens,
    concurrency,
    requestsPerMinute,
    tokensPerMinute,
    maxRetries,
  };
}

/** Settings of a model that is given by name or by settings; null for an object. */
export function settingsOf(model: ModelLike, baseUrl: string | undefined): ModelSettings | null {
  const settings =
    typeof model === "string" ? { model } : modelSettingsSchema.safeParse(model).data;
  if (!settings) return null;
  if (baseUrl === undefined) return settings;
  const also = settings.also?.map((other) => settingsOf(other, baseUrl)!);
  // A server that is named instead stands for those of the task.
  const { endpoints: _endpoints, ...one } = settings;
  const own = also === undefined ? one : { ...one, also };
  return settings.model === "embedded" ? own : { ...own, baseUrl };
}

/** True for a model that is given by name or by settings. */
export function isModelSpec(model: ModelLike): model is ModelSpec {
  return typeof model === "string" || modelSettingsSchema.safeParse(model).success;
}

/** The name by which a model that is given as an object is kept. */
export function nameOf(model: Exclude<ModelLike, ModelSpec>): string {
  return "info" in model && typeof model.info === "object"
    ? model.info.name
    : `langchain:${(model as Runnable).getName()}`;
}
