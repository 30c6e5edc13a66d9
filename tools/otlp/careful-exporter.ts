import { connect } from "node:net";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace-base";
import type { OtlpSettings } from "./otlp-settings.js";

type Done = Parameters<SpanExporter["export"]>[1];

/** Milliseconds that a server may take to take a connection. */
const CONNECT_WITHIN = 2000;
/** Of ExportResultCode, which no package of ours exports. */
const FAILED = 1;

/** What became of the spans that an exporter was handed. */
export interface SentSpans {
  readonly sent: number;
  readonly failed: number;
}

/**
 * The official exporter, asked only where somebody listens: it tries for as long as its time limit
 * allows, and a process that is done would wait for that.
 */
export class CarefulExporter implements SpanExporter {
  readonly #exporter: SpanExporter;
  readonly #url: URL;
  readonly #onFailure: (why: string) => void;
  readonly #pending = new Set<Promise<void>>();
  #answers = false;
  #sent = 0;
  #failed = 0;

  private constructor(
    exporter: SpanExporter,
    { url, onFailure }: { readonly url: URL; readonly onFailure: (why: string) => void },
  ) {
    this.#exporter = exporter;
    this.#url = url;
    this.#onFailure = onFailure;
  }

  static async open(
    { url, protocol, timeoutMilliseconds }: OtlpSettings,
    { onFailure }: { readonly onFailure: (why: string) => void },
  ): Promise<CarefulExporter> {
    const { OTLPTraceExporter } = await (protocol === "http/json"
      ? import("@opentelemetry/exporter-trace-otlp-http")
      : import("@opentelemetry/exporter-trace-otlp-proto"));
    const exporter = new OTLPTraceExporter({ url, timeoutMillis: timeoutMilliseconds });
    return new CarefulExporter(exporter, { url: new URL(url), onFailure });
  }

  get counts(): SentSpans {
    return { sent: this.#sent, failed: this.#failed };
  }

  /** Looks whether anybody listens, so that it is known before the first spans are sent. */
  look(): Promise<void> {
    return this.#track(this.#listens().then((why) => void (why && this.#onFailure(why))));
  }

  export(spans: ReadableSpan[], done: Done): void {
    void this.#track(this.#export(spans, done));
  }

  /** Waits for what is on its way. */
  async forceFlush(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  async shutdown(): Promise<void> {
    await this.forceFlush();
    await this.#exporter.shutdown();
  }

  async #export(spans: ReadableSpan[], done: Done): Promise<void> {
    const refused = this.#answers ? null : await this.#listens();
    const error =
      refused === null
        ? await new Promise<Error | undefined>((resolve) =>
            this.#exporter.export(spans, (result) =>
              resolve(result.code === FAILED ? (result.error ?? new Error("refused")) : undefined),
            ),
          )
        : new Error(refused);
    this.#answers = error === undefined;
    if (error === undefined) this.#sent += spans.length;
    else {
      this.#failed += spans.length;
      this.#onFailure(reasonOf(error));
    }
    done({ code: error === undefined ? 0 : FAILED, error });
  }

  /** Null where a connection is taken, else why not. */
  #listens(): Promise<string | null> {
    const { hostname, port, protocol } = this.#url;
    return new Promise((resolve) => {
      const socket = connect({
        host: hostname.replace(/^\[|\]$/gu, ""),
        port: Number(port) || (protocol === "https:" ? 443 : 80),
      });
      const end = (why: string | null): void => {
        socket.destroy();
        resolve(why);
      };
      socket.setTimeout(CONNECT_WITHIN, () => end("nobody takes the connection"));
      socket.once("connect", () => end(null));
      socket.once("error", (error) => end(reasonOf(error)));
    });
  }

  #track(work: Promise<void>): Promise<void> {
    const tracked = work.finally(() => void this.#pending.delete(tracked));
    this.#pending.add(tracked);
    return tracked;
  }
}

/** Of an error of the network or of HTTP; an address may be tried by several ways at once. */
function reasonOf(error: Error): string {
  const { message, code } = error as Error & { readonly code?: unknown };
  return (
    message || (typeof code === "string" || typeof code === "number" ? String(code) : "failed")
  );
}
