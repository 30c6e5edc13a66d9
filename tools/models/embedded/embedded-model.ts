import { DatawrightError } from "../../../base/errors.js";
import { Memo } from "../../../base/memo/memo.js";
import type { JsonSchema } from "../../../schema/json.js";
import { Random } from "../../../base/statistics/random.js";
import { sha256Hex } from "../../../base/statistics/hash.js";
import { TimeSlices } from "../../../base/workers/time-slices.js";
import type { ChatModel, ChatRequest, ChatResponse } from "../contract.js";
import { answerValue, ROOT_PLACE } from "./writing/answer-writer.js";
import { textFieldsOf, textOfRecord } from "./field-texts.js";
import { Fit } from "./fit.js";
import { NotFittedYet } from "./not-fitted-yet.js";
import { rawSections, sectionRecords, sectionText, type DataRecord } from "./prompt-reader.js";
import type { Question } from "./question.js";
import { surfaceTokens } from "./surface-tokens.js";
import type { TunedRows } from "./tuned-rows.js";
import { textWindows } from "../prompt/text-windows.js";
import { wantedAnswerFrom } from "./writing/wanted-answer.js";

export interface EmbeddedModelOptions {
  /**
   * How many fits are kept for prompts that show the same demonstrations and sources. Default: 32.
   */
  readonly fits?: number;
  /** Rows that it was tuned to, shown or not (`datawright tune --tuner embedded`). Default: none. */
  readonly tuned?: TunedRows;
}

/**
 * Raised with every change that changes an answer: answers of an older version are not taken from a
 * cache.
 */
const VERSION = 6;
const LIST_LENGTH = 6;
const TEXT: JsonSchema = { type: "string" };

/**
 * A small statistical model: an interpolated n-gram model and naive Bayes, fitted to the
 * demonstrations and sources of each prompt.
 *
 * It reads the tagged sections of the messages and the JSON schema and nothing else, needs no
 * network, no weights and no key, and gives the same answer to the same request. Its whole
 * vocabulary is that of the texts in front of it.
 *
 *     const model = embeddedModel();
 *     const { text } = await model.complete({ messages, parameters: { seed: 1 }, format: { type: "schema", schema }, origin });
 *
 * @throws NO_TEXT_TO_FIT where the messages show no demonstration or source with a text;
 *         MODEL_ABORTED where the signal is aborted
 */
export function embeddedModel({ fits = 32, tuned }: EmbeddedModelOptions = {}): ChatModel {
  const cache = new Memo<Fit>(fits);
  const slices = new TimeSlices();
  return {
    info: {
      name: "embedded",
      fingerprint: `embedded-${VERSION}${tuned === undefined ? "" : `-${tuned.fingerprint}`}`,
      contextTokens: 200_000,
      price: { input: 0, output: 0 },
      logProbabilities: true,
      writesFromRows: true,
      structured: ["schema", "json", "text"],
      async countTokens(text) {
        let pieces = 0;
        for (const window of textWindows(text)) {
          if (slices.over) await slices.turn();
          pieces += surfaceTokens(window).length;
        }
        return pieces;
      },
    },
    timeoutSeconds: Infinity,
    async complete(request) {
      let asked: Asked | null = null;
      for (;;) {
        // An answer is synchronous: many calls at once give way to timers and sockets after each
        // slice.
        if (slices.over) await slices.turn();
        if (request.signal?.aborted)
          throw new DatawrightError({
            code: "MODEL_ABORTED",
            message: "the call of the embedded model was cancelled",
            cause: request.signal.reason,
          });
        try {
          asked ??= readRequest(request, { cache, slices, tuned });
          return answer(request, asked);
        } catch (error) {
          // An answer is a function of the request and the fit: begun again, it is the same.
          if (!(error instanceof NotFittedYet)) throw error;
          await error.fitted;
        }
      }
    },
  };
}

interface Asked {
  readonly sections: ReturnType<typeof rawSections>;
  readonly sources: readonly DataRecord[];
  /** Held here too: the cache may let it go while it is being fitted. */
  readonly fit: Fit;
  readonly messagesHash: string;
}

function readRequest(
  request: ChatRequest,
  {
    cache,
    slices,
    tuned,
  }: {
    readonly cache: Memo<Fit>;
    readonly slices: TimeSlices;
    readonly tuned: TunedRows | undefined;
  },
): Asked {
  const sections = rawSections(request.messages);
  const sources = sectionRecords(sections.sources);
  const shown =
    tuned === undefined
      ? sections.demonstrations
      : notAmong(tuned.records, sections.demonstrations);
  const fit = cache.of(
    sha256Hex(`${shown}\u0000${sections.sources}`),
    () =>
      new Fit([...(tuned?.records ?? []), ...sectionRecords(shown)], sources, {
        slices,
        strength: tuned?.strength,
      }),
  );
  return {
    sections,
    sources,
    fit,
    messagesHash: sha256Hex(
      request.messages.map((message) => `${message.role}\u0000${message.content}`).join("\u0001"),
    ),
  };
}

/** The demonstrations whose texts no tuned row has, as a section has them. */
function notAmong(records: readonly DataRecord[], section: string): string {
  const textOf = (record: DataRecord): string => textOfRecord(record, textFieldsOf([record]));
  const known = new Set(records.map(textOf));
  return sectionRecords(section)
    .filter((record) => !known.has(textOf(record)))
    .map((record) => JSON.stringify(record))
    .join("\n");
}

function answer(
  request: ChatRequest,
  { sections, sources, fit, messagesHash }: Asked,
): ChatResponse {
  const schema =
    request.format.type === "text" && request.format.schema === undefined
      ? TEXT
      : (request.format.schema ?? TEXT);
  if (fit.empty) {
    throw new DatawrightError({
      code: "NO_TEXT_TO_FIT",
      message: "the messages show the embedded model no demonstration and no source with a text",
      hint: "give the task support rows or knowledge sources, or choose another model",
    });
  }
  const { parameters } = request;
  const logProbabilities: number[] = [];
  const question: Question = {
    fit,
    wanted: wantedAnswerFrom(sectionRecords(sections.conditions)),
    draft: merged(sectionRecords(sections.draft)),
    original: originalFrom(sections),
    criteria: sectionRecords(sections.criteria),
    sources,
    listLength: listLength(sectionText(sections.output), sectionText(sections.task)),
    temperature: parameters.temperature ?? 0.8,
    topP: parameters.topP ?? 0.95,
    random: new Random(`${parameters.seed ?? ""} ${messagesHash}`),
    root: schema,
    logProbabilities,
  };
  const value = answerValue(question, schema, ROOT_PLACE);
  const text =
    request.format.type === "text" && typeof value === "string" ? value : JSON.stringify(value);
  return finished(text, request, logProbabilities);
}

/** Cuts at stop sequences and at the token limit, and counts. */
function finished(
  text: string,
  { messages, parameters }: ChatRequest,
  logProbabilities: readonly number[],
): ChatResponse {
  let shown = text;
  for (const stop of parameters.stop ?? []) {
    const at = stop === "" ? -1 : shown.indexOf(stop);
    if (at >= 0) shown = shown.slice(0, at);
  }
  const tokens = surfaceTokens(shown);
  const limit = parameters.maxTokens ?? Infinity;
  const isCut = tokens.length > limit;
  if (isCut)
    shown = tokens
      .slice(0, limit)
      .map((token) => token.surface)
      .join("");
  return {
    text: shown,
    finish: isCut ? "length" : "stop",
    model: "embedded",
    logProbabilities,
    usage: {
      inputTokens: messages.reduce((sum, message) => sum + estimated(message.content), 0),
      outputTokens: Math.min(tokens.length, limit),
    },
  };
}

/**
 * Pieces of the prompt, by its length: cutting tens of kilobytes for a count alone would take
 * longer than the answer.
 */
function estimated(content: string): number {
  return Math.ceil(content.length / 4);
}

function merged(records: readonly DataRecord[]): DataRecord | null {
  return records.length === 0 ? null : (Object.assign({}, ...records) as DataRecord);
}

/** The first row of the draft where the words about it ask for a version of it. */
function originalFrom(sections: ReturnType<typeof rawSections>): Question["original"] {
  const [record] = sectionRecords(sections.draft);
  if (
    record === undefined ||
    !/\b(?:rewrite|rephrase|paraphrase|reword)\b/iu.test(sectionText(sections.draft))
  )
    return null;
  const task = sectionText(sections.task);
  return {
    record,
    length: /\bfewer words\b|\bshorter\b/iu.test(task)
      ? "shorter"
      : /\bmore words\b|\blonger\b/iu.test(task)
        ? "longer"
        : "same",
  };
}

/** A figure in the words about the output (else of the task) is how many items a list has. */
function listLength(output: string, task: string): number {
  for (const text of [output, task]) {
    const figure = Number(
      /(?<![\p{L}\p{N}.,])(\d{1,2})(?![\p{L}\p{N}])(?!\s*(?:words|to|-|%))/u.exec(text)?.[1] ?? 0,
    );
    if (figure >= 2) return Math.min(figure, 50);
  }
  return LIST_LENGTH;
}
