import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { Memo } from "../../../../base/memo/memo.js";
import type { ChatParameters } from "../../contract.js";

/** Parameters that LangChain's classes take only when they are made, by the names they have there. */
const MADE_WITH = {
  temperature: ["temperature"],
  topP: ["topP"],
  maxTokens: ["maxTokens", "maxOutputTokens", "numPredict"],
} as const;
type MadeWith = keyof typeof MADE_WITH;

/** Copies kept per model: one for each set of parameters. */
const MOST_COPIES = 32;

/**
 * A LangChain chat model with other sampling parameters: a copy made by its own class from the
 * fields that it was made with.
 *
 * Call options do not set them: most classes read them from the object alone.
 */
export class LangChainParameters {
  /** Parameters that this model cannot be given; it goes by its own settings. */
  readonly ignored: readonly MadeWith[];
  readonly #model: BaseChatModel;
  readonly #copies = new Memo<BaseChatModel>(MOST_COPIES);
  #off = false;

  constructor(model: BaseChatModel) {
    this.#model = model;
    const probe = { temperature: 0.5, topP: 0.5, maxTokens: 64 } as const;
    this.ignored = (Object.keys(MADE_WITH) as MadeWith[]).filter(
      (name) => copyOf(model, { [name]: probe[name] }) === null,
    );
  }

  /** The model to ask with these parameters. */
  modelFor(parameters: ChatParameters): BaseChatModel {
    if (this.#off) return this.#model;
    const wanted = Object.fromEntries(
      (Object.keys(MADE_WITH) as MadeWith[])
        .filter((name) => parameters[name] !== undefined && !this.ignored.includes(name))
        .map((name) => [name, parameters[name]]),
    ) as Partial<Record<MadeWith, number>>;
    if (Object.keys(wanted).length === 0) return this.#model;
    return this.#copies.of(
      JSON.stringify(wanted),
      () => copyOf(this.#model, wanted) ?? this.#model,
    );
  }

  /** The provider does not take such parameters (reasoning models): from now on as it was given. */
  giveUp(): void {
    this.#off = true;
  }
}

function copyOf(
  model: BaseChatModel,
  wanted: Partial<Record<MadeWith, number>>,
): BaseChatModel | null {
  const fields = fieldsOf(model);
  if (fields === null) return null;
  const changed: Record<string, number> = {};
  for (const [name, value] of Object.entries(wanted)) {
    const own = MADE_WITH[name as MadeWith].find((key) => key in model);
    if (own === undefined) return null;
    changed[own] = value;
  }
  try {
    const copy = new (model.constructor as new (fields: object) => BaseChatModel)({
      ...fields,
      ...changed,
    });
    const taken = copy as unknown as Record<string, unknown>;
    return Object.entries(changed).every(([name, value]) => taken[name] === value) ? copy : null;
  } catch {
    // A constructor of another kind: the model is used as it is.
    return null;
  }
}

/** What the model was made with, or null where its class keeps only a part of it. */
function fieldsOf(model: BaseChatModel): object | null {
  const { fields, lc_kwargs: kwargs } = model as unknown as {
    fields?: unknown;
    lc_kwargs?: unknown;
  };
  if (typeof fields === "object" && fields !== null) return fields;
  if (model.lc_serializable_keys !== undefined) return null;
  return typeof kwargs === "object" && kwargs !== null ? kwargs : null;
}
