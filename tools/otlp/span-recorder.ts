import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type HrTime } from "@opentelemetry/api";
import {
  detectResources,
  envDetector,
  defaultResource,
  resourceFromAttributes,
} from "@opentelemetry/resources";
import {
  BasicTracerProvider,
  type Sampler,
  type SpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { packageVersion } from "../../base/package-version.js";
import type { Span } from "../../schema/span.js";
import { contentAttributes, type SpanContent } from "./content-attributes.js";
import { asksModel, isOwnModel, spanAttributes, spanName } from "./span-attributes.js";
import { spanIdOf, traceIdOf, type TracedRun } from "./trace-identity.js";

/**
 * Hands finished spans of one run to the official SDK, under ids that follow from the run and the
 * span: a run that is resumed, or worked on elsewhere, goes on with the same trace. Sampler and
 * limits of spans are those of the SDK's own variables.
 */
export class SpanRecorder {
  readonly #provider: BasicTracerProvider;
  readonly #traceId: string;
  readonly #traceFlags: number;
  #spanId = "";

  /** @param options.sampler instead of the one that `OTEL_TRACES_SAMPLER` names */
  constructor(
    run: TracedRun,
    options: { readonly processor: SpanProcessor; readonly sampler?: Sampler },
  ) {
    this.#traceId = traceIdOf(run);
    this.#provider = new BasicTracerProvider({
      spanProcessors: [options.processor],
      resource: ownResource(),
      idGenerator: {
        generateTraceId: () => this.#traceId,
        generateSpanId: () => this.#spanId,
      },
      ...(options.sampler === undefined ? {} : { sampler: options.sampler }),
    });
    // What a sampler that asks the parent is told: steps end before those that they are part of.
    this.#spanId = spanIdOf("root");
    const root = this.#tracer().startSpan("root", { root: true }, ROOT_CONTEXT);
    this.#traceFlags = root.spanContext().traceFlags;
  }

  /**
   * Passes a span on.
   * @param content its request and answer; null where no word of the dataset is to go along
   */
  record(span: Span, content: SpanContent | null): void {
    const { parentId, attributes, status } = span;
    this.#spanId = spanIdOf(span.id);
    const parent =
      parentId === null
        ? ROOT_CONTEXT
        : trace.setSpanContext(ROOT_CONTEXT, {
            traceId: this.#traceId,
            spanId: spanIdOf(parentId),
            traceFlags: this.#traceFlags,
          });
    const made = this.#tracer().startSpan(
      spanName(span),
      {
        kind: isRemoteCall(span) ? SpanKind.CLIENT : SpanKind.INTERNAL,
        startTime: timeOf(span.startedAt),
        attributes: {
          ...spanAttributes(span, { isWhole: content !== null }),
          ...contentAttributes(content ?? {}),
        },
      },
      parent,
    );
    const message = attributes["error.message"];
    if (status === "error")
      made.setStatus({
        code: SpanStatusCode.ERROR,
        ...(typeof message === "string" ? { message } : {}),
      });
    made.end(timeOf(span.startedAt + span.durationMs));
  }

  #tracer() {
    return this.#provider.getTracer("datawright", packageVersionOnce());
  }
}

function isRemoteCall(span: Span): boolean {
  const model = span.attributes["gen_ai.request.model"];
  return asksModel(span) && !(typeof model === "string" && isOwnModel(model));
}

/** Seconds and nanoseconds: a plain number is taken for a time since the process began. */
function timeOf(milliseconds: number): HrTime {
  const seconds = Math.floor(milliseconds / 1000);
  return [seconds, Math.round((milliseconds - seconds * 1000) * 1e6)];
}

/** Who sends: `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` go before our own name. */
function ownResource() {
  return defaultResource()
    .merge(
      resourceFromAttributes({
        "service.name": "datawright",
        "service.version": packageVersionOnce(),
      }),
    )
    .merge(detectResources({ detectors: [envDetector] }));
}

let version: string | undefined;

function packageVersionOnce(): string {
  return (version ??= packageVersion());
}
