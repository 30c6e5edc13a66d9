import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { applyAnswers } from "../../../graphs/commands/apply-answers.js";
import { labelData } from "../../../graphs/commands/label-data.js";
import type { PeopleFormat } from "../../../tools/annotation/people-files.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";
import { ticketModel, ticketSpec, ticketText } from "../../helpers/ticket-run.js";

const {
  support: _support,
  critique: _critique,
  ...task
} = ticketSpec({ description: "Which department answers?" });
type Row = Record<string, unknown> & {
  readonly id: string;
  readonly text: string;
  readonly label: string;
  readonly line: number;
};

/** Twelve rows labelled, the six least certain left to people. */
async function labelled(
  format: PeopleFormat,
): Promise<{ folder: string; rows: (name: string) => Row[] }> {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, "rows.jsonl"),
    Array.from({ length: 12 }, (_, index) =>
      JSON.stringify({ text: ticketText(index % 2 === 0 ? "refund" : "delivery", `row ${index}`) }),
    ).join("\n"),
  );
  const out = join(folder, "out");
  // Asked for a label, it always says the same.
  const model = ticketModel({
    answer: () => ({ label: "refund", confidence: 0.8, reason: "It says so." }),
  });
  await labelData(join(folder, "rows.jsonl"), {
    task,
    model,
    people: 6,
    maxCalls: 12,
    out,
    format,
    workspace: folder,
    cache: false,
  });
  return {
    folder: out,
    rows: (name) =>
      readFileSync(join(out, name), "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Row),
  };
}

/** Three rows: the first kept as it is, the second given the other label, the third rejected. */
const decide = (rows: readonly Row[]): [Row, Row, Row, string] => [
  rows[0]!,
  rows[1]!,
  rows[2]!,
  rows[1]!.label === "refund" ? "delivery" : "refund",
];

const answersIn: Record<PeopleFormat, (folder: string, rows: readonly Row[]) => unknown> = {
  jsonl: (_folder, rows) => {
    const [keep, change, reject, other] = decide(rows);
    return [
      { ...keep, decision: "accept", by: "ann" },
      { id: change.id, decision: "relabel", label: other },
      { sampleId: reject.id, decision: "reject", note: "not a ticket" },
      rows[3],
    ]
      .map((line) => JSON.stringify(line))
      .join("\n");
  },
  "label-studio": (folder, rows) => {
    const [keep, change, reject, other] = decide(rows);
    const tasks = JSON.parse(readFileSync(join(folder, "people.label-studio.json"), "utf8")) as {
      data: { sample_id: string };
    }[];
    const choice = (name: string, value: string): object => ({
      from_name: name,
      to_name: "text",
      type: "choices",
      value: { choices: [value] },
    });
    const results = new Map([
      [keep.id, choice("label", keep.label)],
      [change.id, choice("label", other)],
      [reject.id, choice("decision", "reject")],
    ]);
    return JSON.stringify(
      tasks.map((one) => ({
        ...one,
        annotations: results.has(one.data.sample_id)
          ? [{ completed_by: 1, was_cancelled: false, result: [results.get(one.data.sample_id)] }]
          : [],
      })),
    );
  },
  argilla: (folder, rows) => {
    const [keep, change, reject, other] = decide(rows);
    const records = JSON.parse(readFileSync(join(folder, "people.argilla.json"), "utf8")) as {
      id: string;
    }[];
    const responses = new Map<string, object>([
      [keep.id, { label: [{ value: keep.label, user_id: "u" }] }],
      [change.id, { label: [{ value: other, user_id: "u" }] }],
      [reject.id, { decision: [{ value: "reject", user_id: "u" }] }],
    ]);
    return JSON.stringify(
      records.map((record) => ({ ...record, responses: responses.get(record.id) ?? {} })),
    );
  },
};

describe("rows for people", () => {
  it.each(["jsonl", "label-studio", "argilla"] as const)(
    "go out and come back as %s",
    async (format) => {
      const { folder, rows } = await labelled(format);
      const before = { labelled: rows("labelled.jsonl"), people: rows("people.jsonl") };
      expect([before.labelled.length, before.people.length]).toEqual([6, 6]);
      const [keep, change, reject, other] = decide(before.people);
      const answers = join(folder, "answers.json");
      writeFileSync(answers, String(answersIn[format](folder, before.people)));
      const report = await applyAnswers(folder, answers, { task, format });
      expect(report).toMatchObject({
        accepted: 1,
        relabelled: 1,
        rejected: 1,
        waiting: 3,
        ties: [],
        problems: [],
      });
      const after = rows("labelled.jsonl");
      expect(after.map((row) => row.line)).toEqual(
        after.map((row) => row.line).sort((a, b) => a - b),
      );
      expect(after.find((row) => row.id === keep.id)).toMatchObject({
        text: keep.text,
        label: keep.label,
        labelSource: "people",
      });
      expect(after.find((row) => row.id === change.id)).toMatchObject({
        text: change.text,
        label: other,
        labelSource: "people",
      });
      expect(rows("rejected.jsonl")).toMatchObject([{ id: reject.id, reason: "review-rejected" }]);
      expect(rows("people.jsonl").map((row) => row.id)).toEqual(
        before.people.slice(3).map((row) => row.id),
      );
      for (const row of before.labelled) expect(after).toContainEqual(row);

      const again = await applyAnswers(folder, answers, { task, format });
      expect(again).toMatchObject({ accepted: 0, relabelled: 0, rejected: 0, waiting: 3 });
      expect(again.problems).toHaveLength(3);
      expect(rows("labelled.jsonl")).toEqual(after);
    },
  );

  it("refuses answers that cannot be read, and changes nothing then", async () => {
    const { folder, rows } = await labelled("jsonl");
    const before = rows("people.jsonl");
    const answers = join(folder, "answers.jsonl");
    for (const [line, code] of [
      [{ id: before[0]!.id, decision: "relabel", label: "refnd" }, "DATA_LABEL"],
      [{ id: before[0]!.id, decision: "maybe" }, "DATA_FORMAT"],
      [{ decision: "accept" }, "DATA_FORMAT"],
      [{ id: before[0]!.id, decision: "relabel" }, "DATA_FORMAT"],
    ] as const) {
      writeFileSync(answers, JSON.stringify(line));
      await expect(applyAnswers(folder, answers, { task })).rejects.toMatchObject({ code });
    }
    await expect(applyAnswers(folder, join(folder, "none.jsonl"), { task })).rejects.toMatchObject({
      code: "DATA_NOT_FOUND",
    });
    await expect(applyAnswers(join(folder, "none"), answers, { task })).rejects.toMatchObject({
      code: "DATA_NOT_FOUND",
    });
    expect(rows("people.jsonl")).toEqual(before);
  });
});
