import { nearestNames } from "../../base/text/nearest-name.js";
import { isDatawrightError, type DatawrightError } from "../../base/errors.js";
import type { ChatModel, ChatRequest } from "../../tools/models/contract.js";
import type { CheckedRun } from "../opening/checked-run.js";

/** What one model said when it was asked for one token. */
export interface ModelCheck {
  readonly model: string;
  readonly roles: readonly string[];
  /** How long the answer took; null where there was none. */
  readonly milliseconds: number | null;
  /** Whether the endpoint lists the model; null where it lists none. */
  readonly offered: boolean | null;
  /** Listed names like its own, where it is not listed. */
  readonly nearest: readonly string[];
  readonly error: DatawrightError | null;
}

const ONE_TOKEN: ChatRequest = {
  messages: [{ role: "user", content: "Say yes." }],
  parameters: { maxTokens: 1 },
  format: { type: "text" },
  origin: { orderId: "check", step: "check", attempt: 0, agent: "check", sampleIds: [] },
};
/** An answer that is of no use to a run still shows that the model is there. */
const ANSWERED: readonly string[] = ["MODEL_EMPTY", "MODEL_TRUNCATED", "MODEL_REFUSED"];

/**
 * Asks each model of a run once, for one token, and its endpoint which models it has; the embedded
 * ones need no asking.
 */
export async function checkModels({
  models,
  embeddings,
}: Pick<CheckedRun, "models" | "embeddings">): Promise<ModelCheck[]> {
  const roles = new Map<ChatModel, string[]>();
  for (const [role, { model }] of Object.entries(models))
    roles.set(model, [...(roles.get(model) ?? []), role]);
  const checks: ModelCheck[] = [];
  for (const [model, named] of roles)
    if (model.info.name !== "embedded") checks.push(await checkModel(model, named));
  if (!/^embedded(-|$)/u.test(embeddings.name)) {
    const { error, milliseconds } = await timed(() => embeddings.embed(["yes"]));
    checks.push({
      model: embeddings.name,
      roles: ["embeddings"],
      milliseconds,
      offered: null,
      nearest: [],
      error,
    });
  }
  return checks;
}

async function checkModel(model: ChatModel, roles: readonly string[]): Promise<ModelCheck> {
  // A server without such a list says so with an error of its own; that is no fault of the model.
  const listed = (await model.offered?.().catch(() => [])) ?? [];
  const { error, milliseconds } = await timed(() => model.complete(ONE_TOKEN));
  const { name } = model.info;
  const plain = name.slice(name.indexOf(":") + 1);
  const offered = listed.length === 0 ? null : listed.includes(plain);
  return {
    model: name,
    roles,
    milliseconds,
    offered,
    nearest: offered === false ? nearestNames(plain, listed) : [],
    error,
  };
}

async function timed(
  work: () => Promise<unknown>,
): Promise<Pick<ModelCheck, "error" | "milliseconds">> {
  const started = performance.now();
  const milliseconds = (): number => Math.round(performance.now() - started);
  try {
    await work();
    return { error: null, milliseconds: milliseconds() };
  } catch (error) {
    if (!isDatawrightError(error)) throw error;
    return ANSWERED.includes(error.code)
      ? { error: null, milliseconds: milliseconds() }
      : { error, milliseconds: null };
  }
}
