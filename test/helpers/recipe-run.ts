import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "../../graphs/run/launch.js";
import { openRun } from "../../graphs/commands/open-run.js";
import type { LaunchOptions } from "../../graphs/runtime/run-options.js";
import type { Plan } from "../../schema/plan.js";
import type { Sample } from "../../schema/sample.js";
import type { Summary } from "../../schema/report.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import type { ChatRequest } from "../../tools/models/contract.js";
import { scriptedModel } from "../../tools/models/providers/scripted-model.js";
import { fillSchema } from "../../graphs/conformance/fill-schema.js";

/** A request as a test of a recipe reads it. */
export interface Asked {
  /**
   * Sub-task of a generator's request with the part after it, "critique" for a judge's, else the
   * step as it is.
   */
  readonly step: string;
  readonly request: ChatRequest;
  /** Everything that the model is shown. */
  readonly text: string;
  readonly schema: Readonly<Record<string, unknown>>;
  /** The JSON lines of a section. */
  items(section: string): Readonly<Record<string, unknown>>[];
}

export interface RecipeRun {
  readonly asked: readonly Asked[];
  readonly samples: readonly Sample[];
  readonly plan: Plan;
  readonly summary: Summary;
  /** Requests by their step, in the order in which steps were first asked. */
  readonly steps: ReadonlyMap<string, readonly Asked[]>;
}

/**
 * Runs a task with a recipe on the scripted model. `answer` answers what the test cares about
 * (undefined: a value that fits the schema, different for each request); everything runs in a
 * folder that is gone afterwards.
 */
export async function runRecipe(
  recipe: string,
  task: TaskSpecInput,
  answer: (asked: Asked) => unknown = () => undefined,
  options: LaunchOptions = {},
): Promise<RecipeRun> {
  const workspace = mkdtempSync(join(tmpdir(), "recipe-"));
  const asked: Asked[] = [];
  const model = scriptedModel(
    (request) => {
      const one = askedOf(request);
      asked.push(one);
      const value =
        answer(one) ??
        fillSchema(
          one.schema as Record<string, unknown>,
          `${one.text} ${request.origin.orderId} ${request.origin.attempt}`,
        );
      return typeof value === "object" && value !== null && "scripted" in value
        ? (value as { scripted: { text: string } }).scripted
        : { object: value };
    },
    { logProbabilities: false },
  );
  try {
    // Small models are trained in threads, which take longer to start than the run takes.
    const run = await launch(
      { label: { minTraining: 1_000_000 }, ...task },
      { recipe, model, workspace, logLevel: null, cache: false, concurrency: 4, ...options },
    );
    const { summary } = await run.result;
    const opened = await openRun(run.folder);
    const samples = await opened.samples({ order: "ordinal" });
    const [plan] = await opened.plans();
    opened.close();
    const steps = new Map<string, Asked[]>();
    for (const one of asked) steps.set(one.step, [...(steps.get(one.step) ?? []), one]);
    return { asked, samples, summary, steps, plan: plan!.plan };
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

function askedOf(request: ChatRequest): Asked {
  const text = request.messages.map((message) => message.content).join("\n");
  const match = /^generate:([^:]+):\d+:\d+(?::(.*))?$/u.exec(request.origin.step);
  return {
    step: match
      ? [match[1], match[2]].filter((part) => part !== undefined).join(":")
      : request.origin.step,
    request,
    text,
    schema: request.format.schema ?? {},
    items: (section) => {
      const bodies = [
        ...text.matchAll(new RegExp(`^<${section}>\\n([\\s\\S]*?)^</${section}>$`, "gmu")),
      ].map((found) => found[1]!);
      return bodies
        .flatMap((body) => body.split("\n"))
        .filter((line) => line.startsWith("{"))
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    },
  };
}
