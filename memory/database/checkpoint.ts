import type { SerializerProtocol } from "@langchain/langgraph-checkpoint";
import { DatawrightError } from "../../base/errors.js";
import { redactKeyBytes } from "../../base/redact-secrets.js";

/** What a checkpointer writes, without keys. */
export function redactingSerializer(serde: SerializerProtocol): SerializerProtocol {
  return {
    dumpsTyped: async (value) => {
      const [type, bytes] = await serde.dumpsTyped(value);
      return [type, redactKeyBytes(bytes)];
    },
    loadsTyped: (type, data) => serde.loadsTyped(type, data),
  };
}

/** Whether what was read is whole: a damaged one parses at times, to something else. */
export function isCheckpoint(value: unknown): boolean {
  const { channel_values: values, channel_versions: versions } = (value ?? {}) as Partial<
    Record<string, unknown>
  >;
  return [values, versions].every((part) => typeof part === "object" && part !== null);
}

export function damagedCheckpoint(path: string, cause?: unknown): DatawrightError {
  return new DatawrightError({
    code: "STORE_CORRUPT",
    message: `${path}: the checkpoint of the run cannot be read.`,
    hint: "Delete it: the run then goes on from what is stored.",
    details: { path },
    cause,
  });
}
