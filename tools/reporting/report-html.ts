import type { Language } from "../../base/language/language.js";
import type { Report, Summary } from "../../schema/report.js";
import { escapeHtml } from "./escape-html.js";
import type { SampleBrowser } from "./figures/browser-rows.js";
import { reportTexts, type ReportTexts } from "./language/report-texts.js";
import { count, dollars, percent } from "./number-text.js";
import { browserSection } from "./page/browser-section.js";
import {
  definitionsSection,
  notesSection,
  recordSection,
  reproduceSection,
} from "./page/closing-sections.js";
import { languageTag, pageHtml } from "./page/page-html.js";
import { plotsSection } from "./page/plots-section.js";
import {
  coverageSection,
  failuresSection,
  figuresSection,
  replansSection,
  treeSection,
} from "./page/run-sections.js";
import { nearSection, worstSection } from "./page/sample-sections.js";
import { tilesOf, type Tile } from "./page/tiles.js";
import { verdictSection } from "./page/verdict-section.js";
import { calibrationPlot } from "./plots/calibration-plot.js";
import { costPlot } from "./plots/cost-plot.js";
import { curvePlot } from "./plots/curve-plot.js";
import { diversityPlot } from "./plots/diversity-plot.js";
import { funnelPlot } from "./plots/funnel-plot.js";
import { heatMap } from "./plots/heat-map.js";
import { labelPlot } from "./plots/label-plot.js";
import { lengthPlot } from "./plots/length-plot.js";
import { roundPlot } from "./plots/round-plot.js";
import { scorePlot } from "./plots/score-plot.js";
import { shareFigure, type ShareFigure } from "./share-figure.js";

/** Figures that the page of a run explains. */
const EXPLAINED = [
  ...["verdict", "interval", "accepted", "coverage", "unseenMass", "studentError"],
  ...["vocabulary", "distinct1", "distinct2", "entropy2", "selfBleu4", "mtld", "meanLength"],
  ...["averagePairwiseSimilarity", "copies", "labelAgreement", "synthetic", "majority"],
  ...["testRowsGivenAway", "scores", "nearPairs", "expectedCalibrationError"],
];

/**
 * The whole report of a run as one HTML page: a verdict, plots, samples and what they rest on. It asks
 * nothing of anybody, runs no script but its own, and every text of a model or a user is escaped. What
 * the page says by itself is in `language`; samples, the task and what agents said stay as they are.
 */
export function renderReportHtml(
  report: Report,
  { browser, language = "en" }: { readonly browser: SampleBrowser; readonly language?: Language },
): string {
  const { summary, task, figures } = report;
  const texts = reportTexts(language);
  const name = typeof task["name"] === "string" ? task["name"] : summary.runId;
  const description = typeof task["description"] === "string" ? task["description"] : "";
  const words = { texts, written: languageTag(task["language"]), run: summary.runId };
  return pageHtml({
    title: texts.title(name),
    language,
    hasBrowser: browser.rows.length > 0,
    body: [
      `<header><h1 dir="auto">${escapeHtml(name)}</h1>`,
      description === "" ? "" : `<p dir="auto">${escapeHtml(description)}</p>`,
      `<p class="soft">${texts.run(`<code>${escapeHtml(summary.runId)}</code>`)} ${texts.stops[summary.stop]} ${escapeHtml(texts.sentence(summary.stopDetail))}</p></header>`,
      verdictSection(report.verdict, texts),
      tilesOf(runTiles(summary, texts)),
      failuresSection(report.agentFailures, texts),
      plotsSection(
        [
          heatMap(figures.heat, texts),
          funnelPlot(report.funnel, language),
          labelPlot(figures.labels, texts),
          roundPlot(figures.rounds, { target: summary.target, texts }),
          diversityPlot(figures.diversity, texts),
          lengthPlot(figures.lengths, texts),
          scorePlot(figures.scores, texts),
          curvePlot(figures, texts),
          calibrationPlot(figures.calibration, texts),
          costPlot(report.usage, texts),
        ],
        texts,
      ),
      nearSection(figures.nearPairs, words),
      worstSection(figures.worst, words),
      browserSection(browser, words),
      figuresSection(report, texts),
      notesSection(report.notes, texts),
      reproduceSection(report.reproduction, {
        texts,
        models: (task["models"] ?? {}) as Readonly<Record<string, unknown>>,
        about: texts.page.reproduce.about,
      }),
      coverageSection(report, texts),
      treeSection(report, texts),
      replansSection(report.replans, texts),
      definitionsSection([...EXPLAINED, ...Object.keys(report.metrics)], language),
      recordSection(texts.sections.thresholds, report.thresholds, texts),
      recordSection(texts.sections.task, task, texts),
    ],
  });
}

function runTiles(summary: Summary, texts: ReportTexts): Tile[] {
  const { downstream, coverage } = summary;
  const names = texts.tiles;
  return [
    [`${count(summary.accepted)} / ${count(summary.target)}`, names.accepted(summary.stop)],
    [count(summary.rejected), names.rejected],
    [count(summary.inReview), names.inReview],
    [
      coverage.cells === 0 ? texts.unknown : percent(coverage.ratio),
      coverage.cells === 0 ? names.nothingPlanned : names.covered(count(coverage.cells)),
    ],
    shareTile(
      names.accuracy,
      shareFigure(downstream.synthetic?.accuracy ?? null, downstream.testSize),
      names,
    ),
    shareTile(
      names.agreement,
      shareFigure(summary.labelAgreement, summary.labelAgreementRows),
      names,
    ),
    [count(summary.modelCalls), names.calls(count(summary.cachedCalls))],
    [
      dollars(summary.costUsd, texts.unknown),
      names.cost(count(summary.tokens.input + summary.tokens.output)),
    ],
    [names.seconds(summary.seconds.toFixed(1)), names.time(count(summary.rounds))],
  ];
}

/** The interval in place of the share where few rows carry it: 2 of 2 is not "100 %". */
function shareTile(name: string, figure: ShareFigure | null, names: ReportTexts["tiles"]): Tile {
  if (figure === null) return ["–", names.notMeasured(name)];
  const interval = `${percent(figure.low)} – ${percent(figure.high)}`;
  return figure.few
    ? [interval, names.fewRows(name, count(figure.rows))]
    : [percent(figure.share), names.rows(name, count(figure.rows), interval)];
}
