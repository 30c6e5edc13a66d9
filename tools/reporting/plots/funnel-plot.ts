import type { Report } from "../../../schema/report.js";
import type { Language } from "../../../base/language/language.js";
import { meaningOfReason, reportTexts } from "../language/report-texts.js";
import { count, percent } from "../number-text.js";
import { bars } from "./bars.js";
import type { Plot } from "./plot.js";
import { drawing } from "./svg.js";

/** Reasons that have a bar of their own. */
const MOST = 14;

/** What became of the drafts, by reason. */
export function funnelPlot(funnel: Report["funnel"], language: Language): Plot | null {
  const all = funnel.reduce((sum, row) => sum + row.count, 0);
  if (all === 0) return null;
  const texts = reportTexts(language);
  const say = texts.plots.funnel;
  const accepted = funnel.find(({ reason }) => reason === "accepted")?.count ?? 0;
  const refused = funnel.filter(({ reason }) => reason !== "accepted");
  const shown = funnel.slice(0, MOST);
  const rest = funnel.slice(MOST);
  const others = rest.reduce((sum, row) => sum + row.count, 0);
  return {
    id: "funnel",
    title: say.title,
    caption: say.caption({
      drafts: count(all),
      accepted: count(accepted),
      share: percent(accepted / all),
      first: refused[0] === undefined ? null : [refused[0].reason, count(refused[0].count)],
    }),
    note: null,
    columns: [
      { title: texts.columns.reason },
      { title: texts.columns.meaning },
      { title: texts.columns.samples, isNumber: true },
    ],
    rows: funnel.map((row) => [row.reason, meaningOfReason(row, language), row.count]),
    draw: (width) => {
      const { height, marks } = bars(
        [
          ...shown.map((row) => ({
            name: row.reason,
            value: row.count,
            isKept: row.reason === "accepted",
          })),
          ...(rest.length === 0
            ? []
            : [{ name: say.others(rest.length), value: others, isKept: false }]),
        ].map(({ name, value, isKept }) => ({
          name,
          value,
          text: `${count(value)} (${percent(value / all, 0)})`,
          mark: isKept ? "c3" : "c2",
        })),
        { width, top: 4, title: say.axis },
      );
      return drawing({ width, height, labelledBy: "funnel" }, marks);
    },
  };
}
