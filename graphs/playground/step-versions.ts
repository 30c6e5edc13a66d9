import { isRecord } from "../../base/values/is-record.js";
import type { DatabaseTraceStore } from "../../memory/trace-store.js";

/** What a step of the plan wrote for a version of a sample. */
interface WrittenOutput {
  readonly subTask: string;
  readonly revision: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The parts of a generator's step: which step of the plan, for which version, and which try. */
export function generateStepOf(
  step: string,
): { readonly subTask: string; readonly revision: number; readonly attempt: number } | null {
  const [, subTask, revision, attempt] =
    /^generate:(.+?):\d+:(\d+)(?::(\d+))?(?::|$)/u.exec(step) ?? [];
  return subTask === undefined
    ? null
    : { subTask, revision: Number(revision), attempt: Number(attempt ?? 0) };
}

/**
 * What the generator's model answered for a sample, step by step of the plan and version by version:
 * the last answer of each.
 */
export async function writtenOutputs(
  trace: DatabaseTraceStore,
  sampleId: string,
): Promise<readonly WrittenOutput[]> {
  const found = new Map<string, WrittenOutput>();
  for (const span of await trace.spans({ sample: sampleId, operation: "chat" })) {
    if (span.agent !== "generator" || span.status !== "ok" || span.outputHash === null) continue;
    const at = generateStepOf(String(span.attributes["datawright.step"] ?? ""));
    if (at === null) continue;
    const { subTask, revision } = at;
    const key = JSON.stringify([subTask, revision]);
    const fields = answeredFields(await trace.body(span.outputHash));
    found.set(key, { subTask, revision, fields: { ...found.get(key)?.fields, ...fields } });
  }
  return [...found.values()];
}

function answeredFields(body: unknown): Record<string, unknown> {
  const text = (body as { readonly text?: unknown } | null)?.text;
  if (typeof text !== "string") return {};
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : { text };
  } catch {
    return { text };
  }
}
