import { recordsOf, type CheckedRequest, type PromptCheck } from "../prompt-finding.js";

/** Share of the orders whose passages must belong to their label or topic. */
const LEAST_OWN = 0.95;

/**
 * Orders whose passages belong to another label or topic than theirs, by what is known of the
 * passages. Where no passage fits an order it must have none.
 */
export const checkPassages: PromptCheck = (requests, { topicsOf, topics }) => {
  if (topicsOf === undefined) return [];
  const known = new Set(
    (
      topics ??
      requests.flatMap((one) => recordsOf(one, "sources").flatMap((each) => topicsOf(each) ?? []))
    ).map((topic) => topic.toLowerCase()),
  );
  const orders = new Map<string, { readonly one: CheckedRequest; own: boolean }>();
  for (const one of requests) {
    const passages = recordsOf(one, "sources")
      .map((passage) => topicsOf(passage))
      .filter((topics) => topics !== null);
    const wanted = wantedOf(one).filter((value) => known.has(value));
    if (one.role === "critic" || passages.length === 0 || wanted.length === 0) continue;
    const own = passages.flat().some((topic) => wanted.includes(topic.toLowerCase()));
    orders.set(one.request.origin.orderId, { one, own });
  }
  const foreign = [...orders.values()].filter(({ own }) => !own);
  const [first] = foreign;
  if (first === undefined || orders.size - foreign.length >= orders.size * LEAST_OWN) return [];
  return [
    {
      code: "foreign-passage",
      role: first.one.role,
      step: first.one.request.origin.step.replaceAll(/\d+/gu, "0"),
      orderId: null,
      message:
        `${foreign.length} of ${orders.size} orders have a passage of another label or topic: ` +
        `${wantedOf(first.one).join(", ")} is asked for with ` +
        recordsOf(first.one, "sources")
          .map(({ id }) => String(id))
          .join(", "),
    },
  ];
};

/** What was ordered: label, topic, every other condition. */
function wantedOf(one: CheckedRequest): readonly string[] {
  const conditions = [
    ...recordsOf(one, "conditions").map(({ value }) => value),
    ...(one.sample?.conditions.map(({ value }) => value) ?? []),
  ].filter((value): value is string => typeof value === "string");
  return [...one.labels, ...conditions].map((value) => value.toLowerCase());
}
