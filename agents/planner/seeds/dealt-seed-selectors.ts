import { z } from "zod";
import { countSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import type { AgentContext } from "../../contract.js";
import type { SeedSelector } from "../contract.js";
import { dealSeeds, type SeedCandidate } from "./dealt-seeds.js";

/**
 * Real rows of any label, two of which are mixed into a new one (GPT3Mix, Yoo et al. 2021); the
 * first `own` of them have the order's label, so that what is mixed leans to what is lacking.
 */
export const mixedSeeds = configurable({
  settings: z.strictObject({
    own: countSetting(
      { from: 0, usual: 0 },
      "How many of the rows have the order's label; the others have any.",
    ),
  }),
  make: ({ own }): SeedSelector => ({
    name: "mixed",
    select: (query, { memory, task }) => {
      const { seed } = task.spec;
      const fitting =
        own > 0 ? dealSeeds(memory.demonstrations, { ...query, count: own }, seed) : [];
      const any = dealSeeds(
        memory.demonstrations,
        { ...query, orders: query.orders.map((order) => ({ ...order, label: null })) },
        seed,
      );
      return any.map((ids, index) =>
        [...new Set([...(fitting[index] ?? []), ...ids])].slice(0, query.count),
      );
    },
  }),
});

/**
 * The row of the inputs pool that an order works on, as the row that it is made from. Where orders
 * work on none, the rows of the pool are dealt: those of the order's label where rows have labels.
 */
export const inputSeeds: SeedSelector = {
  name: "inputs",
  select: (query, { memory, task }) => {
    if (query.orders.every(({ inputId }) => inputId !== null))
      return query.orders.map(({ inputId }) => [inputId!]);
    const labelled = memory.inputs.some((row) => row.label !== null);
    const dealt = dealSeeds(
      memory.inputs,
      labelled
        ? query
        : { ...query, orders: query.orders.map((order) => ({ ...order, label: null })) },
      task.spec.seed,
    );
    return query.orders.map(({ inputId }, index) => (inputId === null ? dealt[index]! : [inputId]));
  },
};

/**
 * The growing pool of Evol-Instruct (Xu et al. 2024): real rows and everything accepted since. A
 * seed whose evolution failed stays in the pool, and is dealt again in a later round.
 */
export const poolSeeds: SeedSelector = {
  name: "pool",
  select: async (query, context) =>
    dealSeeds(
      [...context.memory.demonstrations, ...(await acceptedCandidates(context))],
      query,
      context.task.spec.seed,
    ),
};

/** Latest accepted samples that can become seeds. */
const MOST = 5000;

/**
 * Samples that the run accepted in sealed rounds (the paraphrase round of Unnatural Instructions,
 * Honovich et al. 2023); until there are any real rows, or none.
 */
export const acceptedSeeds = configurable({
  settings: z.strictObject({
    orReal: z
      .boolean()
      .default(true)
      .describe(
        "Whether real rows are taken until samples are accepted. false: samples are made from no " +
          "row until then.",
      ),
  }),
  make: ({ orReal }): SeedSelector => ({
    name: "accepted",
    async select(query, context) {
      const accepted = await acceptedCandidates(context);
      return dealSeeds(
        accepted.length > 0 || !orReal ? accepted : context.memory.demonstrations,
        query,
        context.task.spec.seed,
      );
    },
  }),
});

/** Accepted samples of the visible rounds with their labels, oldest first. */
async function acceptedCandidates({ memory }: AgentContext): Promise<SeedCandidate[]> {
  const candidates: SeedCandidate[] = [];
  for await (const { id, label } of memory.accepted({ limit: MOST, latest: true }))
    candidates.push({ id, label: label.current });
  return candidates;
}

/**
 * Real rows: support rows and rows that people decided, each used once before any is used twice.
 */
export const supportSeeds: SeedSelector = {
  name: "support",
  select: (query, { memory, task }) => dealSeeds(memory.demonstrations, query, task.spec.seed),
};
