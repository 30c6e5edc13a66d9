import type { AgentContext } from "../../agents/contract.js";
import type { GenerateInput } from "../../agents/generator/contract.js";
import { sampleRequest } from "../../agents/generator/request/sample-request.js";
import type { Row } from "../../schema/sample.js";
import type { Task } from "../../schema/task.js";
import { LABEL_KEY } from "../../tools/fields/record-schema.js";
import type { GeneratorQuestion } from "../../tools/tuning/contract.js";

/** The fields that the generator of a run writes; the label where the text is given. */
function writtenOf(task: Task): readonly string[] {
  return task.writtenFields.length > 0 ? task.writtenFields : [LABEL_KEY];
}

/**
 * What the generator of a run is asked for a sample like a row, in one step and shown no rows: a
 * sample of the row's label, with what the row gives.
 */
export function generatorQuestion(
  task: Task,
  model: Pick<AgentContext["model"], "info">,
  row: Row,
  template?: string,
): GeneratorQuestion {
  const asked: Task =
    template === undefined
      ? task
      : { ...task, spec: { ...task.spec, prompts: { ...task.spec.prompts, generator: template } } };
  const given = task.kind.givenFields.filter((name) => row.fields[name] !== undefined);
  const isLabelling = task.writtenFields.length === 0;
  const input: GenerateInput = {
    order: {
      id: row.id,
      round: 0,
      ordinal: 0,
      cell: "tuning",
      label: isLabelling ? null : row.label,
      conditions: [],
      inputId: null,
      sourceIds: [],
      seedIds: [],
    },
    subTask: {
      id: "sample",
      purpose: "Write one sample.",
      inputs: [...given],
      output: [...writtenOf(task)],
      outputSchema: {},
      dependsOn: [],
      agent: "generator",
      revision: 0,
      revisedBecause: [],
    },
    values: Object.fromEntries(given.map((name) => [name, row.fields[name]])),
    revision: 0,
    feedback: [],
    previous: null,
    sources: [],
    written: [],
    seeds: [],
    peer: { group: "", rank: 0, of: 1 },
    attempt: 0,
  };
  return sampleRequest(input, [], {
    task: asked,
    model: model as AgentContext["model"],
  });
}

/** What the generator would answer for the sample to be the row. */
export function generatorAnswer(task: Task, row: Row): Record<string, unknown> {
  return Object.fromEntries(
    writtenOf(task)
      .filter((name) => name === LABEL_KEY || row.fields[name] !== undefined)
      .map((name) => [name, name === LABEL_KEY ? row.label : row.fields[name]]),
  );
}
