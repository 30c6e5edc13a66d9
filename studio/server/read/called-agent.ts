import { z } from "zod";
import type { Language } from "../../../base/language/language.js";
import type { AgentTrial } from "../../../graphs/playground/try-agent.js";
import type { Span } from "../../../schema/span.js";
import type { Called } from "../../api/playground.js";
import type { SpanDetail } from "../../api/spans.js";
import { answeredDetail } from "./span-detail.js";

const MOST_PROBLEMS = 50;

const KOREAN = z.locales.ko().localeError;

/** What a schema refuses of a value, by path, in the reader's language. */
export function problemsOf(
  schema: z.ZodType,
  value: unknown,
  language: Language = "en",
): Called["problems"] {
  const read = schema.safeParse(value, language === "ko" ? { error: KOREAN } : undefined);
  return read.success
    ? []
    : read.error.issues
        .slice(0, MOST_PROBLEMS)
        .map(({ path, message }) => ({ path: path.map(String).join("."), message }));
}

/** A call of one agent as the page shows it. */
export function calledOf({ spans, bodies, error, ...trial }: AgentTrial): Called {
  const ordered = treeOrder(spans);
  const details = ordered.map((span): SpanDetail => ({
    ...answeredDetail(span, {
      request: span.inputHash === null ? null : bodies[span.inputHash],
      output: span.outputHash === null ? null : bodies[span.outputHash],
      children: spans.filter(({ parentId }) => parentId === span.id).length,
    }),
    verdicts: [],
    ancestors: [],
  }));
  const asked = details.filter(
    ({ operation }) => operation === "chat" || operation === "embeddings",
  );
  const sum = (of: (span: SpanDetail) => number | null): number =>
    asked.reduce((total, span) => total + (of(span) ?? 0), 0);
  return {
    agent: trial.agent,
    output: trial.output,
    error:
      error === null
        ? null
        : { code: error.code, message: error.message, meaning: null, hint: error.hint ?? null },
    problems: listedProblems(error?.details["issues"]),
    spans: details,
    milliseconds: trial.milliseconds,
    calls: details.filter(({ operation }) => operation === "chat").length,
    inputTokens: sum(({ promptTokens }) => promptTokens),
    outputTokens: sum(({ answerTokens }) => answerTokens),
    cost: asked.some(({ cost, status }) => cost === null && status === "ok")
      ? null
      : sum(({ cost }) => cost),
    memory: trial.memory,
  };
}

/** Parents before children, each by its start. */
function treeOrder(spans: readonly Span[]): Span[] {
  const ids = new Set(spans.map(({ id }) => id));
  const below = (parent: string | null): Span[] =>
    spans
      .filter(({ parentId }) =>
        parent === null ? parentId === null || !ids.has(parentId) : parentId === parent,
      )
      .sort((a, b) => a.startedAt - b.startedAt)
      .flatMap((span) => [span, ...below(span.id)]);
  return below(null);
}

function listedProblems(issues: unknown): Called["problems"] {
  return Array.isArray(issues)
    ? (issues as { readonly path?: unknown; readonly message?: unknown }[]).map((issue) => ({
        path: String(issue.path ?? ""),
        message: String(issue.message ?? ""),
      }))
    : [];
}
