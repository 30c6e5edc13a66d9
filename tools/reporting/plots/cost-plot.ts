import type { Report } from "../../../schema/report.js";
import type { ReportTexts } from "../language/report-texts.js";
import { count, dollars } from "../number-text.js";
import { bars } from "./bars.js";
import type { Plot } from "./plot.js";
import { drawing } from "./svg.js";

/** Agents with their models that have a bar of their own. */
const MOST = 14;

/** What each agent cost by model: money, or tokens where nothing was paid or a price is not known. */
export function costPlot(usage: Report["usage"], texts: ReportTexts): Plot | null {
  if (usage.length === 0) return null;
  const say = texts.plots.cost;
  const { columns } = texts;
  const isPaid =
    usage.every(({ costUsd }) => costUsd !== null) && usage.some(({ costUsd }) => costUsd! > 0);
  const valueOf = (row: Report["usage"][number]): number =>
    isPaid ? row.costUsd! : row.inputTokens + row.outputTokens;
  const textOf = (value: number): string => (isPaid ? dollars(value, texts.unknown) : count(value));
  const sorted = [...usage].sort((a, b) => valueOf(b) - valueOf(a));
  const all = sorted.reduce((sum, row) => sum + valueOf(row), 0);
  const first = sorted[0]!;
  return {
    id: "cost",
    title: isPaid ? say.title : say.tokensTitle,
    caption: say.caption({
      all: isPaid ? textOf(all) : say.tokens(count(all)),
      agent: first.agent,
      model: first.model,
      share: all === 0 ? "0 %" : `${((100 * valueOf(first)) / all).toFixed(0)} %`,
      isUnknown: usage.some(({ costUsd }) => costUsd === null),
    }),
    note: sorted.length > MOST ? say.leftOut(sorted.length - MOST) : null,
    columns: [
      { title: columns.agent },
      { title: columns.model },
      { title: columns.calls, isNumber: true },
      { title: columns.cached, isNumber: true },
      { title: columns.inputTokens, isNumber: true },
      { title: columns.cachedInputTokens, isNumber: true },
      { title: columns.outputTokens, isNumber: true },
      { title: columns.cost, isNumber: true },
      { title: columns.seconds, isNumber: true },
    ],
    rows: sorted.map((row) => [
      row.agent,
      row.model,
      row.calls,
      row.cached,
      row.inputTokens,
      row.cachedInputTokens,
      row.outputTokens,
      dollars(row.costUsd, texts.unknown),
      row.seconds.toFixed(1),
    ]),
    draw: (width) => {
      const { height, marks } = bars(
        sorted.slice(0, MOST).map((row) => ({
          name: `${row.agent} · ${row.model}`,
          value: valueOf(row),
          text: textOf(valueOf(row)),
          mark: "c1",
        })),
        { width, top: 4, title: isPaid ? say.axis : say.tokensAxis, format: textOf },
      );
      return drawing({ width, height, labelledBy: "cost" }, marks);
    },
  };
}
