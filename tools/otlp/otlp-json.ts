import { JsonTraceSerializer } from "@opentelemetry/otlp-transformer";
import { AlwaysOnSampler, type ReadableSpan } from "@opentelemetry/sdk-trace-base";
import type { Span } from "../../schema/span.js";
import type { SpanContent } from "./content-attributes.js";
import { SpanRecorder } from "./span-recorder.js";
import type { TracedRun } from "./trace-identity.js";

/** A step with its request and answer, where they are wanted. */
export interface SpanWithContent {
  readonly span: Span;
  readonly content?: SpanContent;
}

/** Spans of one line. */
const BATCH = 256;

/**
 * The steps of a run as OTLP/JSON: one export request a line, as the Collector's `file` exporter
 * writes and its `otlpjsonfile` receiver reads them. Ids and names are those that are sent live.
 */
export async function* otlpJsonLines(
  run: TracedRun,
  steps: AsyncIterable<SpanWithContent>,
): AsyncGenerator<string> {
  let batch: ReadableSpan[] = [];
  const recorder = new SpanRecorder(run, {
    sampler: new AlwaysOnSampler(),
    processor: {
      onStart: () => {},
      onEnd: (span) => void batch.push(span),
      forceFlush: async () => {},
      shutdown: async () => {},
    },
  });
  const line = (): string => {
    const bytes = JsonTraceSerializer.serializeRequest(batch);
    batch = [];
    return `${new TextDecoder().decode(bytes)}\n`;
  };
  for await (const { span, content } of steps) {
    recorder.record(span, content ?? null);
    if (batch.length >= BATCH) yield line();
  }
  if (batch.length > 0) yield line();
}
