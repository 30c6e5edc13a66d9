import type { ReportFigures } from "../../../schema/report-figures.js";
import { escapeHtml } from "../escape-html.js";
import type { ShownSample } from "../figures/shown-sample.js";
import type { ReportTexts } from "../language/report-texts.js";
import { count } from "../number-text.js";
import { section } from "./html-table.js";

/** What the samples of a page have in common. */
export interface SampleWords {
  readonly texts: ReportTexts;
  /** Language that the samples are written in. */
  readonly written: string;
  /** Run whose trace shows what shaped a sample; null for a file. */
  readonly run: string | null;
}

/** The pairs of samples that are most alike. */
export function nearSection(near: ReportFigures["nearPairs"], words: SampleWords): string {
  const { texts, written } = words;
  const say = texts.page.near;
  if (near === null) return section(say.title, `<p class="soft">${say.none}</p>`);
  const side = (sample: ShownSample): string =>
    `<div>${head(sample)}${textOf(sample, written)}${traceLine(sample.id, words)}</div>`;
  const pairs = near.pairs.map(
    ({ similarity, first, second }) =>
      `<li><div class="why">${say.similarity(similarity.toFixed(3))}</div><div class="pair">${side(first)}${side(second)}</div></li>`,
  );
  return section(
    say.title,
    `<p class="soft">${say.about(count(near.looked), count(near.of))}</p><ol class="list short">${pairs.join("")}</ol>`,
  );
}

/** The samples with the lowest scores, and why. */
export function worstSection(worst: ReportFigures["worst"], words: SampleWords): string {
  const { texts, written } = words;
  const say = texts.page.worst;
  if (worst.length === 0) return section(say.title, `<p class="soft">${say.none}</p>`);
  const items = worst.map((sample) => {
    const reasons = sample.reasons
      .map((reason) => `<div class="why" dir="auto">${escapeHtml(texts.sentence(reason))}</div>`)
      .join("");
    const score =
      sample.score === null ? "" : `<span class="tag">${say.score(sample.score.toFixed(2))}</span>`;
    return `<li><div>${score}${head(sample)}</div>${textOf(sample, written)}${reasons}${traceLine(sample.id, words)}</li>`;
  });
  return section(
    say.title,
    `<p class="soft">${say.about}</p><ol class="list short">${items.join("")}</ol>`,
  );
}

/** The command that shows what shaped a sample, to be copied; of a row of a file its name. */
export function traceLine(id: string, { run }: Pick<SampleWords, "run">): string {
  const text = run === null ? id : `datawright trace ${run} --sample ${id}`;
  return `<div class="trace"><code>${escapeHtml(text)}</code></div>`;
}

function head({ label }: ShownSample): string {
  return label === "" ? "" : `<span class="tag" dir="auto">${escapeHtml(label)}</span>`;
}

function textOf({ text }: ShownSample, written: string): string {
  return `<div class="text" dir="auto" lang="${escapeHtml(written)}">${escapeHtml(text)}</div>`;
}
