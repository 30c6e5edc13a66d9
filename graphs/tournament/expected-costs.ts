import { isDatawrightError } from "../../base/errors.js";
import { mean } from "../../base/statistics/mean.js";
import { stopIfAborted } from "../../base/workers/stop-if-aborted.js";
import type { ModelInfo } from "../../tools/models/contract.js";
import { estimateTokens } from "../../tools/models/providers/count-tokens.js";
import { estimateRead } from "../commands/estimate-run.js";
import type { Contender } from "./contenders.js";
import { launchOptionsOf, STOPPED, type TournamentOptions } from "./tournament-options.js";
import type { Amounts, ExpectedCost } from "./tournament-money.js";
import { runSpec, type TournamentRows } from "./tournament-rows.js";

/** Tokens of a judge's question beside the row, and of its answer. */
const JUDGES_TOKENS = { question: 900, answer: 250 };

/** What each recipe is expected to take; a stand-in answers in place of the models. */
export async function expectedCosts(
  contenders: readonly Contender[],
  {
    rows,
    wanted,
    options,
  }: {
    readonly rows: TournamentRows;
    readonly wanted: number;
    readonly options: TournamentOptions;
  },
): Promise<{ readonly expected: ExpectedCost[]; readonly failed: Map<string, string> }> {
  const expected: ExpectedCost[] = [];
  const failed = new Map<string, string>();
  for (const [at, { recipe, read }] of contenders.entries()) {
    stopIfAborted(options.signal, STOPPED);
    options.onProgress?.(`estimating ${recipe}`, at / contenders.length);
    const spec = {
      ...runSpec(read.spec, { support: rows.support, seed: read.spec.seed }),
      target: wanted,
      // Small models that learn along ask nobody: what is counted is what is asked.
      label: { ...read.spec.label, minTraining: Number.MAX_SAFE_INTEGER },
    };
    try {
      const estimate = await estimateRead(
        { ...read, spec },
        { ...launchOptionsOf(options), askPlanner: false },
      );
      const amounts = ({
        costUsd,
        tokens,
        calls,
      }: Pick<typeof estimate, "costUsd" | "tokens" | "calls">): Amounts => ({
        usd: costUsd,
        tokens: tokens.input + tokens.output,
        calls,
      });
      expected.push({
        recipe,
        rows: wanted,
        all: amounts(estimate),
        planning: amounts(estimate.planning),
      });
    } catch (error) {
      if (!isDatawrightError(error) || error.exitCode === 4 || error.exitCode === 130) throw error;
      failed.set(recipe, error.message.split("\n")[0]!);
    }
  }
  return { expected, failed };
}

/** What a judge takes for one of such texts. */
export function judgeCost(price: ModelInfo["price"], texts: readonly string[]): Amounts {
  const length = texts.length === 0 ? 100 : mean(texts.map((text) => estimateTokens(text)));
  const input = Math.ceil(JUDGES_TOKENS.question + length);
  return {
    usd: price === null ? null : (price.input * input + price.output * JUDGES_TOKENS.answer) / 1e6,
    tokens: input + JUDGES_TOKENS.answer,
    calls: 1,
  };
}
