import { existsSync } from "node:fs";
import { DatawrightError } from "../../../base/errors.js";
import { redactKeys } from "../../../base/redact-secrets.js";
import type { OpenTrace } from "../../../graphs/commands/open-trace.js";
import { writeFileAtomic } from "../../../memory/atomic-file.js";
import type { SpanQuery } from "../../../memory/contract.js";
import type { Span } from "../../../schema/span.js";
import { texts } from "../../language/texts.js";

/** How the steps of a run are written for other programs. */
export interface TraceExport {
  readonly format: "jsonl" | "otlp-json";
  /** File; undefined for standard output. */
  readonly out: string | undefined;
  readonly force: boolean;
  /** Whether requests and answers go with the steps. */
  readonly bodies: boolean;
  readonly json: boolean;
}

interface Step {
  readonly span: Span;
  readonly content?: { readonly input?: unknown; readonly output?: unknown };
}

/** Steps that are held at once. */
const PAGE = 500;

/**
 * Writes the steps of a run page by page, in the order in which they began.
 *
 * @throws USAGE for a file that is there already
 */
export async function exportTrace(
  opened: OpenTrace,
  query: Omit<SpanQuery, "after" | "slowest">,
  { format, out, force, bodies, json }: TraceExport,
): Promise<number> {
  if (out !== undefined && !force && existsSync(out))
    throw new DatawrightError({
      code: "USAGE",
      message: `${out} exists already`,
      hint: "Choose another --out, or give --force to overwrite it.",
    });
  const counted = { steps: 0 };
  const steps = stepsOf(opened, query, { bodies, counted });
  const lines = format === "jsonl" ? jsonLines(steps) : await otlpLines(opened, steps);
  if (out === undefined) {
    await printLines(lines);
    return 0;
  }
  await writeFileAtomic(out, lines);
  process.stdout.write(
    json
      ? `${JSON.stringify({ format, steps: counted.steps, file: out })}\n`
      : `${texts().trace.written(counted.steps)}\n${out}\n`,
  );
  return 0;
}

/** As fast as they are read; a reader that has seen enough, such as `head`, ends it. */
async function printLines(lines: AsyncIterable<string>): Promise<void> {
  const { stdout } = process;
  let wake = (): void => {};
  let isGone = false;
  const go = (): void => wake();
  const end = (): void => {
    isGone = true;
    wake();
  };
  stdout.on("drain", go).on("error", end);
  try {
    for await (const line of lines) {
      if (isGone) return;
      const drained = new Promise<void>((resolve) => (wake = resolve));
      if (!stdout.write(redactKeys(line))) await drained;
    }
  } finally {
    stdout.off("drain", go).off("error", end);
  }
}

async function* stepsOf(
  opened: OpenTrace,
  query: SpanQuery,
  { bodies, counted }: { readonly bodies: boolean; readonly counted: { steps: number } },
): AsyncGenerator<Step> {
  let after: SpanQuery["after"];
  for (;;) {
    const left = (query.limit ?? Infinity) - counted.steps;
    const page = await opened.spans({ ...query, after, limit: Math.min(PAGE, left) });
    for (const span of page) {
      counted.steps += 1;
      yield bodies ? { span, content: await contentOf(opened, span) } : { span };
    }
    after = page.at(-1);
    if (page.length < PAGE) return;
  }
}

async function contentOf(opened: OpenTrace, span: Span): Promise<Step["content"]> {
  const [input, output] = [span.inputHash, span.outputHash].map((hash) =>
    hash === null ? undefined : opened.body(hash),
  );
  return { input: await input, output: await output };
}

async function* jsonLines(steps: AsyncIterable<Step>): AsyncGenerator<string> {
  for await (const { span, content } of steps) yield `${JSON.stringify({ ...span, ...content })}\n`;
}

/** The SDK is loaded only for it. */
async function otlpLines(
  opened: OpenTrace,
  steps: AsyncIterable<Step>,
): Promise<AsyncIterable<string>> {
  const { otlpJsonLines } = await import("../../../tools/otlp/otlp-json.js");
  return otlpJsonLines({ runId: opened.runId, createdAt: opened.createdAt }, steps);
}
