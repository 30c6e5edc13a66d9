import type { ReportVerdict } from "../../../schema/report-verdict.js";
import { escapeHtml, unbroken } from "../escape-html.js";
import type { ReportTexts } from "../language/report-texts.js";

/** The verdict in words, what to do next, and what it rests on. */
export function verdictSection(
  { level, text, findings, next }: ReportVerdict,
  texts: ReportTexts,
): string {
  const say = texts.page.verdict;
  const sentence = (said: string): string => unbroken(escapeHtml(capital(texts.sentence(said))));
  const advice =
    next.length === 0
      ? `<p class="soft">${say.nothing}</p>`
      : `<ol>${next.map((one) => `<li dir="auto">${sentence(one)}</li>`).join("")}</ol>`;
  const found = findings
    .map(
      (finding) =>
        `<li dir="auto"><span class="level ${finding.level}">${say.marks[finding.level]}</span>${sentence(finding.text)}</li>`,
    )
    .join("");
  return (
    `<section class="verdict ${level}"><h2>${say.title}: <span class="level ${level}">${say.levels[level]}</span></h2>` +
    `<p>${sentence(text)}</p><h3>${say.next}</h3>${advice}` +
    `${found === "" ? "" : `<h3>${say.findings}</h3><ul>${found}</ul>`}</section>`
  );
}

function capital(text: string): string {
  const ended = /[.!?…]$/u.test(text) || text === "" ? text : `${text}.`;
  return ended.charAt(0).toLocaleUpperCase("en-US") + ended.slice(1);
}
