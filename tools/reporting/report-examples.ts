import type { Report } from "../../schema/report.js";
import type { ReportTexts } from "./language/report-texts.js";
import { escapeHtml, escapeValue } from "./escape-html.js";

type Example = Report["examples"]["accepted"][number];

/** Accepted and rejected samples with their labels and reasons. */
export function examplesSection(examples: Report["examples"], texts: ReportTexts): string {
  return list(texts, "accepted", examples.accepted) + list(texts, "rejected", examples.rejected);
}

function list(
  texts: ReportTexts,
  status: "accepted" | "rejected",
  samples: readonly Example[],
): string {
  const tone = status === "accepted" ? "good" : "bad";
  const items = samples.map(
    (sample) =>
      `<li>${tags(sample, tone)}<div class="text" ` +
      `dir="auto">${escapeHtml(textOf(sample))}</div>${why(sample)}</li>`,
  );
  return `<section><h2>${texts.sections[status]}</h2>${items.length > 0 ? `<ol>${items.join("")}</ol>` : `<p class="soft">${texts.none}</p>`}</section>`;
}

function tags(sample: Example, tone: "good" | "bad"): string {
  const label = labelOf(sample["label"]);
  const reasons = ([] as unknown[]).concat(sample["reasons"] ?? sample["reason"] ?? []);
  const shown = reasons
    .map((reason) => `<span class="tag ${tone}">${escapeValue(reason)}</span>`)
    .join("");
  const id =
    typeof sample["id"] === "string" ? `<code class="soft">${escapeHtml(sample["id"])}</code>` : "";
  return `<div>${label === "" ? "" : `<span class="tag" dir="auto">${escapeHtml(label)}</span>`}${tone === "bad" ? shown : ""}${id}</div>`;
}

/** The words on why: a note, or a list of them, wherever the report has them. */
function why(sample: Example): string {
  const notes = ([] as unknown[])
    .concat(sample["why"] ?? sample["note"] ?? sample["notes"] ?? [])
    .filter((note) => note !== null && note !== "");
  return notes.map((note) => `<div class="why" dir="auto">${escapeValue(note)}</div>`).join("");
}

function textOf(sample: Example): string {
  const fields = sample["fields"];
  if (typeof fields === "object" && fields !== null) {
    const entries = Object.entries(fields as Record<string, unknown>);
    if (entries.length === 1) return plain(entries[0]![1]);
    return entries.map(([name, value]) => `${name}: ${plain(value)}`).join("\n");
  }
  return plain(sample["text"]);
}

function plain(value: unknown): string {
  return value === null || value === undefined
    ? ""
    : typeof value === "string"
      ? value
      : JSON.stringify(value);
}

function labelOf(label: unknown): string {
  if (typeof label === "string") return label;
  if (Array.isArray(label)) return label.map(String).join(", ");
  const current = (label as { current?: unknown } | null | undefined)?.current;
  return current === undefined || current === null ? "" : labelOf(current);
}
