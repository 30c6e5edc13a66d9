import { scaleLinear } from "d3-scale";
import { curveStepAfter, line } from "d3-shape";
import type { ReportFigures } from "../../../schema/report-figures.js";
import type { ReportTexts } from "../language/report-texts.js";
import { count, percent } from "../number-text.js";
import { AXIS_HEIGHT, bottomAxis, leftAxis, shareMark } from "./axes.js";
import { legend } from "./legend.js";
import type { Plot } from "./plot.js";
import { drawing, svg } from "./svg.js";

const HEIGHT = 190;
/** Rows below which the shape of a distribution is mostly chance. */
const FEW = 50;

/** How long the samples are, beside the reference. */
export function lengthPlot(lengths: ReportFigures["lengths"], texts: ReportTexts): Plot | null {
  if (lengths === null) return null;
  const { edges, samples, reference } = lengths;
  const [all, real] = [total(samples), total(reference ?? [])];
  if (all === 0) return null;
  const say = texts.plots.lengths;
  const names = edges.map((from, at) =>
    edges[at + 1] === undefined
      ? say.from(from)
      : edges[at + 1]! - from === 1
        ? String(from)
        : say.range(from, edges[at + 1]! - 1),
  );
  const shares = samples.map((value) => value / all);
  const others = real === 0 ? null : reference!.map((value) => value / real);
  const top = samples.indexOf(Math.max(...samples));
  const few = Math.min(all, real === 0 ? all : real);
  return {
    id: "lengths",
    title: say.title,
    caption: say.caption({
      rows: count(all),
      usual: names[top]!,
      share: percent(shares[top]!, 0),
      reference: real === 0 ? null : count(real),
    }),
    note: few < FEW ? texts.tooFew(few) : null,
    columns: [
      { title: say.axis },
      { title: texts.columns.samples, isNumber: true },
      ...(others === null ? [] : [{ title: texts.columns.reference, isNumber: true }]),
    ],
    rows: names.map((name, at) => [
      name,
      samples[at]!,
      ...(others === null ? [] : [reference![at]!]),
    ]),
    draw: (width) => {
      const head = legend(
        [
          { mark: "c1", shape: "square", name: texts.columns.samples },
          ...(others === null
            ? []
            : [{ mark: "s2", shape: "line" as const, name: texts.columns.reference }]),
        ],
        { width },
      );
      const [left, top] = [44, head.height + 22];
      const bottom = top + HEIGHT;
      const step = edges.length < 2 ? 1 : edges[1]! - edges[0]!;
      const end = edges.at(-1)! + step;
      const x = scaleLinear([edges[0]!, end], [left, width - 16]);
      const most = Math.max(...shares, ...(others ?? []));
      const y = scaleLinear([0, most], [bottom, top]).nice(4);
      const blocks = shares.map((share, at) =>
        svg("rect", {
          class: "c1",
          x: x(edges[at]!) + 0.5,
          y: y(share),
          width: Math.max(0.5, x(edges[at]! + step) - x(edges[at]!) - 1),
          height: bottom - y(share),
        }),
      );
      const outline =
        others === null
          ? null
          : line().curve(curveStepAfter)([
              ...others.map((share, at) => [x(edges[at]!), y(share)] as [number, number]),
              [x(end), y(others.at(-1)!)],
            ]);
      return drawing(
        { width, height: bottom + AXIS_HEIGHT, labelledBy: "lengths" },
        head.marks,
        leftAxis(y, { left, right: width - 16, title: say.shareAxis, format: shareMark }),
        bottomAxis(x, { top: bottom, bottom, title: say.axis }),
        ...blocks,
        outline === null ? "" : svg("path", { class: "s2", d: outline }),
      );
    },
  };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
