import { basename } from "node:path";
import OpenAI, { toFile } from "openai";
import { DatawrightError, isDatawrightError } from "../../../base/errors.js";
import { limitedFetch } from "../../models/limits/limited-fetch.js";
import { modelError } from "../../models/providers/model-error.js";
import { readKey } from "../../models/providers/openai-key.js";
import { PatientCalls } from "../../models/providers/patient-calls.js";

/*
 * The only file that imports the client library: the tuner imports it when a job is begun, followed
 * or ended.
 */

const MOST_BYTES = 16 * 2 ** 20;
const UPLOAD_SECONDS = 900;
const USUAL_SECONDS = 60;

/** What a fine-tuning job says of itself. */
export type TuningJob = OpenAI.FineTuning.FineTuningJob;
/** What a job told. */
export type TuningEvent = OpenAI.FineTuning.FineTuningJobEvent;

/** A job to be created. */
export interface WantedJob {
  readonly trainFile: string;
  readonly validationFile: string | null;
  readonly suffix: string | null;
  readonly seed: number;
  readonly method: OpenAI.FineTuning.JobCreateParams["method"];
}

/** Where jobs run, and whose. */
export interface TuningServer {
  /** Name of the base model at the provider. */
  readonly model: string;
  readonly baseUrl: string | undefined;
  readonly apiKeyEnv: string;
}

/**
 * Files and jobs of a fine-tuning by OpenAI's protocol: each call is tried again after limits, server
 * errors and lost connections, except that nothing is begun twice.
 *
 * @throws MODEL_KEY_MISSING, MODEL_AUTH, MODEL_BAD_REQUEST, MODEL_RATE_LIMIT, MODEL_SERVER …
 */
export class TuningClient {
  readonly #client: OpenAI;
  readonly #server: TuningServer;
  readonly #calls: PatientCalls;

  constructor(server: TuningServer, signal?: AbortSignal) {
    this.#server = server;
    this.#calls = new PatientCalls({ coded: (thrown) => this.#coded(thrown), signal });
    const name = `openai:${server.model}`;
    this.#client = new OpenAI({
      apiKey: readKey(server.apiKeyEnv, { baseUrl: server.baseUrl, model: name }),
      baseURL: server.baseUrl,
      maxRetries: 0,
      timeout: USUAL_SECONDS * 1000,
      fetch: limitedFetch(MOST_BYTES, name),
    });
  }

  /** The file of that name, uploaded once: one that is there already is taken. */
  async upload(path: string, text: string): Promise<string> {
    const name = basename(path);
    const known = (): Promise<string | null> => this.#fileOf(name);
    return (
      (await known()) ??
      this.#calls.once(async () => {
        const file = await toFile(Buffer.from(text), name, { type: "application/jsonl" });
        const { id } = await this.#client.files.create(
          { file, purpose: "fine-tune" },
          { signal: this.#calls.own(), timeout: UPLOAD_SECONDS * 1000 },
        );
        return id;
      }, known)
    );
  }

  /** The job on that file, created once: one that was created before is taken. */
  async start(wanted: WantedJob): Promise<TuningJob> {
    const known = (): Promise<TuningJob | null> => this.#jobOn(wanted.trainFile);
    const { trainFile, validationFile, suffix, seed, method } = wanted;
    return (
      (await known()) ??
      this.#calls.once(
        () =>
          this.#client.fineTuning.jobs.create(
            {
              model: this.#server.model,
              training_file: trainFile,
              seed,
              ...(validationFile === null ? {} : { validation_file: validationFile }),
              ...(suffix === null ? {} : { suffix }),
              ...(method === undefined ? {} : { method }),
            },
            { signal: this.#calls.own() },
          ),
        known,
      )
    );
  }

  job(id: string): Promise<TuningJob> {
    return this.#calls.again(() =>
      this.#client.fineTuning.jobs.retrieve(id, { signal: this.#calls.own() }),
    );
  }

  /** What a job told so far, the first first. */
  async events(id: string): Promise<TuningEvent[]> {
    const page = await this.#calls.again(() =>
      this.#client.fineTuning.jobs.listEvents(id, { limit: 100 }, { signal: this.#calls.own() }),
    );
    return [...page.data].reverse();
  }

  cancel(id: string): Promise<TuningJob> {
    return this.#calls.again(() =>
      this.#client.fineTuning.jobs.cancel(id, { signal: this.#calls.own() }),
    );
  }

  #fileOf(name: string): Promise<string | null> {
    return this.#calls.listed(async () => {
      for await (const file of this.#client.files.list(
        { purpose: "fine-tune", limit: 1000 },
        { signal: this.#calls.own() },
      ))
        if (file.filename === name && file.status !== "error") return file.id;
      return null;
    });
  }

  /** A job on a file that has not come to nothing. */
  #jobOn(trainFile: string): Promise<TuningJob | null> {
    return this.#calls.listed(async () => {
      for await (const job of this.#client.fineTuning.jobs.list(
        { limit: 100 },
        { signal: this.#calls.own() },
      ))
        if (
          job.training_file === trainFile &&
          job.model.startsWith(this.#server.model) &&
          job.status !== "failed" &&
          job.status !== "cancelled"
        )
          return job;
      return null;
    });
  }

  #coded(thrown: unknown): DatawrightError {
    if (isDatawrightError(thrown)) return thrown;
    const { model, baseUrl } = this.#server;
    const error = modelError(thrown, `openai:${model}`, { address: baseUrl });
    if (error.details["status"] !== 404) return error;
    return new DatawrightError({
      code: error.code,
      message: error.message,
      hint:
        "The server knows no such file or job, or has no fine-tuning: OpenAI's protocol has " +
        "/files and /fine_tuning/jobs below the base URL.",
      details: error.details,
    });
  }
}
