import { chosenName } from "../../base/slots/slot-choice.js";
import type { Plan } from "../../schema/plan.js";
import type { Row, Sample } from "../../schema/sample.js";
import type { TaskSpec, TaskSpecInput } from "../../schema/task-file/task-spec.js";
import type { ChatModel, ChatRequest } from "../../tools/models/contract.js";
import type { AskingRole } from "../run/chosen-model.js";
import { launchRead } from "../run/launch.js";
import { readSpec, type ReadSpec } from "../run/read-spec.js";
import { resolveRoleModels } from "../run/resolved-models.js";
import { readRunData } from "../run/run-data.js";
import type { LaunchOptions } from "../runtime/run-options.js";
import { openRun } from "../commands/open-run.js";
import { inTemporaryFolder } from "../commands/try-task.js";
import { StandIn } from "./stand-in-model.js";

/** One request of a recorded run, with the role whose model was asked. */
export interface RecordedRequest {
  /** The role whose model was asked. */
  readonly role: AskingRole;
  /** What it was sent. */
  readonly request: ChatRequest;
}

/** Every request that a method sends, with what it was asked for. */
export interface RecordedRun {
  /** The task, as it was read. */
  readonly spec: TaskSpec;
  /** Support rows and inputs that prompts may show. */
  readonly rows: readonly Row[];
  /** The requests: the planner's, then those of each order, in their order. */
  readonly requests: readonly RecordedRequest[];
  /** The plan that the orders come from. */
  readonly plan: Plan;
  /** What was written, accepted or refused. */
  readonly samples: readonly Sample[];
}

/** How much of a method is recorded. */
export interface RecordOptions extends LaunchOptions {
  /** Orders that are written. Default: 9, in rounds of three. */
  readonly samples?: number;
}

const USUAL_SAMPLES = 9;
const ROUND = 3;
/** One draft in so many is refused, so that the question of a revision is seen as well. */
const REFUSED = 1 / 5;

/**
 * Runs a task for a few samples with a stand-in in the place of every model, and keeps what it was
 * asked. No model and no server is asked; nothing is kept.
 *
 * @throws what `launch` throws for a task that cannot be run
 */
export async function recordRequests(
  task: string | TaskSpecInput,
  options: RecordOptions = {},
): Promise<RecordedRun> {
  const read: ReadSpec = await readSpec(task, options);
  const { samples = USUAL_SAMPLES, ...plain } = options;
  const spec = recordedSpec(read.spec, samples);
  const real = await resolveRoleModels({ ...read.spec, budget: {} }, options);
  const { support, validation, inputs } = await readRunData(read.spec, read.folder);
  const asked: RecordedRequest[] = [];
  let role: AskingRole = "generator";
  const standIn = new StandIn({
    spec,
    rows: [...support, ...validation, ...inputs],
    refused: REFUSED,
    onRequest: (request) => void asked.push({ role, request }),
  });
  const models = Object.fromEntries(
    Object.entries(real).map(([name, { model }]) => {
      const instead = standIn.of(model.info.name === "embedded" ? hosted(model) : model);
      return [
        name,
        {
          ...instead,
          complete: (request: ChatRequest) => {
            role = name as AskingRole;
            return instead.complete(request);
          },
        },
      ];
    }),
  );
  return inTemporaryFolder(async (folder) => {
    const handle = await launchRead(
      { ...read, spec },
      {
        ...plain,
        mostOrders: samples,
        model: undefined,
        models,
        embeddings: "embedded",
        cache: false,
        concurrency: 1,
        logLevel: plain.logLevel ?? null,
        workspace: folder,
        store: undefined,
        out: undefined,
        runId: "recorded",
      },
    );
    // Nothing is asked after the last round, unless a relabeler asks.
    if (spec.curate.relabel.length === 0)
      handle.on((event) => void (event.type === "work-stopped" && handle.stop()));
    const { error } = await handle.result;
    if (error && error.code !== "INTERRUPTED") throw error;
    const run = await openRun(handle.folder, { workspace: folder });
    try {
      const made = await run.samples({ order: "ordinal" });
      const [plan] = await run.plans();
      return {
        spec,
        rows: [...support, ...inputs],
        plan: plan!.plan,
        samples: made,
        requests: inOrder(asked, made),
      };
    } finally {
      run.close();
    }
  });
}

/**
 * What a method asks is shown as a hosted model is asked it: the embedded one is shown more rows,
 * as they cost nothing.
 */
function hosted(model: ChatModel): ChatModel {
  return {
    ...model,
    info: {
      name: "hosted",
      fingerprint: "hosted",
      contextTokens: 128_000,
      price: { input: 0.15, output: 0.6 },
      logProbabilities: false,
      structured: ["schema", "json", "text"],
      tools: true,
    },
  };
}

/** Small rounds, so that what later rounds see of earlier ones is seen too. */
function recordedSpec(spec: TaskSpec, samples: number): TaskSpec {
  return {
    ...spec,
    // Orders that a reached target cancels would be asked about or not, as it comes.
    target: Math.max(spec.target, 2 * samples),
    review: "none",
    budget: {},
    // A small model is trained only where questions follow from what it gets wrong.
    label:
      chosenName(spec.plan.seeds) === "student-errors"
        ? spec.label
        : { ...spec.label, minTraining: Number.MAX_SAFE_INTEGER },
    plan: { ...spec.plan, roundSize: ROUND },
  };
}

/**
 * The planner's first, then what orders share, whichever of them asked for it first, then by order: the
 * same whatever the order in which answers came.
 */
function inOrder(
  asked: readonly RecordedRequest[],
  samples: readonly Sample[],
): readonly RecordedRequest[] {
  const places = new Map(samples.map(({ id, round, ordinal }) => [id, [round, ordinal] as const]));
  const placeOf = ({ request: { origin } }: RecordedRequest): readonly [number, number] =>
    places.get(origin.orderId) ?? [places.has(origin.sampleIds[0] ?? "") ? 0 : -1, -1];
  return asked
    .map((one, arrival) => ({ one, place: placeOf(one), arrival }))
    .sort(
      (a, b) =>
        a.place[0] - b.place[0] ||
        a.place[1] - b.place[1] ||
        (a.place[0] >= 0 && a.place[1] < 0
          ? compare(a.one.request.origin.orderId, b.one.request.origin.orderId)
          : 0) ||
        a.arrival - b.arrival,
    )
    .map(({ one }) => one);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
