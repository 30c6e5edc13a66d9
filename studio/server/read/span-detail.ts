import { DatawrightError } from "../../../base/errors.js";
import type { StoredVerdict } from "../../../memory/contract.js";
import type { Span } from "../../../schema/span.js";
import type { Verdict } from "../../api/shared.js";
import type { SpanDetail } from "../../api/spans.js";
import type { RunReader } from "../run-readers.js";
import { revisionOf, versionsOf } from "./sample-versions.js";
import { spanRow } from "./span-row.js";
import { sentMessages } from "./span-text.js";

type Reader = Pick<RunReader, "trace" | "samples" | "tree">;

/** Verdicts of a step that worked on so many samples at most are shown with it. */
const MOST_SAMPLES = 20;

/** One step with what was asked and answered. @throws USAGE where there is none of that id */
export async function spanDetail(reader: Reader, id: string): Promise<SpanDetail> {
  const [span] = await reader.trace.spans({ ids: [id] });
  if (span === undefined)
    throw new DatawrightError({
      code: "USAGE",
      message: `the run has no step ${JSON.stringify(id)}`,
      details: { status: 404 },
    });
  const tree = await reader.tree();
  const children = (await tree.childCounts([id])).get(id) ?? 0;
  return detailOf(reader, span, children);
}

/** A step that was read already. */
async function detailOf(reader: Reader, span: Span, children: number): Promise<SpanDetail> {
  const { trace } = reader;
  const body = async (hash: string | null): Promise<unknown> =>
    hash === null ? null : trace.body(hash);
  const request = await body(span.inputHash);
  const output = await body(span.outputHash);
  return {
    ...answeredDetail(span, { request, output, children }),
    verdicts: await verdictsOf(reader, span),
    change: await changeBy(reader, span),
    ancestors: await ancestorsOf(reader, span),
  };
}

/** What of a step stands in itself, its request and its answer. */
export function answeredDetail(
  span: Span,
  {
    request,
    output,
    children,
  }: { readonly request: unknown; readonly output: unknown; readonly children: number },
): Omit<SpanDetail, "verdicts" | "ancestors"> {
  const messages = sentMessages(request);
  const answer = answerOf(output);
  const retries = span.attributes["datawright.attempt"];
  return {
    ...spanRow(span, children),
    messages,
    answer,
    structured: structuredOf(answer) ?? (answer === null ? (output ?? null) : null),
    request: messages.length > 0 ? null : (request ?? null),
    change: null,
    retries: typeof retries === "number" ? retries : null,
    attributes: span.attributes,
    sampleIds: span.sampleIds,
  };
}

function answerOf(output: unknown): string | null {
  if (typeof output === "string") return output;
  const text = (output as { readonly text?: unknown } | null)?.text;
  return typeof text === "string" ? text : null;
}

function structuredOf(answer: string | null): unknown {
  if (answer === null || !/^\s*[[{]/u.test(answer)) return null;
  try {
    return JSON.parse(answer) as unknown;
  } catch {
    return null;
  }
}

/** What the critic said of the samples that the step is about. */
async function verdictsOf(
  { samples }: Pick<Reader, "samples">,
  span: Span,
): Promise<SpanDetail["verdicts"]> {
  if (span.agent !== "critic" || span.sampleIds.length > MOST_SAMPLES) return [];
  return (await samples.verdicts(span.sampleIds)).map((verdict) => ({
    sampleId: verdict.sampleId,
    ...plainVerdict(verdict),
  }));
}

/** What a step that revised a sample changed; null for any other step. */
async function changeBy(reader: Reader, span: Span): Promise<SpanDetail["change"]> {
  const revision = revisionOf(span);
  const [id, ...others] = span.sampleIds;
  if (span.agent !== "generator" || revision === 0 || id === undefined || others.length > 0)
    return null;
  const [sample] = await reader.samples.samples({ ids: [id] });
  if (sample === undefined) return null;
  const versions = await versionsOf(reader, sample, await reader.trace.spans({ sample: id }));
  const at = versions.findIndex((version) => version.revision === revision);
  const [before, after] = [versions[at - 1], versions[at]];
  return before === undefined || after === undefined
    ? null
    : { sampleId: id, revision, before: before.text, after: after.text, beforeSpan: before.spanId };
}

export function plainVerdict({
  judge,
  criterion,
  pass,
  score,
  reason,
  code,
  revision,
}: StoredVerdict): Verdict {
  return { judge, criterion, pass, score, reason, code, revision };
}

async function ancestorsOf({ trace }: Reader, span: Span): Promise<SpanDetail["ancestors"]> {
  const found: { id: string; name: string }[] = [];
  for (let parent = span.parentId; parent !== null;) {
    const [above] = await trace.spans({ ids: [parent] });
    if (above === undefined || found.some(({ id }) => id === above.id)) break;
    found.unshift({ id: above.id, name: above.name });
    parent = above.parentId;
  }
  return found;
}
