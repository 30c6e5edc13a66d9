import { draftsOf, isCellSaturated } from "../../../tools/coverage/saturation.js";
import type { AgentContext } from "../../contract.js";
import { acceptanceRates } from "./acceptance-rate.js";
import type { OrderInput, OrderOutput, PlanStrategy } from "../contract.js";
import { labelKey } from "../../../schema/label.js";
import type { Cell } from "../../../schema/coverage.js";
import { freshFirst } from "./fresh-first.js";
import { cellsByLabel, divideRound } from "./divide-round.js";
import { drawOrders } from "./draw-orders.js";
import { landingRates, type LandingRate } from "./acceptance-rate.js";
import { withinLabels } from "./within-labels.js";
import { moveQuotas } from "./move-quotas.js";
import { moveToErrors } from "./move-to-errors.js";
import {
  demandsOf,
  ordersNeeded,
  placedOrders,
  withinLabelNeed,
  type LabelNeed,
} from "./orders-needed.js";

/**
 * Orders each round by measured deficit: what a cell lacks, less what outstanding orders and strays
 * will bring, over what an order is worth there (see ordersNeeded).
 *
 * Before that, demand leaves cells that are saturated, hopeless or repeat themselves (see
 * moveQuotas), and part of it goes where the small model errs (see moveToErrors). A round is
 * smaller than wanted where what is in flight will probably do: the rest is ordered once that is
 * known. It is empty when every cell is filled or saturated.
 */
export const deficitStrategy: PlanStrategy = {
  name: "deficit",
  order(input: OrderInput, context: AgentContext): OrderOutput {
    const { saturation, steering } = context.task.spec.plan;
    const rates = landingRates(input.coverage.cells);
    const expected = expectedOf(input, rates);
    const left = moveQuotas(input.coverage, {
      round: input.round,
      rates: acceptanceRates(input.coverage.cells),
      expected,
      saturation,
    });
    const moved = moveToErrors(left, { round: input.round, expected, steering });
    const cells = moved.cells.map((cell) => ({
      ...cell,
      open: cell.accepted < cell.quota && !isCellSaturated(cell, saturation),
    }));
    const coverage = { ...moved, cells };
    const open = withinLabels(cells);
    if (open.length === 0) return { orders: [], coverage };
    const demands = demandsOf(open, rates, input.outstanding);
    const needed = ordersNeeded(demands);
    // Where what is on its way is expected to fill every cell, expectations may still fail: then by
    // the plain deficit.
    const weights = needed.some((count) => count > 0)
      ? needed
      : demands.map(({ lacking, rate }) => lacking / rate.own);
    const fresh = freshFirst(open, demands, weights, input.size);
    const counts = divideRound(input.size, open, fresh, context.random);
    const placed = withinLabelNeed(
      demands,
      placedOrders(
        demands,
        open.map((cell) => counts.get(cell.id) ?? 0),
      ),
      labelNeeds(open, cells),
    );
    return drawOrders(
      new Map(open.map((cell, index) => [cell.id, placed[index]!])),
      { ...input, coverage },
      context,
    );
  },
};

/** For each open cell what all cells of its label need together. */
function labelNeeds(open: readonly Cell[], cells: readonly Cell[]): LabelNeed[] {
  const needs = new Map(
    [...cellsByLabel(cells)].map(([name, own]): [string, LabelNeed] => {
      const sum = (of: (cell: Cell) => number): number =>
        own.reduce((total, cell) => total + of(cell), 0);
      const lacking = Math.max(
        0,
        sum((cell) => cell.quota - cell.accepted),
      );
      const accepted = sum((cell) => cell.accepted + (cell.cut ?? 0));
      return [name, { name, lacking, accepted, drafts: sum(draftsOf) }];
    }),
  );
  return open.map(({ label }) => needs.get(labelKey(label))!);
}

function expectedOf(
  input: OrderInput,
  rates: ReadonlyMap<string, LandingRate>,
): Map<string, number> {
  return new Map(
    input.coverage.cells.map((cell) => [
      cell.id,
      (Object.hasOwn(input.outstanding, cell.id) ? (input.outstanding[cell.id] ?? 0) : 0) *
        rates.get(cell.id)!.own,
    ]),
  );
}
