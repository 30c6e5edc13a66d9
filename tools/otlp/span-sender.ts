import { setTimeout as delay } from "node:timers/promises";
import { redactSecrets, registerSecret } from "../../base/redact-secrets.js";
import type { SpanBodies } from "../../memory/tracer.js";
import type { Span } from "../../schema/span.js";
import { otlpSettings, type OtlpSettings } from "./otlp-settings.js";
import type { TracedRun } from "./trace-identity.js";

type Listener = (message: string) => void;

/** Sends the finished spans of a run to a tracing back end; never throws, never holds the run up. */
export interface SpanSender {
  /** Takes a span, its attributes without secrets; what does not fit in the queue is left out. */
  add(span: Span, bodies: SpanBodies): void;
  /** Sends what waits, for as long as the settings allow. */
  flush(): Promise<void>;
  /** Told once, in a sentence, when spans cannot be sent. */
  onTrouble(listener: Listener): void;
}

/** Headers that carry a key. */
const KEY_HEADER = /authorization|key|token|secret|cookie/iu;

/**
 * Begins to send a run's spans by OTLP over HTTP where OpenTelemetry's variables ask for it. The
 * SDK is loaded only then.
 *
 * @returns null where nothing is to be sent
 */
export async function openSpanSender(run: TracedRun): Promise<SpanSender | null> {
  const choice = otlpSettings();
  if (choice === null) return null;
  const trouble = new Trouble();
  if ("problem" in choice) {
    trouble.tell(choice.problem);
    return { add: () => {}, flush: async () => {}, onTrouble: (listener) => trouble.on(listener) };
  }
  registerHeaders();
  return sending(run, choice, trouble);
}

async function sending(
  run: TracedRun,
  settings: OtlpSettings,
  trouble: Trouble,
): Promise<SpanSender> {
  const [{ BatchSpanProcessor }, { SpanRecorder }, { CarefulExporter }] = await Promise.all([
    import("@opentelemetry/sdk-trace-base"),
    import("./span-recorder.js"),
    import("./careful-exporter.js"),
  ]);
  const where = new URL(settings.url).origin;
  const exporter = await CarefulExporter.open(settings, {
    onFailure: (why) =>
      trouble.tell(`the run's trace does not reach ${where}: ${why}; the run goes on without`),
  });
  const processor = new BatchSpanProcessor(exporter);
  let added = 0;
  const recorder = new SpanRecorder(run, {
    processor: {
      onStart: () => {},
      onEnd: (span) => {
        added += 1;
        processor.onEnd(span);
      },
      forceFlush: () => processor.forceFlush(),
      shutdown: () => processor.shutdown(),
    },
  });
  void exporter.look();
  return {
    add: (span, bodies) =>
      recorder.record(span, settings.capturesContent ? redactSecrets(bodies) : null),
    onTrouble: (listener) => trouble.on(listener),
    async flush() {
      const late = new AbortController();
      const all = processor
        .forceFlush()
        .catch(() => {}) // the exporter told why
        .then(() => exporter.forceFlush());
      await Promise.race([
        all,
        delay(settings.timeoutMilliseconds, undefined, { signal: late.signal }).catch(() => {}),
      ]);
      late.abort();
      const { sent } = exporter.counts;
      if (sent < added)
        trouble.tell(
          `${added - sent} of ${added} steps of the run's trace did not reach ${where}: more came than it took`,
        );
    },
  };
}

/** Tells of trouble once, whoever listens first. */
class Trouble {
  #listener: Listener | undefined;
  #message: string | undefined;

  tell(message: string): void {
    if (this.#message !== undefined) return;
    this.#message = redactSecrets(message);
    this.#listener?.(this.#message);
  }
  on(listener: Listener): void {
    this.#listener = listener;
    if (this.#message !== undefined) listener(this.#message);
  }
}

/** Keys in headers are kept out of everything that is written. */
function registerHeaders(): void {
  for (const name of ["OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS"])
    for (const pair of (process.env[name] ?? "").split(",")) {
      const [header = "", ...rest] = pair.split("=");
      const value = decoded(rest.join("=").trim());
      if (value === "" || !KEY_HEADER.test(header)) continue;
      registerSecret(value);
      registerSecret(value.split(/\s+/u).at(-1)!);
    }
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
