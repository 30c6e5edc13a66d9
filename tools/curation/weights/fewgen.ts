import { innerProduct } from "../../../base/statistics/inner-product.js";
import { z } from "zod";
import { countSetting, numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import type { Reweighter } from "../contract.js";
import type { SparseMatrix } from "../../learning/features/sparse-matrix.js";
import { Random } from "../../../base/statistics/random.js";
import { yieldToEventLoop } from "./yield-to-event-loop.js";
import { ClassNgrams } from "./class-ngrams.js";
import { scaledReweighter } from "./scaled-reweighter.js";
import { needsTrusted } from "./gold-gradient.js";
import { rowMatrix } from "./row-matrix.js";
import { StepwiseSoftmax } from "./stepwise-softmax.js";
import { WeightNetwork } from "./weight-network.js";

const settings = z.strictObject({
  passes: countSetting({ from: 1, to: 200, usual: 20 }, "Passes over the rows. Default: 20."),
  batch: countSetting(
    { from: 2, usual: 64 },
    "Rows over which the weights of one step sum to 1. Default: 64.",
  ),
  rate: numberSetting(
    { above: 0, usual: 4 },
    "Step size of the classifier on the weighted mean loss of a batch. Default: 4.",
  ),
  networkRate: numberSetting(
    { above: 0, usual: 0.01 },
    "Step size of the weight network (Adam). Default: 0.01.",
  ),
  hidden: countSetting(
    { from: 1, usual: 100 },
    "Hidden units of the weight network. Default: 100.",
  ),
});

/**
 * A few trusted rows are enough for the direction of a network of one input; more only cost time.
 */
const MOST_TRUSTED = 200;

/**
 * Discriminative meta-weights learnt on a few trusted rows (FewGen, Meng et al. 2023): w = softmax
 * over a batch of g(d_i), where d_i = log p(x_i | y_i) - log sum_y p(x_i | y) per word under n-gram
 * models of the classes (the row's own counts taken out), and g is a network of one hidden layer.
 * Each step: a virtual step of a classifier on the w-weighted loss of the batch, a step of g that
 * lowers the loss of the virtual classifier on the trusted rows, then the real step. The weights of
 * whole texts take the place of those of tokens, as the classifier is what is trained here.
 *
 * @throws TRAINING_DATA if there is no trusted row with a label of the rows
 */
export const fewgen = configurable({
  settings,
  make: ({ passes, batch, rate, networkRate, hidden }): Reweighter =>
    scaledReweighter("fewgen", async (rows, context) => {
      const { found, note } = await rowMatrix(rows, context, context.support);
      if (found === null) return { notApplied: note };
      const { labelled, matrix, labels } = found;
      if (found.extra.length === 0) throw needsTrusted("fewgen");
      const count = labelled.indices.length;
      const random = new Random(context.seed).derive("fewgen");
      const extra = random.derive("trusted").sample(found.extra, MOST_TRUSTED);
      const kernel = kernelOf(matrix, count, extra);
      const scores = standardized(
        await discriminativeScores(
          labelled.indices.map((index) => rows[index]!.text),
          labels.subarray(0, count),
          labelled.classes.length,
        ),
      );
      const model = new StepwiseSoftmax(matrix, labels, labelled.classes.length);
      const network = new WeightNetwork({
        hidden,
        rate: networkRate,
        random: random.derive("network"),
      });
      for (let pass = 0; pass < passes; pass++) {
        const order = random.shuffle(Array.from({ length: count }, (_, row) => row));
        for (let from = 0; from < count; from += batch) {
          if (from % (batch * 8) === 0)
            await yieldToEventLoop(context, "meta-weights", (pass + from / count) / passes);
          metaStep(order.slice(from, from + batch), {
            model,
            network,
            scores,
            extra,
            kernel,
            rate,
          });
        }
      }
      const result = new Float64Array(rows.length).fill(NaN);
      const outputs = Float64Array.from(scores, (score) => network.output(score));
      const top = outputs.reduce((most, value) => Math.max(most, value), -Infinity);
      labelled.indices.forEach((index, row) => (result[index] = Math.exp(outputs[row]! - top)));
      return {
        weights: result,
        figures: {
          trusted: extra.length,
          trustedLeftOut: found.extra.length - extra.length,
          weightAtScore: {
            low: network.output(-2),
            middle: network.output(0),
            high: network.output(2),
          },
          leftOut: labelled.leftOut,
        },
      };
    }),
});

interface MetaState {
  readonly model: StepwiseSoftmax;
  readonly network: WeightNetwork;
  readonly scores: Float64Array;
  readonly extra: readonly number[];
  /** 1 + the inner product of row i with trusted row j, at i * trusted + j. */
  readonly kernel: Float32Array;
  readonly rate: number;
}

function metaStep(
  rows: readonly number[],
  { model, network, scores, extra, kernel, rate }: MetaState,
): void {
  const batchScores = rows.map((row) => scores[row]!);
  const residuals = rows.map((row) => model.residual(row).slice());
  const shares = softmax(batchScores.map((score) => network.output(score)));
  const step = (by: Float64Array, sign: number): void =>
    rows.forEach((row, at) => model.move(row, residuals[at]!, sign * rate * by[at]!));
  step(shares, -1);
  const trusted = extra.map((row) => model.residual(row).slice());
  step(shares, 1);
  // dL/dw_i = -rate <g_i, gradient of the trusted rows>, then through the softmax.
  const slopes = rows.map((row, at) =>
    trusted.reduce(
      (sum, residual, j) =>
        sum -
        (rate * innerProduct(residuals[at]!, residual) * kernel[row * extra.length + j]!) /
          extra.length,
      0,
    ),
  );
  const centre = slopes.reduce((sum, slope, at) => sum + slope * shares[at]!, 0);
  network.learn(
    batchScores,
    slopes.map((slope, at) => shares[at]! * (slope - centre)),
  );
  step(softmax(batchScores.map((score) => network.output(score))), -1);
}

function kernelOf(matrix: SparseMatrix, rows: number, extra: readonly number[]): Float32Array {
  const kernel = new Float32Array(rows * extra.length);
  const dense = new Float32Array(matrix.columns);
  extra.forEach((other, j) => {
    for (let p = matrix.starts[other]!; p < matrix.starts[other + 1]!; p++)
      dense[matrix.indices[p]!] = matrix.values[p]!;
    for (let row = 0; row < rows; row++) {
      let sum = 1;
      for (let p = matrix.starts[row]!; p < matrix.starts[row + 1]!; p++)
        sum += matrix.values[p]! * dense[matrix.indices[p]!]!;
      kernel[row * extra.length + j] = sum;
    }
    for (let p = matrix.starts[other]!; p < matrix.starts[other + 1]!; p++)
      dense[matrix.indices[p]!] = 0;
  });
  return kernel;
}

async function discriminativeScores(
  texts: readonly string[],
  labels: Int32Array,
  classes: number,
): Promise<Float64Array> {
  const ngrams = new ClassNgrams(texts, labels, classes);
  const scores = new Float64Array(texts.length);
  for (const [row, text] of texts.entries()) {
    if (row % 256 === 255) await new Promise<void>((resolve) => setImmediate(resolve));
    scores[row] = ngrams.logShare(text, labels[row]!, true);
  }
  return scores;
}

function standardized(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(
    values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length,
  );
  return values.map((value) => (deviation > 0 ? (value - mean) / deviation : 0));
}

function softmax(values: readonly number[]): Float64Array {
  const top = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const exponentials = Float64Array.from(values, (value) => Math.exp(value - top));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}
