import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import type { Reweighter } from "../contract.js";
import { scaledReweighter } from "./scaled-reweighter.js";

const settings = z.strictObject({
  power: numberSetting(
    { from: 0, to: 1, usual: 1 },
    "1 = every class counts the same in sum, 0 = no change, 0.5 = square root between. " +
      "Default: 1.",
  ),
});

/** Counted, not learnt. */
const NOT_GATED = { gated: false };

/**
 * Weighs a row by (n / (classes x rows of its class))^power, counted in the rows' own weights; a
 * row of several labels by the mean over them.
 */
export const classBalance = configurable({
  settings,
  make: ({ power }): Reweighter =>
    scaledReweighter(
      "class-balance",
      (rows, _context) => {
        const counts = new Map<string, number>();
        for (const row of rows)
          for (const name of [row.label ?? []].flat())
            counts.set(name, (counts.get(name) ?? 0) + row.weight);
        const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
        const factor = new Map(
          [...counts].map(([name, count]) => [
            name,
            count > 0 ? (total / (counts.size * count)) ** power : 0,
          ]),
        );
        const weights = rows.map((row) => {
          const names = [row.label ?? []].flat();
          return names.length === 0
            ? NaN
            : names.reduce((sum, name) => sum + factor.get(name)!, 0) / names.length;
        });
        return Promise.resolve({
          weights,
          figures: {
            classes: counts.size,
            ...(counts.size === 1 ? { note: "all rows have one label" } : {}),
          },
        });
      },
      NOT_GATED,
    ),
});
