import assert from "node:assert/strict";
import type { MeasuredSample, Metric, MetricValue } from "../../tools/metrics/contract.js";
import { assertSame, contractChecks, deepFreeze, orRefusal } from "./conformance-check.js";
import { letterVector } from "./made-context.js";

/** What every Metric must do, as checks: over a few samples, one, and none. */
export const metricChecks = contractChecks<Metric>(["measure"], (task, make) => {
  const samples = task.support.map(({ id, text, label }) => ({ id, text, label, weight: 1 }));
  const measure = async (measured: readonly MeasuredSample[]): Promise<MetricValue> => {
    const metric = await make();
    return orRefusal(() =>
      metric.measure(deepFreeze(measured), {
        labels: task.labels.map(({ name }) => name),
        support: task.support.map(({ text }) => text),
        seed: 1,
        language: task.spec.language,
        embed: (texts) => Promise.resolve(texts.map(letterVector)),
      }),
    );
  };
  return [
    {
      name: "gives a figure, several by name, or null; never NaN",
      run: async () => {
        for (const measured of [samples, samples.slice(0, 1), []]) {
          const value = await measure(measured);
          const figures = typeof value === "object" && value !== null ? value : { figure: value };
          for (const [name, figure] of Object.entries(figures))
            assert.ok(
              figure === null || Number.isFinite(figure),
              `${name} of ${measured.length} samples is ${String(figure)}`,
            );
        }
      },
    },
    {
      name: "gives the same for the same samples, and leaves them as they were",
      run: async () =>
        assertSame(await measure(samples), await measure(samples), "two measurements differ"),
    },
  ];
});
