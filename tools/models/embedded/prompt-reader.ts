import { SECTION_KINDS, type ChatMessage, type SectionKind } from "../../../schema/prompt.js";
import { isRecord } from "../../../base/values/is-record.js";

export type DataRecord = Readonly<Record<string, unknown>>;

/** One tagged section as it stands in the messages: the raw text between its tags. */
export type RawSections = Readonly<Record<SectionKind, string>>;

const SECTION = new RegExp(`^<(${SECTION_KINDS.join("|")})>\\n([\\s\\S]*?)^</\\1>$`, "gm");

/**
 * Finds the tagged sections of a conversation. Data is escaped ("<" is written \\u003c), so a
 * closing tag is never data. What the assistant said before is not read; sections of one kind are
 * joined in order.
 */
export function rawSections(messages: readonly ChatMessage[]): RawSections {
  const found = Object.fromEntries(SECTION_KINDS.map((kind) => [kind, ""])) as Record<
    SectionKind,
    string
  >;
  for (const message of messages) {
    if (message.role === "assistant") continue;
    for (const [, kind, body] of message.content.matchAll(SECTION)) {
      const name = kind as SectionKind;
      found[name] = found[name] === "" ? (body as string) : `${found[name]}\n${body as string}`;
    }
  }
  return found;
}

/** The records of a section: every line that is one JSON object. */
export function sectionRecords(section: string): DataRecord[] {
  const records: DataRecord[] = [];
  for (const line of section.split("\n")) {
    const trimmed = line.trim();
    if (!trimmed.startsWith("{")) continue;
    const value = parsed(trimmed);
    if (isRecord(value)) records.push(value as DataRecord);
  }
  return records;
}

/** The instruction words of a section: what is not a record. */
export function sectionText(section: string): string {
  return section
    .split("\n")
    .filter((line) => !line.trim().startsWith("{"))
    .join("\n")
    .trim();
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined; // a line of instruction text that happens to start with a brace
  }
}
