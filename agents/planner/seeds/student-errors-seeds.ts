import type { StudentMistake } from "../../contract.js";
import type { SeedSelector } from "../contract.js";

/**
 * What the small model gets wrong on a few real rows (S3, Wang et al. 2023): the rows of the
 * validation part that the labeler of the last visible round misreads, the most confident mistakes
 * first and each before any is used twice. An order gets mistakes of its own label where there are
 * any, else of others: a sample keeps the label of the row that it is made from. Where quotas are
 * held (`plan.holdQuotas`) it then gets none: a sample of a label that is full would be refused.
 */
export const studentErrorsSeeds: SeedSelector = {
  name: "student-errors",
  async select({ orders, count, used = new Set() }, { memory, task }) {
    const mistakes = await memory.mistakes();
    const fresh = [
      ...mistakes.filter(({ row }) => !used.has(row.id)),
      ...mistakes.filter(({ row }) => used.has(row.id)),
    ];
    const turns = new Map<string, number>();
    return orders.map(({ label }) => {
      const names = new Set(label === null ? [] : [label].flat());
      const own = fresh.filter((mistake) => labelsOf(mistake).some((name) => names.has(name)));
      const pool = own.length > 0 || task.spec.plan.holdQuotas ? own : fresh;
      const key = own.length > 0 ? [...names].sort().join("\n") : "";
      const start = turns.get(key) ?? 0;
      const wanted = Math.min(count, pool.length);
      turns.set(key, start + wanted);
      return Array.from(
        { length: wanted },
        (_, index) => pool[(start + index) % pool.length]!.row.id,
      );
    });
  },
};

function labelsOf({ row }: StudentMistake): string[] {
  return row.label === null ? [] : [row.label].flat();
}
