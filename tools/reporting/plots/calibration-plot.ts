import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import type { ReportFigures } from "../../../schema/report-figures.js";
import type { ReportTexts } from "../language/report-texts.js";
import { count, percent } from "../number-text.js";
import { AXIS_HEIGHT, bottomAxis, leftAxis, shareMark } from "./axes.js";
import { legend } from "./legend.js";
import type { Plot } from "./plot.js";
import { drawing, svg } from "./svg.js";

const HEIGHT = 210;
/** Rows below which bins of a tenth hold too few to tell. */
const FEW = 100;

/** What was said to be right in p of all cases, and how often it was. */
export function calibrationPlot(
  calibration: ReportFigures["calibration"],
  texts: ReportTexts,
): Plot | null {
  if (calibration.length === 0) return null;
  const say = texts.plots.calibration;
  const rows = Math.min(...calibration.map((one) => one.rows));
  return {
    id: "calibration",
    title: say.title,
    caption: calibration
      .map((one) =>
        say.caption(say.of[one.of], count(one.rows), percent(one.expectedCalibrationError)),
      )
      .join(" "),
    note: rows < FEW ? texts.tooFew(rows) : null,
    columns: [
      { title: say.who },
      { title: say.said, isNumber: true },
      { title: say.came, isNumber: true },
      { title: texts.columns.rows, isNumber: true },
    ],
    rows: calibration.flatMap(({ of, bins }) =>
      bins.map((bin) => [say.of[of], percent(bin.said), percent(bin.true), bin.items]),
    ),
    draw: (width) => {
      const head = legend(
        [
          ...calibration.map(({ of }, at) => ({
            mark: `s${at + 1}`,
            shape: "line" as const,
            name: say.of[of],
          })),
          { mark: "aim", shape: "line", name: say.perfect },
        ],
        { width },
      );
      const [left, top] = [48, head.height + 22];
      const bottom = top + HEIGHT;
      const right = Math.min(width - 12, left + HEIGHT * 1.9);
      const x = scaleLinear([0, 1], [left, right]);
      const y = scaleLinear([0, 1], [bottom, top]);
      const marks = calibration.map(({ bins }, at) => {
        const most = Math.max(...bins.map(({ items }) => items));
        return (
          svg("path", {
            class: `s${at + 1}`,
            d: line()(bins.map((bin) => [x(bin.said), y(bin.true)]))!,
          }) +
          bins
            .map((bin) =>
              svg("circle", {
                class: `c${at + 1}`,
                cx: x(bin.said),
                cy: y(bin.true),
                r: 3 + 5 * Math.sqrt(bin.items / most),
              }),
            )
            .join("")
        );
      });
      return drawing(
        { width, height: bottom + AXIS_HEIGHT, labelledBy: "calibration" },
        head.marks,
        leftAxis(y, { left, right, title: say.came, format: shareMark }),
        bottomAxis(x, { top, bottom, title: say.said, format: shareMark }),
        svg("line", { class: "aim", x1: x(0), x2: x(1), y1: y(0), y2: y(1) }),
        ...marks,
      );
    },
  };
}
