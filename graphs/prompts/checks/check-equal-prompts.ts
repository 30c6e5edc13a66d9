import type { CheckedRequest, PromptCheck } from "../prompt-finding.js";

/** Share of a step's orders that may have the prompt of another. */
const MOST_EQUAL = 0.05;

/**
 * Requests of the generator whose text is that of another order, whatever their seed: such orders
 * can only differ by chance. The votes of one order are equal on purpose, and so is what several
 * orders share.
 */
export const checkEqualPrompts: PromptCheck = (requests) => {
  const steps = new Map<string, CheckedRequest[]>();
  for (const one of requests) {
    if (one.role !== "generator" && one.role !== "partner") continue;
    // a step that was judged or labelled follows from what was written: the first one counts
    const step = one.request.origin.step.replaceAll(/\d+/gu, "0");
    steps.set(step, [...(steps.get(step) ?? []), one]);
  }
  return [...steps].flatMap(([step, asked]) => {
    const orders = new Map<string, Set<string>>();
    for (const { text, request } of asked)
      orders.set(text, (orders.get(text) ?? new Set()).add(request.origin.orderId));
    const all = new Set(asked.map(({ request }) => request.origin.orderId)).size;
    const equal = [...orders.values()].reduce(
      (sum, sharing) => sum + (sharing.size > 1 ? sharing.size : 0),
      0,
    );
    if (equal <= all * MOST_EQUAL) return [];
    return [
      {
        code: "equal-prompt" as const,
        role: asked[0]!.role,
        step,
        orderId: null,
        message: `${equal} of ${all} orders are asked with the prompt of another`,
      },
    ];
  });
};
