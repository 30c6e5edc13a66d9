import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { definePlugin } from "../../../graphs/plugins/plugin.js";
import { readTaskFile } from "../../../graphs/run/read-task.js";
import { tuneModel } from "../../../graphs/tuning/tune-model.js";
import { atOnce } from "../../../base/workers/interruptible-work.js";
import { LabelNgrams } from "../../../tools/models/embedded/label-ngrams.js";
import { TokenIndex } from "../../../tools/models/embedded/token-index.js";
import { FREE_TUNING } from "../../../tools/tuning/free-tuning.js";
import { resolveModel } from "../../../tools/models/providers/resolve-model.js";
import { scriptedModel } from "../../../tools/models/providers/scripted-model.js";
import { callCommand } from "../../helpers/command-in-process.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

const rows = Array.from({ length: 120 }, (_, at) => ({
  text: at % 2 ? `pay back the lamp number ${at} now` : `where is my parcel number ${at} today`,
  label: at % 2 ? "refund" : "delivery",
}));
const annotation = (): string => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "rows.jsonl"), rows.map((row) => JSON.stringify(row)).join("\n"));
  const file = join(folder, "task.yaml");
  writeFileSync(
    file,
    [
      "# tickets of a shop",
      "name: tickets",
      "kind: annotation",
      "description: Tickets of a shop.",
      "labels: [refund, delivery]",
      "support: { path: rows.jsonl }",
      "inputs: { path: rows.jsonl }",
      "target: 5",
    ].join("\n"),
  );
  return file;
};
/** Right where the instruction speaks of money; else always delivery. */
const labelling = scriptedModel(({ messages, format }) => {
  const said = messages.map(({ content }) => content).join("\n");
  if (format.name === "instructions")
    return {
      object: {
        instructions: [
          "Refunds speak of paying {money} back; look for that.",
          "Guess any label at all.",
        ],
      },
    };
  const given = said.slice(said.lastIndexOf("<draft>"));
  const isRefund = said.includes("speak of paying") && given.includes("pay back");
  return { object: { label: isRefund ? "refund" : "delivery", confidence: 1 } };
});

describe("prompt tuning", () => {
  it("puts an instruction that is better on rows that chose nothing into the task", async () => {
    const task = annotation();
    const report = await tuneModel({
      data: task,
      tuner: { name: "prompt", variants: 2 },
      model: labelling,
      validation: 0.5,
      workspace: temporaryFolder(),
      out: temporaryFolder(),
    });
    expect(report.figures["after"]!.value).toBe(1);
    expect(report.figures["gain"]!.low).toBeGreaterThan(0);
    const tuned = report.files.find((file) => file.endsWith("task.tuned.yaml"))!;
    const text = readFileSync(tuned, "utf8");
    expect(text).toMatch(/^# tickets of a shop/u);
    const { spec } = await readTaskFile(tuned);
    expect(spec.prompts["generator"]).toMatch(/^Refunds speak of paying \{\{money\}\} back/u);
    const own = { data: task, tuner: "prompt", model: labelling, validation: 0.5 };
    await expect(tuneModel({ ...own, out: task })).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining("there already"),
    });
    expect(JSON.parse(readFileSync(report.files[0]!, "utf8"))).toMatchObject({
      instructions: [{ choosing: [1, 1, 1] }, {}],
    });
  });

  it("keeps the prompt where no gain is real, and says so", async () => {
    const report = await tuneModel({
      data: annotation(),
      tuner: { name: "prompt", variants: 4 },
      model: scriptedModel(
        ({ format }) =>
          format.name === "instructions"
            ? { object: { instructions: ["Say delivery, always and ever."] } }
            : { object: { label: "delivery", confidence: 1 } },
        { fingerprint: "never" },
      ),
      validation: 0.5,
      workspace: temporaryFolder(),
      out: temporaryFolder(),
    });
    expect(report.task).toBeNull();
    expect(report.figures["gain"]).toMatchObject({ value: 0, low: 0, high: 0 });
    expect(report.notes[0]).toMatch(/the prompt stays/u);
  });

  it("tries an instruction for writing by what a small model learns from the texts", async () => {
    const report = await tuneModel({
      data: rows,
      tuner: { name: "prompt", variants: 1, samples: 8 },
      model: scriptedModel(
        ({ messages, format }) => {
          const said = messages.map(({ content }) => content).join("\n");
          if (format.name === "instructions")
            return { object: { instructions: ["Write as customers do, with their words."] } };
          const isRefund = /"value":"refund"/u.test(said) === said.includes("as customers do");
          return { object: { text: isRefund ? "pay back the lamp" : "where is my parcel" } };
        },
        { fingerprint: "writes" },
      ),
      validation: 0.5,
      workspace: temporaryFolder(),
      out: temporaryFolder(),
    });
    expect(report.figures).toMatchObject({ before: { value: 0 }, after: { value: 1 } });
    expect(report.task).toMatchObject({
      prompts: { generator: expect.stringContaining("{conditions}") },
    });
  });
});

describe("the embedded tuner", () => {
  it("fits a model for good, which writes of its rows without being shown one", async () => {
    const report = await tuneModel({
      data: rows,
      tuner: { name: "embedded", strength: 0.5 },
      out: temporaryFolder(),
    });
    expect(report.figures).toMatchObject({
      labelToldApart: { value: 1 },
      strength: { value: 0.5 },
    });
    const model = await resolveModel(report.model!);
    const asked = (label: string) =>
      model.complete({
        messages: [
          {
            role: "user",
            content: `<conditions>\n{"name":"label","value":"${label}"}\n</conditions>`,
          },
        ],
        parameters: { seed: 1 },
        format: {
          type: "schema",
          name: "sample",
          schema: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
        },
        origin: { orderId: "1", step: "s", attempt: 0, agent: "generator", sampleIds: [] },
      });
    expect((await asked("refund")).text).toMatch(/pay|lamp/u);
    expect((await asked("delivery")).text).toMatch(/parcel|where/u);
    await expect(resolveModel("embedded:/nowhere.json")).rejects.toMatchObject({
      code: "MODEL_UNKNOWN",
    });
  });
});

describe("the weights of the embedded tuner", () => {
  it("stay off where rows kept apart show no gain, with the figures that say so", async () => {
    const short = rows.slice(0, 44).map(({ text, label }) => ({ text: text.slice(0, 15), label }));
    const report = await tuneModel({
      data: short.map((row, at) => ({ ...row, text: `${row.text} ${at}` })),
      tuner: "embedded",
      validation: 0.5,
      out: temporaryFolder(),
    });
    expect(report.figures).toMatchObject({
      strength: { value: 0 },
      before: { value: 1, rows: 22 },
      gain: { value: 0 },
    });
    expect(report.notes[0]).toMatch(/show no gain on 22 rows/u);
    const few = await tuneModel({
      data: rows.slice(0, 20),
      tuner: "embedded",
      out: temporaryFolder(),
    });
    expect(few.notes[0]).toMatch(/too few/u);
  });

  it("make words count more that tell the labels apart, and others less", () => {
    const texts = [
      "pay the lamp back",
      "where is the parcel",
      "pay the chair",
      "where is the lamp",
    ];
    const index = atOnce(TokenIndex.inPieces(texts));
    const weights = new LabelNgrams(index, [0, 1, 0, 1], { classes: 2 }).discriminativeWeights(1);
    const weightOf = (row: number, word: number): number =>
      weights[index.rowStart[row]! + 1 + word]!;
    expect(weightOf(0, 0)).toBeGreaterThan(weightOf(0, 1));
    const own = weights.subarray(index.rowStart[0]! + 1, index.rowStart[1]!);
    expect(own.reduce((sum, weight) => sum + weight, 0) / own.length).toBeCloseTo(1, 12);
  });
});

describe("a tuner", () => {
  it("that needs weights is refused with what to do instead", async () => {
    for (const tuner of ["prefix", "dp-sgd"])
      await expect(tuneModel({ data: rows, tuner, out: temporaryFolder() })).rejects.toMatchObject({
        code: "NEEDS_WEIGHTS",
        hint: expect.stringContaining("export RUN --format openai"),
      });
  });

  it("of a plug-in is chosen by its name, and begins nothing before it is asked to", async () => {
    let tunings = 0;
    const mine = definePlugin({
      name: "mine",
      tuners: {
        mine: {
          name: "mine",
          asks: false,
          estimate: () => Promise.resolve(FREE_TUNING),
          tune: ({ train }) =>
            Promise.resolve({
              tunings: ++tunings,
              model: "embedded",
              task: null,
              figures: { rows: { value: train.length } },
              notes: [],
              files: [],
              costUsd: 0,
            }),
        },
      },
    });
    const report = await tuneModel({
      data: rows,
      tuner: "mine",
      validation: 0.25,
      plugins: [mine],
      out: temporaryFolder(),
    });
    expect(report).toMatchObject({ model: "embedded", figures: { rows: { value: 90 } } });
    expect(tunings).toBe(1);
  });
});

describe("datawright tune", () => {
  it("shows what it may cost and asks; says how to use what it made", async () => {
    const data = join(temporaryFolder(), "rows.jsonl");
    writeFileSync(data, rows.map((row) => JSON.stringify(row)).join("\n"));
    const paid = await callCommand(
      ...["tune", data, "--tuner", "openai", "--model", "openai:small"],
      ...["--base-url", "http://127.0.0.1:9/v1"],
    );
    expect(paid.code).toBe(2);
    expect(paid.stderr).toMatch(/openai:small: this may cost money/u);
    const free = await callCommand(
      ...["tune", data, "--tuner", "embedded(strength=0)", "--out", temporaryFolder()],
    );
    expect(free.stdout).toMatch(/^tuned model: embedded:.*embedded\.json$/mu);
    expect(free.stdout).toMatch(/use it: datawright run TASK --model embedded:/u);
    const { code, stderr } = await callCommand("tune", data, "--tuner", "prefx");
    expect(code).toBe(2);
    expect(stderr).toMatch(/did you mean "?prefix/u);
  });
});
