import type { ModelUse } from "../contract.js";
import type { RunDatabase } from "../database/run-database.js";
import { tableSlices, unindexed } from "./table-slices.js";

type Sums = Omit<ModelUse, "costUsd" | "seconds"> & {
  readonly costUsd: number;
  readonly unpriced: number;
  readonly milliseconds: number;
};

/** What each agent used of each model, over spans of these operations. */
export async function modelUse(
  database: Pick<RunDatabase, "dialect" | "query" | "read">,
  operations: readonly string[],
): Promise<ModelUse[]> {
  const found = new Map<string, Sums>();
  for await (const slice of tableSlices(database, "spans"))
    for (const row of await database.read(sumsOf(database, operations).where(slice))) {
      const key = `${row.agent}\n${row.model}`;
      const before = found.get(key);
      found.set(key, before === undefined ? row : added(before, row));
    }
  return [...found.values()]
    .sort((a, b) => byText(a.agent, b.agent) || byText(a.model, b.model))
    .map(({ unpriced, milliseconds, costUsd, ...row }) => ({
      ...row,
      costUsd: unpriced > 0 ? null : costUsd,
      seconds: milliseconds / 1000,
    }));
}

function sumsOf(database: Pick<RunDatabase, "dialect" | "query">, operations: readonly string[]) {
  /** Input tokens of a span that the provider had kept. */
  const kept = database.dialect.jsonNumber(
    "record",
    "attributes",
    "gen_ai.usage.cache_read.input_tokens",
  );
  return database.query
    .selectFrom("spans")
    .where(unindexed(database, "operation"), "in", operations)
    .groupBy(["agent", "model"])
    .select(({ fn, eb }) => {
      const paid = <T>(value: T) => eb.case().when("cached", "=", 0).then(value).else(0).end();
      // A call that failed before it was answered cost nothing that anyone could know of.
      const answered = eb.and([
        eb("cached", "=", 0),
        eb.or([eb("status", "=", "ok"), eb("output_tokens", ">", 0)]),
      ]);
      const unpriced = eb.and([answered, eb("cost_usd", "is", null)]);
      return [
        "agent",
        "model",
        fn.sum<number>(eb.case().when(answered).then(1).else(0).end()).as("calls"),
        fn.sum<number>("cached").as("cached"),
        fn.sum<number>(paid(fn.coalesce("input_tokens", eb.val(0)))).as("inputTokens"),
        fn.sum<number>(paid(fn.coalesce(kept, eb.val(0)))).as("cachedInputTokens"),
        fn.sum<number>(paid(fn.coalesce("output_tokens", eb.val(0)))).as("outputTokens"),
        fn.sum<number>(paid(fn.coalesce("cost_usd", eb.val(0)))).as("costUsd"),
        fn.sum<number>(eb.case().when(unpriced).then(1).else(0).end()).as("unpriced"),
        fn.sum<number>("duration_ms").as("milliseconds"),
      ];
    });
}

function added(a: Sums, b: Sums): Sums {
  return {
    agent: a.agent,
    model: a.model,
    calls: a.calls + b.calls,
    cached: a.cached + b.cached,
    inputTokens: a.inputTokens + b.inputTokens,
    cachedInputTokens: a.cachedInputTokens + b.cachedInputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    costUsd: a.costUsd + b.costUsd,
    unpriced: a.unpriced + b.unpriced,
    milliseconds: a.milliseconds + b.milliseconds,
  };
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
