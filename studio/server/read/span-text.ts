import type { Span } from "../../../schema/span.js";
import type { ChatMessage, Prompt, PromptSection } from "../../../schema/prompt.js";
import { renderPrompt } from "../../../tools/models/prompt/render-prompt.js";
import type { DatabaseTraceStore } from "../../../memory/trace-store.js";
import type { SpanDetail } from "../../api/spans.js";

/** True where a step's name, error, messages or answer has the text, in small or capital letters. */
export async function spanSpeaksOf(
  span: Span,
  text: string,
  trace: DatabaseTraceStore,
): Promise<boolean> {
  const wanted = text.toLowerCase();
  const has = (value: unknown): boolean =>
    typeof value === "string"
      ? value.toLowerCase().includes(wanted)
      : typeof value === "object" && value !== null && Object.values(value).some(has);
  if (has(span.name) || has(span.agent) || has(span.attributes["error.message"])) return true;
  if (span.sampleIds.some((id) => id === text)) return true;
  for (const hash of [span.inputHash, span.outputHash])
    if (hash !== null && has(await trace.body(hash))) return true;
  return false;
}

interface RequestBody {
  readonly sections?: readonly PromptSection[];
  readonly template?: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly messages?: readonly ChatMessage[];
}

const SECTION = /<([a-z]+)>\n([\s\S]*?)<\/\1>/gu;

/** A stored request as the messages that were sent, each cut into its sections. */
export function sentMessages(body: unknown): SpanDetail["messages"] {
  if (typeof body !== "object" || body === null) return [];
  const { sections, template, values, messages = [] } = body as RequestBody;
  const all: readonly ChatMessage[] = Array.isArray(sections)
    ? [...renderPrompt({ sections: sections as Prompt["sections"], template, values }), ...messages]
    : Array.isArray(messages)
      ? messages
      : [];
  const kinds = new Set((sections ?? []).map(({ kind }) => kind as string));
  return all.map(({ role, content }) => ({
    role,
    sections: sectionsOf(String(content ?? ""), kinds),
  }));
}

/** The parts of a message by the tags that the harness put around them. */
export function sectionsOf(
  content: string,
  kinds: ReadonlySet<string>,
): SpanDetail["messages"][number]["sections"] {
  const parts: { name: string; text: string }[] = [];
  let end = 0;
  const plain = (text: string): void => {
    if (text.trim() !== "") parts.push({ name: "message", text: text.trim() });
  };
  for (const match of content.matchAll(SECTION)) {
    const [whole, name = "", text = ""] = match;
    if (!kinds.has(name)) continue;
    plain(content.slice(end, match.index));
    parts.push({ name, text: text.trimEnd() });
    end = match.index + whole.length;
  }
  plain(content.slice(end));
  return parts;
}
