import { openTrace, type OpenTrace } from "../../../graphs/commands/open-trace.js";
import { DatawrightError } from "../../../base/errors.js";
import { nearestNames } from "../../../base/text/nearest-name.js";
import type { Span } from "../../../schema/span.js";
import { placeOf, type CommonFlags } from "../../flags.js";
import { moneyText } from "../../print/print-figures.js";
import { foldedSpans, MOST_FOLDED } from "../../print/folded-spans.js";
import { exportTrace } from "./export-trace.js";
import { messageLines } from "../../print/message-lines.js";
import { printable, printableLines } from "../../print/print-table.js";
import { foldedLine, spanLine, totalLines } from "../../print/span-lines.js";
import { flatTree, foldedTree, spanTree, type SpanNode } from "../../print/span-tree.js";

interface TraceFlags extends CommonFlags {
  readonly sample?: string;
  readonly agent?: string;
  readonly operation?: string;
  readonly slow: boolean;
  readonly all: boolean;
  readonly bodies: boolean;
  readonly messages: boolean;
  readonly limit?: number;
  readonly format?: "jsonl" | "otlp-json";
  readonly out?: string;
  readonly force: boolean;
}

/** With the number of lines that is shown. */
type ShownFlags = TraceFlags & { readonly limit: number };

/** Steps that are worth looking at when a run is slow: not the rounds and chunks around them. */
const SLOW = ["invoke_agent", "chat", "embeddings", "execute_tool"];
/** Lines that are shown where nothing says how many. */
const USUAL_LIMIT = 200;
/** A trace of more steps is folded. */
const LONG = 40;

/** `datawright trace RUN`: the steps of a run as a tree with times, tokens and cost. */
export async function trace(run: string, given: TraceFlags): Promise<number> {
  const flags: ShownFlags = { ...given, limit: given.limit ?? USUAL_LIMIT };
  refuseTogether(given);
  const opened = await openTrace(run, placeOf(flags));
  try {
    await refuseUnknown(opened, flags);
    const { sample, agent, operation } = flags;
    if (given.format !== undefined) {
      const { format, out, force, bodies, json } = given;
      const query = { sample, agent, operation, limit: given.limit };
      return await exportTrace(opened, query, { format, out, force, bodies, json });
    }
    const folds = !flags.all && !flags.slow && !flags.json && !flags.bodies && !flags.messages;
    const query = {
      sample,
      agent,
      operation: operation ?? (flags.slow ? SLOW : undefined),
      slowest: flags.slow,
    };
    if (folds) {
      const { spans, more } = await foldedSpans((page) => opened.spans(page), query);
      const folded = spans.length > LONG;
      await printTrace(opened, folded ? spans : await opened.spans(query), {
        flags,
        folds: folded,
      });
      if (more)
        process.stdout.write(
          `these are the first ${MOST_FOLDED} steps; --agent, --operation and --sample show ` +
            `others${flags.sample === undefined ? ", the totals are of all" : ""}\n`,
        );
      return 0;
    }
    // Only where all steps are known are a sample's own totals right.
    const limit = flags.sample === undefined ? flags.limit + 1 : undefined;
    const spans = await opened.spans({ ...query, limit });
    if (flags.json) await printJson(opened, spans, flags);
    else await printTrace(opened, spans, { flags, folds: false });
    return 0;
  } finally {
    opened.close();
  }
}

async function printTrace(
  opened: OpenTrace,
  spans: readonly Span[],
  { flags, folds }: { readonly flags: ShownFlags; readonly folds: boolean },
): Promise<void> {
  const out = (line: string): void => void process.stdout.write(`${line}\n`);
  if (spans.length === 0) out("no steps match");
  const tree = flags.slow
    ? spans.map((span) => ({ node: { spans: [span] }, depth: 0 }))
    : flatTree(folds ? foldedTree(spanTree(spans)) : spanTree(spans));
  const origin = spans.reduce((first, { startedAt }) => Math.min(first, startedAt), Infinity);
  const failedInside = new Set(
    spans.flatMap(({ status, parentId }) => (status === "error" ? (parentId ?? []) : [])),
  );
  const shown = tree.slice(0, flags.limit);
  const whole = folds ? await wholeOnes(opened, shown) : new Map<string, Span>();
  for (const { node, depth } of shown) {
    const [span] = node.spans as [Span];
    const first = whole.get(span.id) ?? span;
    const indent = "  ".repeat(depth);
    out(
      indent +
        (node.spans.length > 1
          ? foldedLine(node.spans, origin)
          : spanLine(first, origin, { who: flags.slow })),
    );
    const failed = node.spans.find(({ status }) => status === "error");
    if (failed && !failedInside.has(failed.id))
      for (const line of failureLines(failed)) out(`${indent}  ${line}`);
    for (const line of await bodyLines(opened, first, flags)) out(`${indent}  ${line}`);
  }
  if (flags.sample !== undefined)
    for (const verdict of await opened.verdicts(flags.sample))
      out(
        `${verdict.pass ? "passed " : "REFUSED"} ${verdict.criterion} (version ` +
          `${verdict.revision}): ${printable(verdict.reason)}`,
      );
  if (tree.length > flags.limit) out(`more steps with --limit ${flags.limit * 5}`);
  if (folds) out("steps alike are folded; --all has each on a line of its own");
  for (const line of flags.sample === undefined ? await usageLines(opened) : totalLines(spans))
    out(line);
  const shared = spans.filter(({ sampleIds }) => sampleIds.length > 1).length;
  if (flags.sample !== undefined && shared > 0)
    out(`${shared} of these steps worked on other samples too`);
}

/** Of a folded tree, the steps that have a line of their own, with the sample that they are about. */
async function wholeOnes(
  opened: OpenTrace,
  shown: readonly { readonly node: Pick<SpanNode, "spans"> }[],
): Promise<ReadonlyMap<string, Span>> {
  const ids = shown.flatMap(({ node }) => (node.spans.length === 1 ? node.spans[0]!.id : []));
  return new Map((await opened.spans({ ids })).map((span) => [span.id, span]));
}

async function bodyLines(opened: OpenTrace, span: Span, flags: TraceFlags): Promise<string[]> {
  if (flags.messages) return messageLines(span, (hash) => opened.body(hash));
  if (!flags.bodies) return [];
  const lines: string[] = [];
  for (const [arrow, hash] of [
    ["->", span.inputHash],
    ["<-", span.outputHash],
  ] as const)
    if (hash !== null) lines.push(`${arrow} ${printable(JSON.stringify(await opened.body(hash)))}`);
  return lines;
}

/** Of the whole run, by agent and model. */
async function usageLines(opened: OpenTrace): Promise<string[]> {
  return (await opened.usage()).map(
    (row) =>
      `${row.agent} on ${row.model}: ${row.calls} calls, ${row.cached} cached, ` +
      `${row.inputTokens} tokens in` +
      `${row.cachedInputTokens > 0 ? ` (${row.cachedInputTokens} of them kept by the provider)` : ""}, ` +
      `${row.outputTokens} out, ` +
      `${row.costUsd === null ? "cost unknown" : moneyText(row.costUsd)}, ` +
      `${row.seconds.toFixed(1)} s of waiting`,
  );
}

async function printJson(
  opened: OpenTrace,
  spans: readonly Span[],
  flags: ShownFlags,
): Promise<void> {
  const shown = spans.slice(0, flags.limit);
  const bodies: Record<string, unknown> = {};
  if (flags.bodies || flags.messages)
    for (const span of shown)
      for (const hash of [span.inputHash, span.outputHash])
        if (hash !== null) bodies[hash] ??= await opened.body(hash);
  const verdicts = flags.sample === undefined ? undefined : await opened.verdicts(flags.sample);
  process.stdout.write(
    `${JSON.stringify({ spans: shown, more: spans.length > shown.length, bodies: flags.bodies || flags.messages ? bodies : undefined, verdicts })}\n`,
  );
}

/** What is asked for by flags that do not go together would be passed over in silence. */
function refuseTogether({ format, out, force, slow, all, messages }: TraceFlags): void {
  const refused =
    format === undefined
      ? [["--out", out !== undefined] as const, ["--force", force] as const]
      : [["--slow", slow] as const, ["--all", all] as const, ["--messages", messages] as const];
  const [flag] = refused.find(([, isGiven]) => isGiven) ?? [];
  if (flag === undefined) return;
  throw new DatawrightError({
    code: "USAGE",
    message: format === undefined ? `${flag} is for --format` : `${flag} does not go with --format`,
    hint: "--format writes the steps for other programs: --sample, --agent, --operation, --limit and --bodies choose what of them.",
  });
}

/** A name that the run does not know is a mistake, and not a trace without steps. */
async function refuseUnknown(opened: OpenTrace, flags: TraceFlags): Promise<void> {
  if (flags.sample !== undefined && (await opened.count({ ids: [flags.sample] })) === 0)
    throw new DatawrightError({
      code: "USAGE",
      message: `run ${opened.id} has no sample ${flags.sample}`,
      hint: `\`datawright samples ${opened.id}\` lists them.`,
    });
  if (flags.agent === undefined && flags.operation === undefined) return;
  const kinds = await opened.spanKinds();
  for (const name of ["agent", "operation"] as const) {
    const given = flags[name];
    const known = [...new Set(kinds.map((kind) => kind[name]))].filter((one) => one !== "");
    if (given === undefined || known.includes(given)) continue;
    const [nearest] = nearestNames(given, known);
    throw new DatawrightError({
      code: "USAGE",
      message:
        `no step of run ${opened.id} has the ${name} ` +
        `${JSON.stringify(given)}${nearest === undefined ? "" : `; did you mean ${JSON.stringify(nearest)}?`}`,
      hint: `In this run: ${known.join(", ") || "none"}.`,
    });
  }
}

/** What a failed step said, for the terminal. */
function failureLines(span: Span): string[] {
  const message = span.attributes["error.message"];
  return typeof message === "string" ? printableLines(message).split("\n") : [];
}
