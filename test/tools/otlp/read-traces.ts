import { createRequire } from "node:module";

/** A span as opentelemetry/proto/trace/v1/trace.proto has it, with its resource. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: number;
  readonly start: bigint;
  readonly end: bigint;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** 2 for an error. */
  readonly status: { readonly code: number; readonly message: string };
  readonly resource: Readonly<Record<string, unknown>>;
  readonly scope: string;
}

interface AnyValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string;
  readonly doubleValue?: number;
  readonly arrayValue?: { readonly values?: readonly AnyValue[] };
}
type Attributes = readonly { readonly key: string; readonly value: AnyValue }[];

/** An ExportTraceServiceRequest as an object: numbers of 64 bits are texts, ids are bytes. */
interface Request {
  readonly resourceSpans?: readonly {
    readonly resource?: { readonly attributes?: Attributes };
    readonly scopeSpans?: readonly {
      readonly scope?: { readonly name?: string };
      readonly spans?: readonly {
        readonly traceId: Buffer;
        readonly spanId: Buffer;
        readonly parentSpanId?: Buffer;
        readonly name: string;
        readonly kind?: number;
        readonly startTimeUnixNano: string;
        readonly endTimeUnixNano: string;
        readonly attributes?: Attributes;
        readonly status?: { readonly code?: number; readonly message?: string };
      }[];
    }[];
  }[];
}

interface MessageType {
  decode(body: Uint8Array): object;
  fromObject(value: object): object;
  verify(value: object): string | null;
  toObject(
    message: object,
    options: { longs: StringConstructor; bytes: BufferConstructor },
  ): Request;
}

/** The official code for the messages of OTLP, generated from its .proto files. */
const { opentelemetry } = createRequire(import.meta.url)(
  "otlp-protocol/build/src/generated/root.js",
) as {
  opentelemetry: {
    proto: { collector: { trace: { v1: { ExportTraceServiceRequest: MessageType } } } };
  };
};
const { ExportTraceServiceRequest } = opentelemetry.proto.collector.trace.v1;

/** Reads an ExportTraceServiceRequest, in protobuf or in JSON as the content type says. */
export function readTraces(body: Buffer, contentType = "application/x-protobuf"): ReceivedSpan[] {
  const message = contentType.startsWith("application/json")
    ? ExportTraceServiceRequest.fromObject(
        JSON.parse(body.toString("utf8"), (key, value: unknown) =>
          // In OTLP/JSON ids are hexadecimal, where JSON of protobuf has base64 else.
          /^(?:trace|span|parentSpan)Id$/u.test(key)
            ? Buffer.from(String(value), "hex").toString("base64")
            : value,
        ) as object,
      )
    : ExportTraceServiceRequest.decode(body);
  const wrong = ExportTraceServiceRequest.verify(message);
  if (wrong !== null) throw new Error(`no OTLP: ${wrong}`);
  const { resourceSpans = [] } = ExportTraceServiceRequest.toObject(message, {
    longs: String,
    bytes: Buffer,
  });
  return resourceSpans.flatMap(({ resource, scopeSpans = [] }) =>
    scopeSpans.flatMap(({ scope, spans = [] }) =>
      spans.map((span) => ({
        traceId: span.traceId.toString("hex"),
        spanId: span.spanId.toString("hex"),
        parentSpanId: span.parentSpanId?.toString("hex") ?? "",
        name: span.name,
        kind: span.kind ?? 0,
        start: BigInt(span.startTimeUnixNano),
        end: BigInt(span.endTimeUnixNano),
        attributes: attributesOf(span.attributes),
        status: { code: span.status?.code ?? 0, message: span.status?.message ?? "" },
        resource: attributesOf(resource?.attributes),
        scope: scope?.name ?? "",
      })),
    ),
  );
}

function attributesOf(attributes: Attributes = []): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, valueOf(value)]));
}

function valueOf(value: AnyValue): unknown {
  if (value.arrayValue !== undefined) return (value.arrayValue.values ?? []).map(valueOf);
  if (value.intValue !== undefined) return Number(value.intValue);
  return value.stringValue ?? value.boolValue ?? value.doubleValue;
}
