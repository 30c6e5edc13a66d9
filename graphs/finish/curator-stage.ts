import type { Stage } from "../../agents/registry.js";
import type { RoleOutput } from "../../agents/roles.js";
import { labelKey } from "../../schema/label.js";
import type { Sample } from "../../schema/sample.js";
import { textOf } from "../../schema/task.js";
import { decided } from "../runtime/decided-sample.js";
import { draftFailureOf } from "../chunk/draft-record.js";
import { invokeAgent } from "../runtime/invoke-agent.js";
import { RealisedCells } from "../runtime/realised-cell.js";
import { recountEntries } from "../runtime/recount-coverage.js";
import type { RunRuntime } from "../runtime/runtime.js";
import type { VisibleState } from "../runtime/run-memory.js";
import { visibleAfter } from "../runtime/visible-state.js";

/**
 * Samples that are processed together and written in one transaction with how far the stage has
 * come.
 */
const PAGE = 50;

type Position = readonly [round: number, ordinal: number];

/**
 * A stage behind the curator sees every accepted sample once; one that it cannot process is refused
 * and counted.
 */
export async function curatorStage(runtime: RunRuntime, stage: Stage, last: number): Promise<void> {
  const key = `stage:${stage.agent.name}:${last}`;
  const visible = await visibleAfter(runtime, last);
  const cells = new RealisedCells(visible.coverage);
  let done = await runtime.store.get<Position>(key);
  let page: Sample[] = [];
  const flush = async (): Promise<void> => {
    const end = page.at(-1);
    if (!end) return;
    const after = (
      await Promise.all(page.map((sample) => processed(runtime, stage, sample, visible)))
    ).map((sample, index) =>
      labelKey(sample.label.current) === labelKey(page[index]!.label.current)
        ? sample
        : { ...sample, cell: cells.of(sample.cell, sample.label.current) ?? "" },
    );
    const changes = after.flatMap((sample, index) => {
      const before = page[index]!;
      return sample.status === before.status && sample.cell === before.cell
        ? []
        : [{ cell: before.cell, toCell: sample.cell, from: before.status, to: sample.status }];
    });
    done = [end.round, end.ordinal];
    await runtime.samples.applyUpdates(
      after.map((sample) => ({ sample })),
      { [key]: done, ...(changes.length > 0 ? await recountEntries(runtime, last, changes) : {}) },
    );
    if (changes.length > 0) runtime.sealed.clear();
    page = [];
  };
  // The order of acceptance is the order of rounds and ordinals.
  for await (const sample of runtime.samples.stream({ status: "accepted", order: "ordinal" })) {
    if (done && (sample.round < done[0] || (sample.round === done[0] && sample.ordinal <= done[1])))
      continue;
    page.push(sample);
    if (page.length >= PAGE) await flush();
  }
  await flush();
  runtime.visible.clear();
}

async function processed(
  runtime: RunRuntime,
  stage: Stage,
  sample: Sample,
  visible: VisibleState,
): Promise<Sample> {
  let output: RoleOutput<"stage", "process">;
  try {
    output = await invokeAgent<RoleOutput<"stage", "process">>(
      runtime,
      {
        agent: stage.agent,
        orderId: sample.id,
        step: `stage:${stage.agent.name}:curator`,
        sampleIds: [sample.id],
        visible,
      },
      "process",
      {
        draft: {
          id: sample.id,
          fields: sample.fields,
          text: sample.text,
          label: sample.label.current,
          conditions: sample.conditions,
          revision: sample.revisions,
          sources: [],
          scores: sample.scores,
        },
      },
    );
  } catch (error) {
    const failure = draftFailureOf(error, null);
    if (!failure) throw error;
    return decided(sample, stage.agent.name, "rejected", failure.reason, failure.message);
  }
  const fields = output.fields ? { ...sample.fields, ...output.fields } : sample.fields;
  const next: Sample = {
    ...sample,
    fields,
    text: textOf(fields, runtime.task.textFields),
    weight: output.weight ?? sample.weight,
    scores: { ...sample.scores, ...output.scores },
    label:
      output.label === undefined
        ? sample.label
        : { ...sample.label, current: output.label, source: "model" },
  };
  const failed = output.verdicts.find((verdict) => !verdict.pass);
  return failed ? decided(next, stage.agent.name, "rejected", failed.code, failed.reason) : next;
}
