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

/** Fields of a protobuf message by number: varints and fixed numbers, bytes for all else. */
type Fields = ReadonlyMap<number, readonly (bigint | Buffer)[]>;

/**
 * Reads an ExportTraceServiceRequest by the numbers of the published .proto files: none of what is
 * tested is asked.
 */
export function readTraces(body: Buffer): ReceivedSpan[] {
  return messages(body, 1).flatMap((resourceSpans) => {
    const resource = attributesOf(messages(resourceSpans, 1)[0] ?? Buffer.alloc(0), 1);
    return messages(resourceSpans, 2).flatMap((scopeSpans) => {
      const scope = text(fieldsOf(messages(scopeSpans, 1)[0] ?? Buffer.alloc(0)), 1);
      return messages(scopeSpans, 2).map((span) => spanOf(span, resource, scope));
    });
  });
}

function spanOf(body: Buffer, resource: ReceivedSpan["resource"], scope: string): ReceivedSpan {
  const fields = fieldsOf(body);
  const status = fieldsOf(messages(body, 15)[0] ?? Buffer.alloc(0));
  return {
    traceId: bytes(fields, 1).toString("hex"),
    spanId: bytes(fields, 2).toString("hex"),
    parentSpanId: bytes(fields, 4).toString("hex"),
    name: text(fields, 5),
    kind: Number(fields.get(6)?.[0] ?? 0),
    start: fields.get(7)?.[0] as bigint,
    end: fields.get(8)?.[0] as bigint,
    attributes: attributesOf(body, 9),
    status: { message: text(status, 2), code: Number(status.get(3)?.[0] ?? 0) },
    resource,
    scope,
  };
}

function attributesOf(body: Buffer, field: number): Record<string, unknown> {
  return Object.fromEntries(
    messages(body, field).map((pair) => {
      const fields = fieldsOf(pair);
      return [text(fields, 1), valueOf(bytes(fields, 2))];
    }),
  );
}

/** AnyValue. */
function valueOf(body: Buffer): unknown {
  const [[number, [value]] = [0, [undefined]]] = fieldsOf(body) as unknown as [
    number,
    (bigint | Buffer)[],
  ][];
  if (number === 1) return (value as Buffer).toString("utf8");
  if (number === 2) return value === 1n;
  if (number === 3) return Number(BigInt.asIntN(64, value as bigint));
  if (number === 4) {
    const double = Buffer.alloc(8);
    double.writeBigUInt64LE(value as bigint);
    return double.readDoubleLE();
  }
  if (number === 5) return messages(value as Buffer, 1).map(valueOf);
  return undefined;
}

function messages(body: Buffer, field: number): Buffer[] {
  return (fieldsOf(body).get(field) ?? []) as Buffer[];
}
function bytes(fields: Fields, field: number): Buffer {
  return (fields.get(field)?.[0] as Buffer | undefined) ?? Buffer.alloc(0);
}
function text(fields: Fields, field: number): string {
  return bytes(fields, field).toString("utf8");
}

/** The wire format of protobuf. */
function fieldsOf(body: Buffer): Map<number, (bigint | Buffer)[]> {
  const fields = new Map<number, (bigint | Buffer)[]>();
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = body[at++]!;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < body.length) {
    const key = Number(varint());
    const [number, wire] = [key >> 3, key & 7];
    let value: bigint | Buffer;
    if (wire === 0) value = varint();
    else if (wire === 1) value = body.readBigUInt64LE((at += 8) - 8);
    else if (wire === 5) value = BigInt(body.readUInt32LE((at += 4) - 4));
    else if (wire === 2) {
      const length = Number(varint());
      value = body.subarray(at, (at += length));
    } else throw new Error(`no wire type ${wire}`);
    fields.set(number, [...(fields.get(number) ?? []), value]);
  }
  return fields;
}
