import type { Span } from "../../schema/span.js";
import { printable } from "./print-table.js";

/** Most characters of one part of a request or answer on the terminal. */
const MOST = 600;

/**
 * One turn of an agent for the terminal: what was asked, section by section, and what came back.
 */
export function turnLines(
  span: Pick<Span, "inputHash" | "outputHash">,
  bodies: Readonly<Record<string, unknown>>,
): string[] {
  const body = (hash: string | null): unknown => (hash === null ? null : (bodies[hash] ?? null));
  return [
    ...partLines(body(span.inputHash)).map((line) => `-> ${line}`),
    ...partLines(body(span.outputHash)).map((line) => `<- ${line}`),
  ];
}

function partLines(body: unknown): string[] {
  if (body === null) return [];
  const { sections, text } = body as { sections?: unknown; text?: unknown };
  if (Array.isArray(sections))
    return (sections as { kind: string; text?: string; items?: readonly unknown[] }[]).flatMap(
      sectionLines,
    );
  return [
    cut(typeof text === "string" ? text : typeof body === "string" ? body : JSON.stringify(body)),
  ];
}

function sectionLines({
  kind,
  text,
  items,
}: {
  readonly kind: string;
  readonly text?: string;
  readonly items?: readonly unknown[];
}): string[] {
  const shown = (items ?? [])
    .slice(0, 3)
    .map((item) => `[${kind}] ${cut(typeof item === "string" ? item : JSON.stringify(item))}`);
  const rest = (items?.length ?? 0) - shown.length;
  return [
    ...(text ? [`[${kind}] ${cut(text)}`] : []),
    ...shown,
    ...(rest > 0 ? [`[${kind}] and ${rest} more (--json has all)`] : []),
  ];
}

function cut(text: string): string {
  const line = printable(text);
  return line.length > MOST
    ? `${line.slice(0, MOST)} … (${line.length} characters; --json has all)`
    : line;
}
