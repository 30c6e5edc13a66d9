/*
 * Compiled by `npm run types`, never run: each expected error is an error of the types when it is
 * gone.
 */
import { z } from "zod";
import {
  defineAgent,
  fromRunnable,
  launch,
  openRun,
  type Agent,
  type LaunchOptions,
  type RunEvent,
  type Sample,
  type Summary,
  type TaskSpecInput,
} from "datawright";
import { scriptedModel } from "datawright/testing";

/** Holds that a value has exactly a type. */
function exactly<Wanted>() {
  return <Given extends Wanted>(
    value: Given & ([Wanted] extends [Given] ? unknown : never),
  ): void => void value;
}

// defineAgent infers input and output from the role …
export const critic: Agent = defineAgent({
  name: "critic",
  role: "critic",
  run: ({ draft }, context) => {
    exactly<string>()(draft.text);
    exactly<number>()(draft.revision);
    exactly<AbortSignal>()(context.signal);
    // @ts-expect-error a draft has no field of that name
    void draft.texts;
    // @ts-expect-error the memory is read only
    context.memory.sealedThrough = 3;
    return {
      verdicts: [
        {
          judge: "critic",
          criterion: "calm",
          pass: true,
          score: null,
          reason: "fine",
          code: "custom",
        },
      ],
    };
  },
});
// @ts-expect-error a critic must return verdicts
defineAgent({ name: "critic", role: "critic", run: ({ draft }) => ({ verdict: draft.text }) });
// @ts-expect-error there is no such role
defineAgent({ name: "critic", role: "critik", run: () => ({ verdicts: [] }) });
defineAgent({
  name: "labeler",
  role: "labeler",
  // @ts-expect-error a labeler has two methods
  methods: { learn: () => ({ state: null, trainedOn: 0 }) },
});

// … or from its own schemas, without a type parameter.
defineAgent({
  name: "scrub",
  role: "stage",
  input: z.object({ draft: z.object({ text: z.string() }) }),
  output: z.object({ scores: z.record(z.string(), z.number()) }),
  run: ({ draft }) => {
    exactly<string>()(draft.text);
    // @ts-expect-error the schema does not read the label
    void draft.label;
    return { scores: { characters: draft.text.length } };
  },
});
const figures = z.object({ scores: z.record(z.string(), z.number()) });
const none = z.object({});
const words = () => ({ scores: { characters: "many" } });
// @ts-expect-error the output schema wants numbers
defineAgent({ name: "scrub", role: "stage", input: none, output: figures, run: words });

fromRunnable({
  name: "graph",
  role: "critic",
  runnable: (text: string) => text.length,
  input: ({ draft }) => draft.text,
  output: (length: number) => ({
    verdicts: [
      { judge: "g", criterion: "c", pass: length > 3, score: null, reason: "", code: "custom" },
    ],
  }),
});

// Launch options
export const options: LaunchOptions = {
  target: 3,
  models: { critic: "embedded", generator: scriptedModel([]) },
  budget: { usd: 1 },
  agents: { critic },
  stages: [{ after: "critic", agent: critic }],
};
// @ts-expect-error a budget is in usd, calls or tokens
export const euros: LaunchOptions = { budget: { eur: 1 } };
// @ts-expect-error there is no such role
export const role: LaunchOptions = { models: { critik: "embedded" } };
// @ts-expect-error options are read only
options.target = 4;
// @ts-expect-error a task needs a target
export const task: TaskSpecInput = {
  name: "t",
  kind: "classification",
  description: "Texts.",
  labels: ["a", "b"],
};
export const kind: TaskSpecInput = {
  name: "t",
  // @ts-expect-error there is no such kind
  kind: "classify",
  description: "Texts.",
  target: 3,
};

// Events are a discriminated union.
export function totalOf(event: RunEvent): number | null {
  // @ts-expect-error not every event has a total
  void event.total;
  switch (event.type) {
    case "round-sealed":
      return event.total;
    case "sample-accepted":
      return event.accepted;
    case "run-finished":
      exactly<Summary>()(event.summary);
      return event.summary.accepted;
    // @ts-expect-error there is no such event
    case "round-closed":
      return 0;
    default:
      return null;
  }
}

// What a run gives back
export async function results(): Promise<void> {
  const run = await launch("task.yaml", options);
  exactly<number | null>()((await run.result).summary.costUsd);
  // @ts-expect-error a status is one of four
  void ((await run.result).status === "done");
  const opened = await openRun(run.folder);
  exactly<Sample[]>()(await opened.samples({ status: "accepted", limit: 2 }));
  // @ts-expect-error there is no such status
  await opened.samples({ status: "done" });
}
