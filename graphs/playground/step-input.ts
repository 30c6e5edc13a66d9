import type { Draft } from "../../agents/draft.js";
import { ROLES, type RoleName } from "../../agents/roles.js";
import { DatawrightError } from "../../base/errors.js";
import type { Sample } from "../../schema/sample.js";
import type { Span } from "../../schema/span.js";
import { topologicalOrder } from "../../schema/plan-order.js";
import { draftOf } from "../chunk/draft-of.js";
import { orderParts, planOfRound, plannedRound, sealedRound, type StoredRun } from "./run-parts.js";
import { generateStepOf, writtenOutputs } from "./step-versions.js";

/**
 * What an input that was put together again may lack. as-it-stands: the sample as it is now, which
 * later steps may have changed; from-answers: an earlier version, read from the model's answers;
 * state-filled-in: the small model's state is put in where the agent is called; first-rows: a part of
 * the rows; rebuilt: what was in flight then is left out.
 */
type InputNote = "as-it-stands" | "from-answers" | "state-filled-in" | "first-rows" | "rebuilt";

/** Where in its run an agent is called: decides what memory shows, and which answers the cache has. */
export interface AgentSite {
  readonly orderId: string;
  readonly step: string;
  readonly sampleIds: readonly string[];
  /** Round that it works for; null for steps behind the rounds. */
  readonly round: number | null;
}

/** What an agent was called with in a step of a run. */
export interface StepInput {
  readonly role: RoleName;
  readonly method: string;
  /** The agent's name. */
  readonly agent: string;
  readonly input: unknown;
  readonly site: AgentSite;
  readonly notes: readonly InputNote[];
}

/** Rows of a training that are shown. */
const MOST_ROWS = 200;

/**
 * Puts together again what an agent was called with: of the step itself, or of the agent's step
 * around it. Traces keep what models were sent, not what agents were called with.
 *
 * @throws USAGE where no agent did the step, or what it worked on is not stored
 */
export async function stepInput(run: StoredRun, spanId: string): Promise<StepInput> {
  const span = await agentSpan(run, spanId);
  const step = String(span.attributes["datawright.step"] ?? "");
  const agent = String(span.attributes["gen_ai.agent.name"] ?? span.agent ?? "");
  const [role, method] = methodOf(span.agent ?? "", step);
  const found = await inputOf(run, span, { step, method });
  return { role, method, agent, ...found };
}

/** The latest step of an agent that ended well, the first that drew orders; null for none. */
export async function latestStepOf(
  { trace }: StoredRun,
  { agent, method }: { readonly agent: string; readonly method: string },
): Promise<string | null> {
  const spans = await trace.spans({ agent, operation: "invoke_agent" });
  const own = spans.filter(
    ({ status, attributes }) =>
      status === "ok" && methodOf(agent, String(attributes["datawright.step"] ?? ""))[1] === method,
  );
  // The last rounds of a run ask for next to nothing.
  return (method === "order" ? own[0] : own.at(-1))?.id ?? null;
}

async function agentSpan({ trace }: StoredRun, id: string): Promise<Span> {
  for (let next: string | null = id; next !== null;) {
    const [span]: Span[] = await trace.spans({ ids: [next] });
    if (span === undefined) break;
    if (span.operation === "invoke_agent") return span;
    next = span.parentId;
  }
  throw new DatawrightError({
    code: "USAGE",
    message: `no agent did the step ${JSON.stringify(id)} of this run`,
    hint: "Choose a step of an agent: generator, critic, planner and so on.",
    details: { status: 404 },
  });
}

/** Steps are named after what is done; a role with one method has no other. */
const METHOD_OF: Readonly<Record<string, string>> = { validate: "label", curation: "process" };

function methodOf(agent: string, step: string): readonly [RoleName, string] {
  if (step.startsWith("stage:") || !Object.hasOwn(ROLES, agent)) return ["stage", "process"];
  const role = agent as RoleName;
  const methods = Object.keys(ROLES[role]);
  const name = step.split(":")[0]!;
  return [role, methods.find((one) => one === (METHOD_OF[name] ?? name)) ?? methods[0]!];
}

type Found = Pick<StepInput, "input" | "site" | "notes">;

async function inputOf(
  run: StoredRun,
  span: Span,
  { step, method }: { readonly step: string; readonly method: string },
): Promise<Found> {
  const site = { step, sampleIds: span.sampleIds, orderId: span.sampleIds[0] ?? step };
  switch (method) {
    case "generate":
      return generateInput(run, await sampleOf(run, span), site);
    case "critique":
    case "process":
      return draftInput(run, await sampleOf(run, span), site);
    case "label":
      return labelInput(run, span, site);
    case "learn":
      return learnInput(run, site);
    case "order":
      return orderInput(run, span, site);
    case "plan":
      return {
        input: { previous: null, failed: [] },
        site: { ...site, orderId: "plan:0", round: 0 },
        notes: [],
      };
    case "curate":
      return { input: { pass: 0, since: -1 }, site: { ...site, round: null }, notes: ["rebuilt"] };
    case "apply":
      return {
        input: { answers: [], items: [] },
        site: { ...site, round: null },
        notes: ["rebuilt"],
      };
    default:
      return { input: {}, site: { ...site, round: null }, notes: [] };
  }
}

type Site = Omit<AgentSite, "round">;

async function sampleOf({ samples }: StoredRun, { sampleIds }: Span): Promise<Sample> {
  const [sample] = await samples.samples({ ids: sampleIds.slice(0, 1) });
  if (sample !== undefined) return sample;
  throw new DatawrightError({
    code: "USAGE",
    message: "the draft of this step is not stored yet",
    hint: "Try again once its chunk has ended.",
    details: { status: 409 },
  });
}

async function generateInput(run: StoredRun, sample: Sample, site: Site): Promise<Found> {
  const at = generateStepOf(site.step) ?? { subTask: "", revision: 0, attempt: 0 };
  const { order, item, sources } = await orderParts(run, sample);
  const steps = topologicalOrder(item.plan.subTasks);
  const place = Math.max(
    0,
    steps.findIndex(({ id }) => id === at.subTask),
  );
  const written = await writtenOutputs(run.trace, sample.id);
  const outputs = (revision: number, before: number): Record<string, unknown> =>
    Object.assign(
      {},
      ...steps
        .slice(0, before)
        .map(
          ({ id }) =>
            written.find((one) => one.subTask === id && one.revision === revision)?.fields,
        ),
    );
  const verdicts = await run.samples.verdicts(sample.id);
  return {
    input: {
      order,
      subTask: steps[place],
      values: { ...item.given, ...outputs(at.revision, place) },
      revision: at.revision,
      feedback: verdicts
        .filter(({ revision, pass }) => revision === at.revision - 1 && !pass)
        .map(({ criterion, reason }) => ({ criterion, reason })),
      previous: at.revision === 0 ? null : { ...item.given, ...outputs(at.revision - 1, Infinity) },
      sources,
      seeds: item.seeds,
      written: item.written.map(({ id, text }) => ({ id, text })),
      peer: item.peer,
      attempt: at.attempt,
    },
    site: { ...site, orderId: sample.id, round: sample.round },
    notes: place > 0 || at.revision > 0 ? ["from-answers"] : [],
  };
}

async function draftInput(run: StoredRun, sample: Sample, site: Site): Promise<Found> {
  const revision = Number(/:(\d+)$/u.exec(site.step)?.[1] ?? sample.revisions);
  const { task, order, item, sources } = await orderParts(run, sample);
  const isLast = revision >= sample.revisions;
  const earlier = isLast ? [] : await writtenOutputs(run.trace, sample.id);
  const fields = isLast
    ? sample.fields
    : Object.assign(
        { ...item.given },
        ...earlier.filter((one) => one.revision === revision).map((one) => one.fields),
      );
  const own = Object.fromEntries(
    Object.entries(fields as Record<string, unknown>).filter(([name]) => name in task.fields),
  );
  const draft: Draft = draftOf(
    { task, knowledge: { get: () => sources } },
    {
      order,
      seeds: item.seeds,
      fields: own,
      label: sample.label.given ?? sample.label.current,
      revision,
      scores: sample.scores,
    },
  );
  return {
    input: { draft },
    site: { ...site, orderId: sample.id, round: sample.round },
    notes: [isLast ? "as-it-stands" : "from-answers"],
  };
}

async function labelInput(run: StoredRun, span: Span, site: Site): Promise<Found> {
  const { samples, store } = run;
  const drafts = await samples.samples({ ids: span.sampleIds });
  const rows =
    drafts.length > 0
      ? drafts.map(({ id, text, label }) => ({ id, text, label: label.given ?? label.current }))
      : (await store.rows("validation")).map(({ id, text, label }) => ({ id, text, label }));
  return {
    input: { drafts: rows, state: null },
    site: { ...site, round: drafts[0]?.round ?? null },
    notes: ["state-filled-in"],
  };
}

async function learnInput({ store, samples }: StoredRun, site: Site): Promise<Found> {
  const support = (await store.rows("support")).slice(0, MOST_ROWS);
  const accepted = await samples.samples({
    status: "accepted",
    order: "accepted",
    limit: MOST_ROWS - support.length,
  });
  return {
    input: {
      rows: [
        ...support.map(({ id, text, label }) => ({
          ...{ id, text, label },
          ...{ weight: 1, source: "support" },
        })),
        ...accepted.map(({ id, text, label, weight }) => ({
          ...{ id, text, label: label.current },
          ...{ weight, source: "accepted" },
        })),
      ],
      previous: null,
    },
    site: { ...site, round: null },
    notes: ["first-rows"],
  };
}

/** Which round an order was drawn for is told by how many were drawn before it. */
async function orderInput(run: StoredRun, span: Span, site: Site): Promise<Found> {
  const orders = (await run.trace.spans({ agent: "planner", operation: "invoke_agent" })).filter(
    ({ attributes }) => attributes["datawright.step"] === "order",
  );
  const round = Math.max(
    0,
    orders.findIndex(({ id }) => id === span.id),
  );
  const before = await plannedRound(run, round - 1);
  const sealed = (await sealedRound(run, round - 2)) ?? (await sealedRound(run, -1));
  const size = (await plannedRound(run, round))?.size ?? 1;
  const firstInput = before?.inputsUsed ?? 0;
  const inputs = (await run.store.rows("inputs")).slice(firstInput, firstInput + size);
  return {
    input: {
      round,
      size,
      plan: await planOfRound(run, round),
      coverage: sealed?.coverage,
      outstanding: {},
      firstInput,
      inputs: inputs.map(({ id }) => id),
      usedSeeds: [],
      usedSources: {},
    },
    site: { ...site, orderId: `round:${round}`, round },
    notes: ["rebuilt"],
  };
}
