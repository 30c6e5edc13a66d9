import { openRun } from "../../graphs/commands/open-run.js";
import { DatawrightError } from "../../base/errors.js";
import type { Span } from "../../schema/span.js";
import type { CommonFlags } from "../flags.js";
import { moneyText } from "../print/print-figures.js";
import { failureLines } from "../print/failure-lines.js";
import { printable } from "../print/print-table.js";

interface TraceFlags extends CommonFlags {
  readonly sample?: string;
  readonly agent?: string;
  readonly slow: boolean;
  readonly bodies: boolean;
  readonly limit: number;
}

/** `datawright trace RUN`: the steps of a run as a tree with times, tokens and cost. */
export async function trace(run: string, flags: TraceFlags): Promise<number> {
  const opened = await openRun(
    run,
    flags.workspace === undefined ? {} : { workspace: flags.workspace },
  );
  try {
    if (flags.sample !== undefined && (await opened.count({ ids: [flags.sample] })) === 0) {
      throw new DatawrightError({
        code: "USAGE",
        message: `run ${opened.id} has no sample ${flags.sample}`,
        hint: `\`datawright samples ${opened.id}\` lists them.`,
      });
    }
    const query = {
      sample: flags.sample,
      agent: flags.agent,
      slowest: flags.slow,
    };
    const spans = await opened.spans({ ...query, limit: flags.limit + 1 });
    const shown = spans.slice(0, flags.limit);
    if (flags.json) {
      const bodies: Record<string, unknown> = {};
      if (flags.bodies)
        for (const span of shown)
          for (const hash of [span.inputHash, span.outputHash])
            if (hash !== null) bodies[hash] ??= await opened.body(hash);
      const verdicts = flags.sample === undefined ? undefined : await opened.verdicts(flags.sample);
      process.stdout.write(
        `${JSON.stringify({ spans: shown, more: spans.length > shown.length, bodies: flags.bodies ? bodies : undefined, verdicts })}\n`,
      );
      return 0;
    }
    if (shown.length === 0) process.stdout.write("no steps match\n");
    const body = async (hash: string | null): Promise<string> =>
      hash === null ? "" : printable(JSON.stringify(await opened.body(hash)));
    for (const { span, depth } of flags.slow
      ? shown.map((one) => ({ span: one, depth: 0 }))
      : asTree(shown)) {
      process.stdout.write(
        `${"  ".repeat(depth)}${spanLine(span, shown[0]!.startedAt, flags.slow)}\n`,
      );
      for (const line of failureLines(span, shown))
        process.stdout.write(`${"  ".repeat(depth + 1)}${line}\n`);
      if (flags.bodies && span.inputHash !== null)
        process.stdout.write(`${"  ".repeat(depth + 1)}-> ${await body(span.inputHash)}\n`);
      if (flags.bodies && span.outputHash !== null)
        process.stdout.write(`${"  ".repeat(depth + 1)}<- ${await body(span.outputHash)}\n`);
    }
    if (flags.sample !== undefined)
      for (const verdict of await opened.verdicts(flags.sample))
        process.stdout.write(
          `${verdict.pass ? "passed " : "REFUSED"} ${verdict.criterion} (version ` +
            `${verdict.revision}): ${printable(verdict.reason)}\n`,
        );
    if (spans.length > shown.length)
      process.stdout.write(`more steps with --limit ${flags.limit * 5}\n`);
    const usage = await opened.usage();
    for (const row of usage)
      process.stdout.write(
        `${row.agent} on ${row.model}: ${row.calls} calls, ${row.cached} cached, ` +
          `${row.inputTokens} tokens in, ${row.outputTokens} out, ` +
          `${row.costUsd === null ? "cost unknown" : moneyText(row.costUsd)}, ` +
          `${row.seconds.toFixed(1)} s of waiting\n`,
      );
    return 0;
  } finally {
    opened.close();
  }
}

/**
 * Parents before their children, each list by start; a span whose parent is not shown stands at the
 * top.
 */
function asTree(spans: readonly Span[]): { span: Span; depth: number }[] {
  const ids = new Set(spans.map((span) => span.id));
  const children = new Map<string | null, Span[]>();
  for (const span of spans) {
    const parent = span.parentId !== null && ids.has(span.parentId) ? span.parentId : null;
    children.set(parent, [...(children.get(parent) ?? []), span]);
  }
  const ordered: { span: Span; depth: number }[] = [];
  const walk = (parent: string | null, depth: number): void => {
    for (const span of (children.get(parent) ?? []).sort((a, b) => a.startedAt - b.startedAt)) {
      ordered.push({ span, depth });
      walk(span.id, depth + 1);
    }
  };
  walk(null, 0);
  return ordered;
}

function spanLine(span: Span, origin: number, slow: boolean): string {
  const facts: string[] = [`${span.durationMs.toFixed(1)} ms`];
  const input = span.attributes["gen_ai.usage.input_tokens"];
  const output = span.attributes["gen_ai.usage.output_tokens"];
  if (typeof input === "number")
    facts.push(`${input}+${typeof output === "number" ? output : 0} tokens`);
  const cost = span.attributes["datawright.cost_usd"];
  if (typeof cost === "number" && cost > 0) facts.push(`$${cost.toFixed(6)}`);
  if (span.attributes["datawright.cached"] === true) facts.push("cached");
  if (span.status === "error") facts.push(`FAILED ${span.errorCode ?? ""}`);
  const model = span.attributes["gen_ai.request.model"];
  const where = slow && span.agent !== null ? ` [${span.agent}]` : "";
  return (
    `+${((span.startedAt - origin) / 1000).toFixed(2)}s ` +
    `${span.name}${typeof model === "string" && !span.name.includes(model) ? ` ${model}` : ""}${where} ` +
    `(${facts.join(", ")})${span.sampleIds.length === 1 ? ` ${span.sampleIds[0]}` : ""}`
  );
}
