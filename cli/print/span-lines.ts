import type { Span } from "../../schema/span.js";
import { countText } from "./count-text.js";
import { moneyText } from "./print-figures.js";
import { printable } from "./print-table.js";

/** What model calls took: how many, from the cache, failed, tokens, money. */
interface Totals {
  readonly calls: number;
  readonly cached: number;
  readonly failed: number;
  readonly input: number;
  readonly output: number;
  /** Null where the price of an answer is not known. */
  readonly usd: number | null;
  readonly milliseconds: number;
}

/** One step on one line. */
export function spanLine(span: Span, origin: number, options: { readonly who: boolean }): string {
  const facts: string[] = [`${span.durationMs.toFixed(1)} ms`];
  const input = span.attributes["gen_ai.usage.input_tokens"];
  const output = span.attributes["gen_ai.usage.output_tokens"];
  if (typeof input === "number")
    facts.push(`${input}+${typeof output === "number" ? output : 0} tokens`);
  const cost = span.attributes["datawright.cost_usd"];
  if (typeof cost === "number" && cost > 0) facts.push(`$${cost.toFixed(6)}`);
  if (span.attributes["datawright.cached"] === true) facts.push("cached");
  if (span.status === "error") facts.push(`FAILED ${span.errorCode ?? ""}`);
  const who =
    options.who && span.agent !== null && !span.name.includes(span.agent) ? ` [${span.agent}]` : "";
  return printable(
    `${since(span, origin)} ${title(span)}${who} ` +
      `(${facts.join(", ")})${span.sampleIds.length === 1 ? ` ${span.sampleIds[0]}` : ""}`,
  );
}

/** Several steps alike on one line. */
export function foldedLine(spans: readonly Span[], origin: number): string {
  const times = spans.map((span) => span.durationMs).sort((a, b) => a - b);
  const { cached, input, output, usd } = totals(spans);
  const failed = spans.filter((span) => span.status === "error");
  const codes = [...new Set(failed.map(({ errorCode }) => errorCode ?? "unknown"))];
  const facts = [
    `p50 ${share(times, 0.5).toFixed(1)} ms`,
    `p95 ${share(times, 0.95).toFixed(1)} ms`,
    ...(failed.length > 0 ? [`${failed.length} FAILED (${codes.join(", ")})`] : []),
    ...(input + output > 0 ? [`${input}+${output} tokens`] : []),
    ...(usd !== null && usd > 0 ? [moneyText(usd)] : []),
    ...(cached > 0 ? [`${cached} cached`] : []),
  ];
  return printable(
    `${since(spans[0]!, origin)} ${title(spans[0]!)} x${spans.length}: ${facts.join(", ")}`,
  );
}

/** What the model calls among some steps took, a line for each agent and model. */
export function totalLines(spans: readonly Span[]): string[] {
  const asked = spans.filter(({ operation }) => operation === "chat" || operation === "embeddings");
  const groups = new Map<string, Span[]>();
  for (const span of asked) {
    const key = `${span.agent ?? "no agent"} on ${modelOf(span)}`;
    groups.set(key, [...(groups.get(key) ?? []), span]);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([who, group]) => {
      const { calls, cached, failed, input, output, usd, milliseconds } = totals(group);
      return printable(
        `${who}: ${countText(calls, "call")}, ${cached} cached, ` +
          `${failed > 0 ? `${failed} failed, ` : ""}${input} tokens in, ${output} out, ` +
          `${usd === null ? "cost unknown" : moneyText(usd)}, ` +
          `${(milliseconds / 1000).toFixed(1)} s of waiting`,
      );
    });
}

function totals(spans: readonly Span[]): Totals {
  const number = (span: Span, name: string): number => {
    const value = span.attributes[name];
    return typeof value === "number" ? value : 0;
  };
  const fresh = spans.filter((span) => span.attributes["datawright.cached"] !== true);
  const answered = fresh.filter((span) => span.status === "ok");
  const sum = (name: string): number =>
    fresh.reduce((total, span) => total + number(span, name), 0);
  const unpriced = answered.some(
    (span) =>
      (span.operation === "chat" || span.operation === "embeddings") &&
      typeof span.attributes["datawright.cost_usd"] !== "number",
  );
  return {
    calls: answered.length,
    cached: spans.length - fresh.length,
    failed: fresh.length - answered.length,
    input: sum("gen_ai.usage.input_tokens"),
    output: sum("gen_ai.usage.output_tokens"),
    usd: unpriced ? null : sum("datawright.cost_usd"),
    milliseconds: spans.reduce((total, span) => total + span.durationMs, 0),
  };
}

function title(span: Span): string {
  const model = modelOf(span);
  return `${span.name}${model === "" || span.name.includes(model) ? "" : ` ${model}`}`;
}

function modelOf(span: Span): string {
  const model = span.attributes["gen_ai.request.model"];
  return typeof model === "string" ? model : "";
}

function since(span: Span, origin: number): string {
  return `+${((span.startedAt - origin) / 1000).toFixed(2)}s`;
}

/** Of sorted times the one that this share of them does not pass. */
function share(sorted: readonly number[], part: number): number {
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)]!;
}
