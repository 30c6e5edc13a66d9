import { z } from "zod";
import type { JsonValue } from "../../../schema/json.js";
import type { AnswerForm, BenchmarkRow } from "../contract.js";
import { isValidTrajectory, type Call, type Callable } from "../metrics/trajectory.js";

/** The calls that a request led to; `passed` only where they were run. */
interface Trajectory {
  readonly calls: readonly Call[];
  readonly passed?: boolean;
}

const schema = z.object({
  calls: z.array(z.object({ name: z.string(), arguments: z.string() })),
  passed: z.boolean().optional(),
});

const offeredOf = (row: BenchmarkRow): readonly Callable[] =>
  (row.fields["tools"] ?? []) as readonly Callable[];

/** Calls of interfaces: whether they are valid, whether they are those wanted, whether they led to an answer. */
export const trajectoryAnswer: AnswerForm = {
  metrics: ["valid-trajectory", "pass-rate", "api-recall"],
  question: (row, { description }) => ({
    sections: [
      { kind: "task", text: description },
      {
        kind: "sources",
        text: "The interfaces:",
        items: offeredOf(row).map((each) => ({ ...each })),
      },
      { kind: "draft", text: "The request:", items: [{ query: row.fields["query"] }] },
      {
        kind: "output",
        text:
          "Answer with the calls that fulfil it, in order: the name of the interface, and its " +
          "arguments as a JSON object in a string.",
      },
    ],
    schema: schema.omit({ passed: true }),
  }),
  read: (said) => {
    const parsed = schema.safeParse(said);
    return parsed.success ? (parsed.data as unknown as JsonValue) : null;
  },
  scores: ({ row, answer }) => {
    const said = answer as unknown as Trajectory | null;
    const calls = said?.calls ?? [];
    const called = new Set(calls.map(({ name }) => name));
    const found = row.references.filter((name) => called.has(name)).length;
    return {
      "valid-trajectory": isValidTrajectory(calls, offeredOf(row)) ? 1 : 0,
      ...(said?.passed === undefined ? {} : { "pass-rate": said.passed ? 1 : 0 }),
      ...(row.references.length === 0 ? {} : { "api-recall": found / row.references.length }),
    };
  },
};
