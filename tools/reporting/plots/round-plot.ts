import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import type { ReportFigures } from "../../../schema/report-figures.js";
import type { ReportTexts } from "../language/report-texts.js";
import { count, percent } from "../number-text.js";
import { AXIS_HEIGHT, bottomAxis, leftAxis } from "./axes.js";
import { legend } from "./legend.js";
import type { Plot } from "./plot.js";
import { drawing, svg } from "./svg.js";

const HEIGHT = 190;
/** Rounds up to which each has a dot. */
const DOTS = 30;

/** Drafts and accepted samples by the end of each round, with the target. */
export function roundPlot(
  rounds: ReportFigures["rounds"],
  { target, texts }: { readonly target: number; readonly texts: ReportTexts },
): Plot | null {
  const last = rounds.at(-1);
  if (last === undefined) return null;
  const say = texts.plots.rounds;
  const before = (at: number) => rounds[at - 1] ?? { drafted: 0, accepted: 0 };
  const rate = (at: number): number | null => {
    const drafted = rounds[at]!.drafted - before(at).drafted;
    return drafted <= 0 ? null : (rounds[at]!.accepted - before(at).accepted) / drafted;
  };
  return {
    id: "rounds",
    title: say.title,
    caption: say.caption({
      rounds: count(rounds.length),
      drafted: count(last.drafted),
      accepted: count(last.accepted),
      first: percent(Math.max(0, rate(0) ?? 0), 0),
      last: percent(Math.max(0, rate(rounds.length - 1) ?? 0), 0),
    }),
    note: null,
    columns: [
      { title: say.round, isNumber: true },
      { title: say.orders, isNumber: true },
      { title: say.drafted, isNumber: true },
      { title: say.accepted, isNumber: true },
      { title: say.rate, isNumber: true },
    ],
    rows: rounds.map(({ round, orders, drafted, accepted }, at) => {
      const own = rate(at);
      return [
        round + 1,
        orders,
        drafted,
        accepted,
        own === null ? null : percent(Math.max(0, own), 0),
      ];
    }),
    draw: (width) => {
      const head = legend(
        [
          { mark: "s1", shape: "line", name: say.accepted },
          { mark: "s2", shape: "line", name: say.drafted },
          { mark: "aim", shape: "line", name: say.target(count(target)) },
        ],
        { width },
      );
      const most = Math.max(target, last.drafted, last.accepted);
      const [left, top] = [14 + 7 * count(most).length, head.height + 22];
      const bottom = top + HEIGHT;
      const x = scaleLinear([0, Math.max(1, last.round + 1)], [left, width - 12]);
      const y = scaleLinear([0, most], [bottom, top]).nice(4);
      const path = (of: (row: (typeof rounds)[number]) => number): string =>
        line()([
          [x(0), y(0)],
          ...rounds.map((row) => [x(row.round + 1), y(of(row))] as [number, number]),
        ])!;
      const dots = (of: (row: (typeof rounds)[number]) => number, mark: string): string =>
        rounds.length > DOTS
          ? ""
          : rounds
              .map((row) =>
                svg("circle", { class: mark, cx: x(row.round + 1), cy: y(of(row)), r: 3.5 }),
              )
              .join("");
      return drawing(
        { width, height: bottom + AXIS_HEIGHT, labelledBy: "rounds" },
        head.marks,
        leftAxis(y, { left, right: width - 12, title: say.axis }),
        bottomAxis(x, { top: bottom, bottom, title: say.roundAxis }),
        svg("line", { class: "aim", x1: left, x2: width - 12, y1: y(target), y2: y(target) }),
        svg("path", { class: "s2", d: path((row) => row.drafted) }),
        dots((row) => row.drafted, "c2"),
        svg("path", { class: "s1", d: path((row) => row.accepted) }),
        dots((row) => row.accepted, "c1"),
      );
    },
  };
}
