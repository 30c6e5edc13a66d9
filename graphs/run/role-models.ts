import type { Ledger } from "../../memory/budget-ledger.js";
import type { ResponseCache } from "../../memory/contract.js";
import type { Tracer } from "../../memory/tracer.js";
import { modelSettingsSchema, type ModelSettings } from "../../schema/task-file/model-spec.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import type { SharedLimits } from "../../memory/redis/shared-limits.js";
import type { Admission } from "../../tools/models/middleware/admission.js";
import { isInProcess } from "../../tools/embeddings/is-in-process.js";
import {
  aroundAttempts,
  aroundCalls,
  composeEmbeddings,
  composeModel,
} from "../../tools/models/middleware/compose-model.js";
import type {
  ChatModel,
  MeteredEmbeddings,
  ModelMiddleware,
  RoleModel,
} from "../../tools/models/contract.js";
import { overEndpoints } from "../../tools/models/middleware/over-endpoints.js";
import { poolModel } from "../../tools/models/providers/pool-model.js";
import { createRoleModel } from "../../tools/models/providers/role-model.js";
import type { ResolvedModel } from "./resolved-models.js";
import { hash32 } from "../../base/statistics/hash.js";
import type { EmbeddingModel } from "../../tools/models/contract.js";
import type { LaunchOptions } from "../runtime/run-options.js";
import type { CallAnnouncer } from "../runtime/call-announcer.js";
import type { LimitsWatch } from "../../tools/models/limits/limits-now.js";
import { admissionFor, newAdmission } from "../../tools/models/limits/model-admission.js";
import { ASKING_ROLES, type AskingRole } from "./chosen-model.js";

/**
 * Embeddings over a network are traced, paid for, tried again and limited like any other call;
 * those made in this process need none of it.
 */
export function surroundEmbeddings(
  model: EmbeddingModel,
  options: {
    readonly tracer?: Tracer;
    readonly cache?: ResponseCache;
    readonly ledger: Ledger;
    readonly concurrency: number;
    readonly shared?: SharedLimits | undefined;
    readonly limits?: LimitsWatch;
    readonly chosen: unknown;
  },
): EmbeddingModel {
  if (isInProcess(model)) return model;
  const settings = modelSettingsSchema.safeParse(options.chosen).data ?? { model: model.name };
  const admission = newAdmission({
    name: model.name,
    fingerprint: (model as MeteredEmbeddings).fingerprint,
    settings,
    concurrency: options.concurrency,
    shared: options.shared,
  });
  options.limits?.add(admission, model.name);
  return composeEmbeddings(model, {
    tracer: options.tracer,
    cache: options.cache,
    budget: options.ledger,
    admission,
  });
}

/** What a run puts around each of its models. */
export interface RunSurroundings {
  readonly tracer?: Tracer;
  readonly cache: ResponseCache | null;
  readonly ledger: Ledger;
  readonly concurrency: number;
  /** Limits that other processes keep too. */
  readonly shared?: SharedLimits | undefined;
  /** Told of whatever lets requests through. */
  readonly limits?: LimitsWatch;
  /** The last word before a call is sent and booked. */
  readonly gate?: ModelMiddleware;
  readonly middleware?: LaunchOptions["middleware"];
  /** Told of a server that is left alone. */
  readonly warn?: (message: string) => void;
}

/** Puts the middlewares of a run around a model. */
export function surroundModel(
  { model, settings, endpoints = [] }: ResolvedModel,
  { tracer, cache, ledger, concurrency, shared, limits, gate, middleware, warn }: RunSurroundings,
): ChatModel {
  const around = { tracer, budget: ledger, cache: cache ?? undefined, gate, middleware };
  const admissionOf = ({ info }: ChatModel, own: ModelSettings): Admission => {
    const { name, fingerprint } = info;
    const admission = admissionFor({ name, fingerprint, settings: own, concurrency, shared });
    limits?.add(admission, name);
    return admission;
  };
  if (endpoints.length === 0)
    return composeModel(model, { ...around, admission: admissionOf(model, settings) });
  const servers = endpoints.map(({ model: server, settings: own }) => {
    // Once more there, then elsewhere.
    const admission = admissionOf(server, { ...own, maxRetries: own.maxRetries ?? 1 });
    return {
      model: aroundAttempts(server, { ...around, admission }),
      address: own.baseUrl ?? "its usual address",
      admission,
      weight: own.weight ?? 1,
    };
  });
  const onRefusedKey = (server: { readonly address: string }, { message }: Error): void =>
    warn?.(`the server at ${server.address} refuses the key, others are asked: ${message}`);
  return aroundCalls(overEndpoints(model, servers, { onRefusedKey }), around);
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
  const counted = ({ model, settings, endpoints }: ResolvedModel): ResolvedModel => ({
    model: endpoints ? model : calls.counted(model),
    settings,
    endpoints: endpoints?.map(counted),
  });
  const make = (agent: string, role: AskingRole): RoleModel => {
    const single = (one: ResolvedModel, own: ModelSettings): RoleModel => {
      const { model } = one;
      let around = composed.get(model);
      if (!around) {
        around = calls.announced(surroundModel(counted(one), options));
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
