import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import type { Span } from "../schema/span.js";
import type { TraceStore } from "./contract.js";
import { redactSecrets, refreshSecrets } from "../base/redact-secrets.js";

export interface SpanOptions {
  readonly name: string;
  /** gen_ai.operation.name: invoke_agent, chat, embeddings, plan … */
  readonly operation: string;
  /** Default: the agent of the step around it. */
  readonly agent?: string;
  /** Default: the samples of the step around it. */
  readonly sampleIds?: readonly string[];
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Default: a random one. A derived id makes a repeated step overwrite its earlier span. */
  readonly id?: string;
  /** Id of the step around it, where that is not the current one. */
  readonly parent?: string;
}

/** A step that is being traced. */
export interface ActiveSpan {
  readonly id: string;
  readonly agent: string | null;
  readonly sampleIds: readonly string[];
  set(attributes: Readonly<Record<string, unknown>>): void;
  /** Notes samples that this step turned out to touch. */
  touch(sampleIds: readonly string[]): void;
  /** Request and answer; each is stored once, by its hash. */
  body(bodies: SpanBodies): void;
}

/** Request and answer of a step. */
export interface SpanBodies {
  readonly input?: unknown;
  readonly output?: unknown;
}

class OpenSpan implements ActiveSpan {
  readonly bodies: SpanBodies = {};
  attributes: Record<string, unknown>;
  readonly #samples: Set<string>;

  constructor(
    readonly id: string,
    readonly agent: string | null,
    samples: readonly string[],
    attributes: Readonly<Record<string, unknown>>,
  ) {
    this.#samples = new Set(samples);
    this.attributes = { ...attributes };
  }

  get sampleIds(): readonly string[] {
    return [...this.#samples];
  }
  set(attributes: Readonly<Record<string, unknown>>): void {
    Object.assign(this.attributes, attributes);
  }
  touch(sampleIds: readonly string[]): void {
    for (const id of sampleIds) this.#samples.add(id);
  }
  body(bodies: SpanBodies): void {
    Object.assign(this.bodies, bodies);
  }
}

/** The step that work is in, and what it was in around that: perhaps another tracer's step. */
interface Place {
  readonly tracer: Tracer;
  readonly span: ActiveSpan | undefined;
  readonly around: Place | undefined;
}

/** One for all tracers: in Node 20 each one that was ever used is paid for by every promise made. */
const place = new AsyncLocalStorage<Place>();

export interface TracerOptions {
  readonly runId: string;
  readonly store: TraceStore;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /**
   * Called with each finished span, its attributes without secrets, and its bodies as they are; what
   * it throws is dropped.
   */
  readonly onSpan?: (span: Span, bodies: SpanBodies) => void;
}

/**
 * Traces steps of a run; a step knows the one around it by the asynchronous context. Tracing never
 * throws into the run.
 */
export class Tracer {
  readonly runId: string;
  readonly #store: TraceStore;
  readonly #now: () => number;
  readonly #onSpan: TracerOptions["onSpan"];

  constructor(options: TracerOptions) {
    this.runId = options.runId;
    this.#store = options.store;
    this.#now = options.now ?? (() => performance.timeOrigin + performance.now());
    this.#onSpan = options.onSpan;
    refreshSecrets();
  }

  current(): ActiveSpan | undefined {
    let inner = place.getStore();
    while (inner !== undefined && inner.tracer !== this) inner = inner.around;
    return inner?.span;
  }

  /**
   * Does work inside a step's context: for work that was moved out of the context it was started
   * in.
   */
  run<T>(span: ActiveSpan | undefined, work: () => T): T {
    return place.run({ tracer: this, span, around: this.#placeAround() }, work);
  }

  async span<T>(options: SpanOptions, work: (span: ActiveSpan) => Promise<T>): Promise<T> {
    const around = this.current();
    const span = new OpenSpan(
      options.id ?? newId(),
      options.agent ?? around?.agent ?? null,
      options.sampleIds ?? around?.sampleIds ?? [],
      options.attributes ?? {},
    );
    const parentId = options.parent ?? around?.id ?? null;
    const startedAt = this.#now();
    try {
      const result = await this.run(span, () => work(span));
      this.#finish(options, span, { parentId, startedAt, status: "ok", errorCode: null });
      return result;
    } catch (error) {
      const waits = isInterrupt(error);
      if (waits) span.set({ "datawright.interrupted": true });
      else span.set({ "error.type": codeOf(error), "error.message": messageOf(error) });
      this.#finish(options, span, {
        parentId,
        startedAt,
        status: waits ? "ok" : "error",
        errorCode: waits ? null : codeOf(error),
      });
      throw error;
    }
  }

  /** Without this tracer's own step: only the innermost one counts. */
  #placeAround(): Place | undefined {
    const around = place.getStore();
    return around?.tracer === this ? around.around : around;
  }

  #finish(
    options: SpanOptions,
    span: OpenSpan,
    end: Pick<Span, "parentId" | "startedAt" | "status" | "errorCode">,
  ): void {
    try {
      const finished: Span = {
        id: span.id,
        runId: this.runId,
        name: options.name,
        operation: options.operation,
        agent: span.agent,
        ...end,
        durationMs: Math.max(0, this.#now() - end.startedAt),
        sampleIds: [...span.sampleIds],
        attributes: { "gen_ai.operation.name": options.operation, ...span.attributes },
        inputHash: null,
        outputHash: null,
      };
      this.#store.record(finished, span.bodies);
      this.#onSpan?.({ ...finished, attributes: redactSecrets(finished.attributes) }, span.bodies);
    } catch {
      // The run goes on without this span: the store counts and logs what it could not keep.
    }
  }
}

/** LangGraph stops a node for a person, or for its parent graph, by throwing: not a failure. */
function isInterrupt(error: unknown): boolean {
  return (
    typeof error === "object" &&
    error !== null &&
    "is_bubble_up" in error &&
    error.is_bubble_up === true
  );
}

function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "INTERNAL";
  if ("code" in error && typeof error.code === "string") return error.code;
  return "name" in error && typeof error.name === "string" ? error.name : "INTERNAL";
}

function messageOf(error: unknown): string {
  return typeof error === "object" && error !== null && "message" in error
    ? String(error.message)
    : String(error);
}

const RANDOM_BITS = 24;
let latest = { time: 0, rest: 0 };

/**
 * Eight bytes in hexadecimal, as OpenTelemetry has them: the lower 40 bits of the milliseconds since
 * 1970 and 24 bits that begin at random in each of them. Indexes of a large trace grow at their end:
 * with ids in no order each batch of spans touches all of their pages.
 */
function newId(): string {
  const time = Math.max(latest.time, Date.now());
  const rest =
    time > latest.time
      ? Number.parseInt(randomUUID().slice(0, 6), 16) >>> 1
      : (latest.rest + 1) % 2 ** RANDOM_BITS;
  latest = { time: time + (rest === 0 ? 1 : 0), rest };
  return hexadecimal(latest.time % 2 ** 40, 10) + hexadecimal(rest, RANDOM_BITS / 4);
}

function hexadecimal(number: number, digits: number): string {
  return number.toString(16).padStart(digits, "0");
}
