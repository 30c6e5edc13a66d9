import { sha256Hex } from "../../base/statistics/hash.js";
import { Random } from "../../base/statistics/random.js";
import type { Row } from "../../schema/sample.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import type { ChatModel, ChatRequest, ChatResponse } from "../../tools/models/contract.js";
import { rawSections, sectionRecords } from "../../tools/models/embedded/prompt-reader.js";
import {
  estimateMessageTokens,
  estimateTokens,
} from "../../tools/models/providers/count-tokens.js";
import { knownFields, type KnownField } from "./known-lengths.js";
import { StandInAnswer } from "./stand-in-answer.js";
import type { AnswerPlace } from "./stand-in-words.js";

/** What a stand-in knows of the task beside the questions. */
export interface StandInOptions {
  readonly spec: TaskSpec;
  /** Real rows: how long values are, and which words they have. */
  readonly rows: readonly Pick<Row, "fields">[];
  /** Share of the drafts that its judge finds fault with, 0 to 1. Default: 0. */
  readonly refused?: number;
  /** Told of each request, in the order in which they come. */
  readonly onRequest?: (request: ChatRequest, answer: ChatResponse) => void;
}

/**
 * Answers in the place of models, without asking any: values that fit the schema of the question, as
 * long as those of the task's rows are, with words of the question. The same question of the same
 * order gets the same answer. It agrees with itself: what it wrote for a label it reads as that
 * label, and a question of its own it answers as it did when it wrote it.
 */
export class StandIn {
  readonly #options: StandInOptions;
  readonly #known: (name: string, description: string) => KnownField;
  /** A text that it wrote -> the label that was asked for. */
  readonly #labels = new Map<string, string>();
  /** A text that it wrote -> the record in which it stands. */
  readonly #records = new Map<string, Readonly<Record<string, unknown>>>();

  constructor(options: StandInOptions) {
    this.#options = options;
    this.#known = knownFields(options.rows, options.spec);
    for (const { fields } of options.rows) this.#remember(fields, { label: null, given: {} });
  }

  /** Stands in for a model: its name, price and context, with the answers of this one. */
  of(model: ChatModel): ChatModel {
    return {
      info: { ...model.info, structured: ["schema", "json", "text"] },
      timeoutSeconds: Infinity,
      complete: (request) => {
        const answer = this.#answer(request, model.info.name);
        this.#options.onRequest?.(request, answer);
        return Promise.resolve(answer);
      },
    };
  }

  #answer(request: ChatRequest, model: string): ChatResponse {
    const place = this.#placeOf(request);
    const answer = new StandInAnswer(place);
    const { schema } = request.format;
    const value = schema === undefined ? answer.text("answer", "") : answer.value(schema);
    if (typeof value === "object" && value !== null)
      this.#remember(value, {
        label: place.label,
        given: Object.assign({}, ...place.given) as object,
      });
    else if (typeof value === "string" && place.label !== null)
      this.#labels.set(value, place.label);
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return {
      text,
      usage: {
        inputTokens: estimateMessageTokens(request.messages),
        outputTokens: estimateTokens(text),
      },
      finish: "stop",
      model,
    };
  }

  #placeOf(request: ChatRequest): AnswerPlace {
    const sections = rawSections(request.messages);
    const conditions = sectionRecords(sections.conditions);
    const given = sectionRecords(sections.draft);
    const wanted = conditions.find(({ name }) => name === "label")?.["value"];
    const texts = given.flatMap((record) =>
      Object.values(record).filter((value): value is string => typeof value === "string"),
    );
    const judges = request.origin.agent === "critic";
    const random = new Random(
      sha256Hex(
        JSON.stringify([
          request.messages,
          request.origin.orderId,
          request.origin.agent,
          // equal questions that are parts of one step are votes, and agree
          request.origin.attempt > 0 ? request.origin.attempt : 0,
        ]),
      ),
    );
    // What is made of rows without a label of its own has that of one of them.
    const shown = given.map(({ label }) => label).filter((label) => typeof label === "string");
    const sources = sectionRecords(sections.sources);
    // A question about one of several passages gives its id.
    const asked = sources.filter(({ id }) => typeof id === "string" && texts.includes(id));
    return {
      random,
      known: this.#known,
      language: this.#options.spec.language,
      sections,
      given,
      conditions,
      sources: asked.length > 0 ? asked : sources,
      demonstrations: sectionRecords(sections.demonstrations),
      judges,
      findsFault: this.#isFaulty(JSON.stringify(given.at(-1) ?? null), request.origin.orderId),
      label:
        typeof wanted === "string"
          ? wanted
          : judges || shown.length === 0
            ? null
            : random.derive("label").pick(shown),
      written: texts.map((text) => this.#labels.get(text)).find((label) => label !== undefined),
      record: texts.map((text) => this.#records.get(text)).find((record) => record !== undefined),
    };
  }

  #isFaulty(draft: string, orderId: string): boolean {
    const { refused = 0 } = this.#options;
    return refused > 0 && new Random(sha256Hex(`${orderId} ${draft}`)).next() < refused;
  }

  /** What stands together: a version of a question has the answer of the one that was given. */
  #remember(
    value: object,
    { label, given }: { readonly label: string | null; readonly given: object },
  ): void {
    const record = { ...endOf(given), ...given, ...(value as Readonly<Record<string, unknown>>) };
    for (const part of Object.values(value) as unknown[]) {
      if (typeof part === "string") {
        if (label !== null) this.#labels.set(part, label);
        if (Object.keys(record).length > 1 && !this.#records.has(part))
          this.#records.set(part, record);
      } else if (typeof part === "object" && part !== null)
        this.#remember(part, { label, given: {} });
    }
  }
}

/** A question that is put together of others is answered by what the last of them asks for. */
function endOf(given: object): Readonly<Record<string, unknown>> {
  for (const value of Object.values(given) as unknown[]) {
    const last: unknown = Array.isArray(value) ? value.at(-1) : undefined;
    if (typeof last === "object" && last !== null && "answer" in last)
      return { answer: last.answer };
  }
  return {};
}
