import OpenAI, { toFile } from "openai";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { isDatawrightError, type DatawrightError } from "../../../base/errors.js";
import { limitedFetch } from "../limits/limited-fetch.js";
import { modelError } from "../providers/model-error.js";
import { readKey } from "../providers/openai-key.js";
import { PatientCalls } from "../providers/patient-calls.js";

/*
 * The only file of batches that imports the client library: the queue imports it with its first
 * batch.
 */

/** Bytes of a file of answers: 50,000 answers of 20 kB. */
const MOST_BYTES = 2 ** 30;
const UPLOAD_SECONDS = 900;
const USUAL_SECONDS = 60;
const ENDPOINT = "/v1/chat/completions";
/** Name of the entry in a batch's metadata by which it is found again. */
const MARK = "datawright";

/** What a batch says of itself. */
export type Batch = OpenAI.Batch;

/** Where batches run, and whose. */
export interface BatchServer {
  /** Name of the model at the provider. */
  readonly model: string;
  readonly baseUrl: string | undefined;
  readonly apiKeyEnv: string;
}

/**
 * Batches of chat completions by OpenAI's protocol (files, batches).
 *
 * @throws MODEL_KEY_MISSING, MODEL_AUTH, MODEL_BAD_REQUEST, MODEL_RATE_LIMIT, MODEL_SERVER …
 */
export class BatchClient {
  readonly #client: OpenAI;
  readonly #server: BatchServer;
  readonly #calls: PatientCalls;

  constructor(server: BatchServer) {
    this.#server = server;
    this.#calls = new PatientCalls({ coded: (thrown) => this.#coded(thrown) });
    const name = `openai:${server.model}`;
    this.#client = new OpenAI({
      apiKey: readKey(server.apiKeyEnv, { baseUrl: server.baseUrl, model: name }),
      baseURL: server.baseUrl,
      maxRetries: 0,
      timeout: USUAL_SECONDS * 1000,
      fetch: limitedFetch(MOST_BYTES, name),
    });
  }

  /** Begins a batch of that name, once: one that was begun before is taken. */
  async begin(name: string, lines: readonly string[]): Promise<string> {
    const file = await this.#calls.again(async () => {
      const upload = await toFile(Buffer.from(lines.join("\n") + "\n"), `${name}.jsonl`, {
        type: "application/jsonl",
      });
      const { id } = await this.#client.files.create(
        { file: upload, purpose: "batch" },
        { timeout: UPLOAD_SECONDS * 1000 },
      );
      return id;
    });
    return this.#calls.once(
      async () =>
        (
          await this.#client.batches.create({
            input_file_id: file,
            endpoint: ENDPOINT,
            completion_window: "24h",
            metadata: { [MARK]: name },
          })
        ).id,
      () => this.find(name),
    );
  }

  /** Id of the batch of that name; null where there is none. */
  find(name: string): Promise<string | null> {
    return this.#calls.listed(async () => {
      for await (const batch of this.#client.batches.list({ limit: 100 }))
        if (batch.metadata?.[MARK] === name) return batch.id;
      return null;
    });
  }

  batch(id: string): Promise<Batch> {
    return this.#calls.again(() => this.#client.batches.retrieve(id));
  }

  /** The lines of a file of answers, one by one. */
  async *lines(file: string): AsyncIterable<string> {
    const { body } = await this.#calls.again(() => this.#client.files.content(file));
    if (body === null) return;
    const input = Readable.fromWeb(body as ReadableStream<Uint8Array>);
    for await (const line of createInterface({ input, crlfDelay: Infinity }))
      if (line.trim() !== "") yield line;
  }

  #coded(thrown: unknown): DatawrightError {
    if (isDatawrightError(thrown)) return thrown;
    const { model, baseUrl } = this.#server;
    return modelError(thrown, `openai:${model}`, { address: baseUrl });
  }
}
