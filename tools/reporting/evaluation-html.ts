import type { Language } from "../../base/language/language.js";
import type { ReportFigures } from "../../schema/report-figures.js";
import type { Reproduction, ReportVerdict } from "../../schema/report-verdict.js";
import type { Figure } from "../evaluation/contract.js";
import type { Confusion } from "../evaluation/downstream/confusions.js";
import { escapeHtml } from "./escape-html.js";
import { figureText } from "./figure-text.js";
import type { SampleBrowser } from "./figures/browser-rows.js";
import { reportTexts, type ReportTexts } from "./language/report-texts.js";
import { count, dollars, figure } from "./number-text.js";
import { browserSection } from "./page/browser-section.js";
import { definitionsSection, notesSection, reproduceSection } from "./page/closing-sections.js";
import { htmlTable, section } from "./page/html-table.js";
import { languageTag, pageHtml } from "./page/page-html.js";
import { plotsSection } from "./page/plots-section.js";
import { nearSection, worstSection } from "./page/sample-sections.js";
import { tilesOf } from "./page/tiles.js";
import { verdictSection } from "./page/verdict-section.js";
import { calibrationPlot } from "./plots/calibration-plot.js";
import { curvePlot } from "./plots/curve-plot.js";
import { diversityPlot } from "./plots/diversity-plot.js";
import { heatMap } from "./plots/heat-map.js";
import { labelPlot } from "./plots/label-plot.js";
import { lengthPlot } from "./plots/length-plot.js";
import { scorePlot } from "./plots/score-plot.js";

/** A figure of a part, with what it rests on. */
export interface PageFigure extends Figure {
  readonly name: string;
}

/** What the page of an evaluation shows. */
export interface EvaluationPage {
  /** What was evaluated: the name of its file or folder. */
  readonly name: string;
  /** Language of the rows. */
  readonly written: string;
  readonly verdict: ReportVerdict;
  /** Parts that nothing was given for. */
  readonly notMeasured: readonly string[];
  readonly rows: number;
  readonly unusable: number;
  readonly reference: number | null;
  readonly test: number | null;
  readonly modelCalls: number;
  readonly cachedCalls: number;
  readonly costUsd: number | null;
  readonly figures: ReportFigures;
  readonly parts: readonly { readonly name: string; readonly figures: readonly PageFigure[] }[];
  readonly confusions: readonly Confusion[];
  /** Figures of the metrics that were named. */
  readonly metrics: Readonly<Record<string, unknown>>;
  /** What could not be used, in words. */
  readonly problems: readonly string[];
  readonly reproduction: Reproduction;
}

/** Figures that every page of an evaluation explains; those of its parts come behind. */
const EXPLAINED = ["verdict", "interval", "nearPairs"];
/** Names that have another meaning in a run. */
const OTHERWISE: Readonly<Record<string, string>> = {
  coverage: "coverage_reference",
  unseenMass: "unseenMass_texts",
};

/**
 * The report of an evaluation as one HTML page, like that of a run: it asks nothing of anybody, runs no
 * script but its own, and escapes every text of a file or a model.
 */
export function renderEvaluationHtml(
  page: EvaluationPage,
  { browser, language = "en" }: { readonly browser: SampleBrowser; readonly language?: Language },
): string {
  const texts = reportTexts(language);
  const { figures } = page;
  const say = texts.page.evaluation;
  const words = { texts, written: languageTag(page.written), run: null };
  const asked = page.parts.flatMap((part) =>
    part.figures.map(({ name }) => OTHERWISE[name] ?? name),
  );
  const missing = page.notMeasured.map((name) => say.parts[name] ?? name).join(", ");
  return pageHtml({
    title: say.title(page.name),
    language,
    hasBrowser: browser.rows.length > 0,
    body: [
      `<header><h1 dir="auto">${escapeHtml(page.name)}</h1>${missing === "" ? "" : `<p class="soft">${escapeHtml(say.notMeasured(missing))}</p>`}</header>`,
      verdictSection(page.verdict, texts),
      tilesOf([
        [count(page.rows), say.rows],
        ...(page.unusable === 0 ? [] : [[count(page.unusable), say.unusable] as const]),
        [page.reference === null ? "–" : count(page.reference), say.reference],
        [page.test === null ? "–" : count(page.test), say.test],
        [findingCounts(page.verdict), say.findings],
        ...(page.modelCalls + page.cachedCalls === 0
          ? []
          : [
              [
                dollars(page.costUsd, texts.unknown),
                texts.tiles.calls(count(page.cachedCalls)),
              ] as const,
            ]),
      ]),
      plotsSection(
        [
          heatMap(figures.heat, texts),
          labelPlot(figures.labels, texts),
          curvePlot(figures, texts),
          diversityPlot(figures.diversity, texts),
          lengthPlot(figures.lengths, texts),
          scorePlot(figures.scores, texts),
          calibrationPlot(figures.calibration, texts),
        ],
        texts,
      ),
      nearSection(figures.nearPairs, words),
      figures.worst.length === 0 ? "" : worstSection(figures.worst, words),
      browserSection(browser, words),
      ...page.parts.map((part) => partSection(part, texts)),
      confusionSection(page.confusions, texts),
      metricsSection(page.metrics, texts),
      notesSection(page.problems, texts),
      reproduceSection(page.reproduction, { texts, about: texts.page.reproduce.aboutData }),
      definitionsSection([...EXPLAINED, ...asked], language),
    ],
  });
}

function findingCounts({ findings }: ReportVerdict): string {
  const of = (level: string): number => findings.filter((one) => one.level === level).length;
  return `${of("bad")}, ${of("doubt")}`;
}

function partSection(
  { name, figures }: EvaluationPage["parts"][number],
  texts: ReportTexts,
): string {
  const say = texts.page.evaluation;
  const value = (of: PageFigure, own: number | null | undefined): string =>
    own == null ? "–" : escapeHtml(figureText(of.name, own));
  return section(
    say.parts[name] ?? name,
    htmlTable(texts, figures, [
      {
        title: texts.columns.figure,
        cell: (of) => escapeHtml(texts.figureNames[of.name] ?? of.name),
      },
      { title: say.value, kind: "n", cell: (of) => value(of, of.value) },
      {
        title: texts.columns.interval,
        kind: "n",
        cell: (of) =>
          of.low === undefined || of.high === undefined
            ? ""
            : `${value(of, of.low)} – ${value(of, of.high)}`,
      },
      {
        title: say.compared,
        kind: "n",
        cell: (of) =>
          of.compared === undefined
            ? ""
            : `${value(of, of.compared.data)} : ${value(of, of.compared.reference)}`,
      },
      {
        title: texts.columns.rows,
        kind: "n",
        cell: (of) => (of.rows === of.of ? count(of.rows) : `${count(of.rows)}/${count(of.of)}`),
      },
      {
        title: texts.sections.notes,
        kind: "words",
        cell: (of) =>
          escapeHtml(
            [
              ...(of.note === undefined ? [] : [texts.sentence(of.note)]),
              ...(of.compared === undefined || of.compared.rows === of.rows
                ? []
                : [say.sampled(count(of.compared.rows))]),
            ].join("; "),
          ),
      },
    ]),
  );
}

function confusionSection(confusions: readonly Confusion[], texts: ReportTexts): string {
  if (confusions.length === 0) return "";
  const say = texts.page.evaluation;
  return section(
    say.confusions,
    htmlTable(
      texts,
      confusions,
      [
        { title: texts.columns.label, cell: ({ label }) => escapeHtml(label) },
        { title: say.takenFor, cell: ({ takenFor }) => escapeHtml(takenFor) },
        { title: say.wrong, kind: "n", cell: ({ rows, of }) => `${rows} / ${of}` },
        {
          title: say.only,
          kind: "n",
          cell: ({ onlySynthetic }) => (onlySynthetic === null ? "–" : count(onlySynthetic)),
        },
      ],
      { isSmall: true },
    ),
  );
}

function metricsSection(metrics: EvaluationPage["metrics"], texts: ReportTexts): string {
  const rows = Object.entries(metrics).flatMap(([name, value]): (readonly [string, unknown])[] =>
    typeof value === "object" && value !== null
      ? Object.entries(value).map(([own, inner]) => [`${name}.${own}`, inner] as const)
      : [[name, value]],
  );
  if (rows.length === 0) return "";
  return section(
    texts.page.evaluation.metrics,
    htmlTable(
      texts,
      rows,
      [
        { title: texts.columns.name, cell: ([name]) => escapeHtml(name) },
        {
          title: texts.columns.value,
          kind: "n",
          cell: ([, value]) => (typeof value === "number" ? figure(value) : "–"),
        },
      ],
      { isSmall: true },
    ),
  );
}
