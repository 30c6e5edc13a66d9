import { NO_FIGURES, type ReportFigures } from "../../../schema/report-figures.js";
import { reportTexts } from "../../../tools/reporting/language/report-texts.js";
import { calibrationPlot } from "../../../tools/reporting/plots/calibration-plot.js";
import { costPlot } from "../../../tools/reporting/plots/cost-plot.js";
import { curvePlot } from "../../../tools/reporting/plots/curve-plot.js";
import { diversityPlot } from "../../../tools/reporting/plots/diversity-plot.js";
import { funnelPlot } from "../../../tools/reporting/plots/funnel-plot.js";
import { heatMap } from "../../../tools/reporting/plots/heat-map.js";
import { labelPlot } from "../../../tools/reporting/plots/label-plot.js";
import { lengthPlot } from "../../../tools/reporting/plots/length-plot.js";
import type { Plot } from "../../../tools/reporting/plots/plot.js";
import { roundPlot } from "../../../tools/reporting/plots/round-plot.js";
import { scorePlot } from "../../../tools/reporting/plots/score-plot.js";
import { madeReport } from "./made-report.js";

const texts = reportTexts("en");

/** Numbers of an attribute over all elements of a drawing. */
function numbers(svg: string, element: string, attribute: string): number[] {
  return [...svg.matchAll(new RegExp(`<${element} [^>]*?\\b${attribute}="(-?[\\d.]+)"`, "gu"))].map(
    ([, value]) => Number(value),
  );
}

function drawn(plot: Plot | null, width = 500): string {
  const svg = plot!.draw(width);
  expect(svg).not.toMatch(/NaN|Infinity|undefined/u);
  return svg;
}

describe("plots of a report", () => {
  it("draw bars as long as their counts, with the share of each reason in the table", () => {
    const plot = funnelPlot(madeReport().funnel, "en");
    const [accepted, label] = numbers(drawn(plot), "rect", "width");
    expect(label! / accepted!).toBeCloseTo(57 / 200, 2);
    expect(plot!.caption).toBe(
      "200 of 257 drafts are in the dataset (77.8 %); the most frequent other end is label (57).",
    );
    expect(plot!.rows).toEqual([
      ["accepted", "accepted by the gate", 200],
      ["label", "the text does not fit its label", 57],
    ]);
  });

  it("put every pair of a label and a value into the heat map, with what was planned", () => {
    const plot = heatMap(
      {
        rows: ["bug", "praise"],
        columns: [
          { attribute: "tone", value: "calm" },
          { attribute: "tone", value: "hurried" },
        ],
        cells: [
          { row: 0, column: 0, quota: 6.4, accepted: 6 },
          { row: 0, column: 1, quota: 6, accepted: 2 },
          { row: 1, column: 0, quota: 6, accepted: 0 },
        ],
        leftOut: 0,
      },
      texts,
    );
    expect(plot!.rows).toEqual([
      ["bug", "6/6", "2/6"],
      ["praise", "0/6", "0"],
    ]);
    expect(plot!.caption).toContain(
      "Of 4 pairs of a label and an attribute's value 2 hold no sample; 3 hold fewer",
    );
    // Few and many differ by more than colour: the number stands in the field.
    expect(drawn(plot)).toContain('class="h6"');
    expect(drawn(plot)).toContain('class="hnone"');
  });

  it("mark what was planned of each label, else the reference's share", () => {
    const labels = [
      { label: "a", samples: 30, quota: null, reference: 10 },
      { label: "b", samples: 10, quota: null, reference: 30 },
    ];
    const svg = drawn(labelPlot(labels, texts));
    const [, a, b] = numbers(svg, "rect", "width");
    const ticks = numbers(svg, 'line class="tick"', "x1").slice(1);
    const left = numbers(svg, "rect", "x")[1]!;
    expect(a! / b!).toBeCloseTo(3, 1);
    expect((ticks[1]! - left) / a!).toBeCloseTo(1, 1);
    expect(labelPlot([{ label: "a", samples: 3, quota: 5, reference: 1 }], texts)!.note).toBe(
      "1 labels have fewer than 10 samples.",
    );
  });

  it("say of lengths where most are, and that few rows make no shape", () => {
    const plot = lengthPlot({ edges: [0, 5, 10], samples: [2, 6, 2], reference: [1, 1, 8] }, texts);
    expect(plot!.caption).toBe(
      "The most frequent length of 10 samples is 5 to 9 tokens (60 %); the line is the 10 reference rows.",
    );
    expect(plot!.rows.map(([name]) => name)).toEqual(["0 to 4", "5 to 9", "10 or more"]);
    expect(plot!.note).toContain("Only 10 rows");
    expect(numbers(drawn(plot), "rect", "height").slice(1)).toEqual(
      expect.arrayContaining([expect.any(Number)]),
    );
  });

  it("set figures of diversity against those of the reference", () => {
    const plot = diversityPlot(
      [
        { figure: "vocabulary", samples: 50, reference: 100, rows: 200 },
        { figure: "selfBleu4", samples: 0.9, reference: 0.1, rows: 200 },
        { figure: "none", samples: 1, reference: 0, rows: 200 },
      ],
      texts,
    );
    expect(plot!.rows).toEqual([
      ["vocabulary", "50", "100", "0.50"],
      ["self-BLEU-4", "0.9", "0.1", "9.00"],
    ]);
    expect(plot!.note).toBeNull();
    drawn(plot);
  });

  it("bin the scores of accepted and other samples apart", () => {
    const plot = scorePlot(
      [{ criterion: "novel", accepted: [0, 0, 0, 4], refused: [2, 0, 0, 0] }],
      texts,
    );
    expect(plot!.rows).toEqual([["novel", 4, "0.88", 2, "0.13"]]);
    const svg = drawn(plot);
    expect(svg.match(/class="c1"/gu)).toHaveLength(2);
    expect(svg.match(/class="c2"/gu)).toHaveLength(2);
  });

  it("let drafts and accepted samples grow from round to round", () => {
    const rounds = [
      { round: 0, orders: 30, drafted: 30, accepted: 15 },
      { round: 1, orders: 30, drafted: 50, accepted: 30 },
    ];
    const plot = roundPlot(rounds, { target: 40, texts });
    expect(plot!.rows).toEqual([
      [1, 30, 30, 15, "50 %"],
      [2, 30, 50, 30, "75 %"],
    ]);
    expect(drawn(plot)).toContain("target 40");
    expect(
      drawn(
        roundPlot(
          Array.from({ length: 50 }, (_, round) => ({ ...rounds[0]!, round })),
          { target: 40, texts },
        ),
      ),
    ).not.toContain("<circle");
  });

  it("show accuracies with their intervals, by rows trained on", () => {
    const plot = curvePlot(
      {
        curves: [
          {
            trainedOn: "synthetic",
            points: [
              { rows: 20, accuracy: 0.5, low: 0.4, high: 0.6 },
              { rows: 200, accuracy: 0.8, low: 0.7, high: 0.9 },
            ],
          },
          { trainedOn: "real", points: [] },
        ],
        majority: 0.25,
        testRows: 40,
      },
      texts,
    );
    expect(plot!.caption).toContain(
      "trained on the samples, 200 rows: 80.0 % (95 %: 70.0 % – 90.0 %)",
    );
    expect(plot!.note).toBe("Only 40 test rows: the intervals are wide.");
    const svg = drawn(plot);
    const [first, last] = numbers(svg, "circle", "cy");
    expect(first).toBeGreaterThan(last!);
    expect(svg).toContain('class="band1"');
    expect(curvePlot({ curves: [], majority: null, testRows: 0 }, texts)).toBeNull();
  });

  it("hold what was said against what came true", () => {
    const calibration: ReportFigures["calibration"] = [
      {
        of: "critic",
        rows: 40,
        bins: [
          { items: 10, said: 0.2, true: 0.1 },
          { items: 30, said: 0.9, true: 0.6 },
        ],
        expectedCalibrationError: 0.25,
      },
    ];
    const plot = calibrationPlot(calibration, texts);
    expect(plot!.caption).toContain("on 40 rows what is said and what is so differ by 25.0 %");
    expect(plot!.rows).toHaveLength(2);
    const [small, large] = numbers(drawn(plot), "circle", "r");
    expect(small).toBeLessThan(large!);
  });

  it("count money where all of it is known, else tokens", () => {
    const [row] = madeReport().usage;
    const paid = costPlot(
      [
        { ...row!, costUsd: 2 },
        { ...row!, agent: "generator", costUsd: 6 },
      ],
      texts,
    );
    expect(paid!.title).toBe("Cost by agent and model");
    expect(paid!.caption).toBe("$8.00 in all; generator on embedded took 75 %.");
    const unknown = costPlot(
      [
        { ...row!, costUsd: 2 },
        { ...row!, costUsd: null },
      ],
      texts,
    );
    expect(unknown!.title).toBe("Tokens by agent and model");
    expect(unknown!.caption).toContain("The price of some models is not known.");
    drawn(unknown);
  });

  it("are left out where there is nothing to draw, and stand one sample, one class and zeros", () => {
    const none = NO_FIGURES;
    for (const plot of [
      heatMap(none.heat, texts),
      labelPlot(none.labels, texts),
      lengthPlot(none.lengths, texts),
      lengthPlot({ edges: [0], samples: [0], reference: null }, texts),
      diversityPlot(none.diversity, texts),
      scorePlot(none.scores, texts),
      roundPlot(none.rounds, { target: 1, texts }),
      calibrationPlot(none.calibration, texts),
      costPlot([], texts),
      funnelPlot([], "en"),
    ])
      expect(plot).toBeNull();
    for (const plot of [
      labelPlot([{ label: "only", samples: 0, quota: 0, reference: 0 }], texts),
      lengthPlot({ edges: [3], samples: [1], reference: null }, texts),
      scorePlot([{ criterion: "c", accepted: [0, 0], refused: [0, 0] }], texts),
      roundPlot([{ round: 0, orders: 1, drafted: 0, accepted: 0 }], { target: 0, texts }),
      costPlot([{ ...madeReport().usage[0]!, inputTokens: 0, outputTokens: 0 }], texts),
      curvePlot(
        {
          curves: [{ trainedOn: "real", points: [{ rows: 0, accuracy: 0, low: 0, high: 0 }] }],
          majority: null,
          testRows: 1,
        },
        texts,
      ),
    ]) {
      drawn(plot);
      drawn(plot, 330);
    }
  });
});
