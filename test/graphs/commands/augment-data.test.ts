import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  augmentData,
  startAugmentation,
  readAugmentation,
} from "../../../graphs/commands/augment-data.js";
import { augmentTask } from "../../../graphs/commands/augment-task.js";
import { openRun } from "../../../graphs/commands/open-run.js";
import { lightAgents, ticketModel } from "../../helpers/ticket-run.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

const examples = readFileSync(
  new URL("../../../examples/support-tickets/support.csv", import.meta.url),
  "utf8",
).split("\n");

function file(name: string, text: string): { path: string; workspace: string; folder: string } {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
  return { path: join(folder, name), workspace: join(folder, "home"), folder };
}
const lines = (path: string): Record<string, unknown>[] =>
  readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/**
 * Says everything in reverse order of sentences, and loses the figure of every row that has one.
 */
const paraphraser = () =>
  ticketModel({
    answer: ({ messages, format }) => {
      const properties = (format.schema?.["properties"] ?? {}) as Record<string, unknown>;
      const prompt = messages.map((message) => message.content).join("\n");
      if (!("text" in properties))
        return {
          coherent: 5,
          on_task: 5,
          meaning_kept: 5,
          label: "good",
          label_probability: 0.5,
          reason: "fine",
        };
      const row = JSON.parse(/The row to rewrite\.\n(\{.*\})/u.exec(prompt)![1]!) as {
        text: string;
      };
      return {
        text: row.text.split(". ").reverse().join(" and ").replace(/\d+/gu, "some").toLowerCase(),
      };
    },
  });
const reviews =
  "text,label\nThe soup was warm. We liked it,good\nThe bread cost 9 euros. We paid " +
  "it,good\nThe tea was cold. We left,bad\n";

describe("augmentData", () => {
  it("rewrites every row, keeps what held its meaning, and names each sample's row", async () => {
    const { path, workspace, folder } = file("reviews.csv", reviews);
    const model = paraphraser();
    const report = await augmentData(path, { workspace, model, agents: lightAgents });
    expect(report).toMatchObject({
      rows: 3,
      unusable: 0,
      wanted: 3,
      made: 2,
      stop: "inputs-used",
      folder: join(folder, "reviews-augmented"),
    });
    expect(report.refused).toEqual([
      { reason: "meaning-lost", meaning: expect.any(String) as string, count: 1 },
    ]);
    const together = lines(join(report.folder, "augmented.jsonl"));
    expect(together.slice(0, 3).map(({ line, text, label }) => [line, text, label])).toEqual([
      [2, "The soup was warm. We liked it", "good"],
      [3, "The bread cost 9 euros. We paid it", "good"],
      [4, "The tea was cold. We left", "bad"],
    ]);
    const made = together.slice(3);
    expect(made.map(({ text, label, parents }) => [text, label, parents]).sort()).toEqual([
      ["we left and the tea was cold", "bad", [together[2]!["id"]]],
      ["we liked it and the soup was warm", "good", [together[0]!["id"]]],
    ]);
    // One question for each row and one for the refused one's revision; the judge is not asked
    // about what code refused.
    expect(model.requests.filter(({ origin }) => origin.step.includes(":rewrite"))).toHaveLength(4);
    const run = await openRun(report.folder, { workspace });
    const [refused] = await run.samples({ status: "rejected" });
    expect((await run.verdicts(refused!.id)).filter(({ pass }) => !pass).at(-1)!.reason).toContain(
      '"9 euros" of its row is missing',
    );
    run.close();
  });

  it("gives every row as many tries as are wanted, and goes on in its folder", async () => {
    const { path, workspace } = file("reviews.csv", reviews);
    const options = { workspace, agents: lightAgents, perRow: 2, seed: 5 };
    const first = await augmentData(path, { ...options, model: paraphraser() });
    expect(first.wanted).toBe(6);
    const again = paraphraser();
    expect((await augmentData(path, { ...options, model: again })).made).toBe(first.made);
    expect(again.requests).toHaveLength(0);
    await expect(augmentData(path, { ...options, perRow: 1, model: again })).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining("holds a run already") as string,
    });
  });

  it("stops when it is told to, and goes on later", async () => {
    const { path, workspace } = file("reviews.csv", reviews);
    const controller = new AbortController();
    controller.abort();
    const options = {
      workspace,
      agents: lightAgents,
      model: paraphraser(),
      signal: controller.signal,
    };
    expect((await augmentData(path, options)).stop).toBe("interrupted");
    expect(
      (await augmentData(path, { ...options, signal: new AbortController().signal })).made,
    ).toBe(2);
  });

  it("makes counterfactuals: the other label, the row's label as the given one", async () => {
    const { path, workspace } = file("reviews.csv", reviews);
    const model = ticketModel({
      answer: ({ format, messages }) =>
        "text" in ((format.schema?.["properties"] ?? {}) as object)
          ? {
              text:
                `${JSON.parse(/The row to rewrite\.\n(\{.*\})/u.exec(messages.map(({ content }) => content).join("\n"))![1]!).text as string}, ` +
                "or did not",
            }
          : { coherent: 5, label: "bad", label_probability: 0.5, reason: "fine" },
    });
    const { made, folder } = await augmentData(path, {
      workspace,
      method: "flip-label",
      agents: lightAgents,
      model,
    });
    expect(made).toBe(3);
    for (const { label, givenLabel, labelSource } of lines(join(folder, "dataset.jsonl")))
      expect([[label, givenLabel].sort(), labelSource]).toEqual([["bad", "good"], "model"]);
  });

  it("works with the embedded model on real rows, by every method", async () => {
    const rows = examples.slice(0, 25).join("\n");
    for (const [method, fewest] of [
      ["paraphrase", 4],
      ["lengthen", 1],
    ] as const) {
      const { path, workspace } = file("tickets.csv", rows);
      const { made, wanted, refused, folder } = await augmentData(path, {
        workspace,
        method,
        agents: lightAgents,
        cache: false,
      });
      expect([wanted, made + refused.reduce((sum, { count }) => sum + count, 0)]).toEqual([24, 24]);
      expect(made).toBeGreaterThanOrEqual(fewest);
      const [row] = lines(join(folder, "dataset.jsonl"));
      expect(row!["parents"]).toHaveLength(1);
    }
  });

  it("reports how far it is", async () => {
    const { path, workspace } = file("reviews.csv", reviews);
    const shown: number[] = [];
    const options = {
      workspace,
      agents: lightAgents,
      model: paraphraser(),
      logLevel: null,
      onProgress: (step: string, share: number) => {
        if (step === "rows rewritten") shown.push(share);
      },
    };
    const task = await augmentTask(path, {});
    const { handle, finish } = await startAugmentation(path, options, {
      task,
      read: await readAugmentation(task, options),
    });
    await finish(await handle.result);
    expect(shown.map((share) => Math.round(share * 3))).toEqual([1, 2, 3]);
  });
});

describe("the task of an augmentation", () => {
  it("takes fields and labels of a task file, paths from its folder, given kinds as free ones", async () => {
    const { path, folder } = file("rows.csv", "body,kind\nHello there,good\n");
    writeFileSync(
      join(folder, "task.yaml"),
      "name: notes\nkind: annotation\ndescription: Notes.\nlabels: [good, bad]\ninputs: { " +
        "path: elsewhere.csv }\nattributes: { tone: [dry] }\ntarget: 9\n",
    );
    const {
      spec,
      rows,
      folder: specFolder,
    } = await augmentTask(path, {
      task: join(folder, "task.yaml"),
      columns: { text: "body", label: "kind" },
      perRow: 3,
    });
    expect(specFolder).toBe(folder);
    expect(rows.rows).toMatchObject([{ text: "Hello there", label: "good" }]);
    expect(spec).toMatchObject({
      name: "notes-paraphrase",
      kind: "classification",
      target: 3,
      plan: { strategy: "per-input", conditions: [] },
      support: { heldOut: 0 },
    });
    expect(spec.attributes).toBeUndefined();
  });

  it.each([
    [{ method: "paraprase" }, 'no method "paraprase"; did you mean "paraphrase"'],
    [{ perRow: 0 }, "perRow is 0"],
    [{ method: "style" }, "needs styles"],
    [{ styles: ["formal"] }, "styles are for the method style"],
  ])("refuses %j", async (options, message) => {
    await expect(
      augmentTask(file("reviews.csv", reviews).path, options as object),
    ).rejects.toMatchObject({ code: "USAGE", message: expect.stringContaining(message) as string });
  });

  it("refuses conversations before it asks anything", async () => {
    const { path } = file(
      "chats.jsonl",
      `${JSON.stringify({
        messages: [
          { role: "user", content: "Hello" },
          { role: "assistant", content: "Good day." },
        ],
      })}\n`,
    );
    await expect(
      augmentTask(path, {
        task: { name: "chats", kind: "dialogue", description: "Chats.", target: 1 },
      }),
    ).rejects.toMatchObject({ code: "USAGE", message: expect.stringContaining("messages") });
  });

  it("evolves instructions and questions, and refuses rows that ask for nothing", async () => {
    await expect(
      augmentTask(file("reviews.csv", reviews).path, { method: "evolve" }),
    ).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringMatching(/evolve .* kind classification hold none \(text\)/u) as string,
    });
    const { path } = file("tasks.jsonl", '{"instruction":"Name fruits.","output":"Apple."}\n');
    const task = { name: "t", kind: "instruction", description: "Tasks.", target: 1 } as const;
    const { spec } = await augmentTask(path, { task, method: "evolve" });
    expect(spec.generate).toMatchObject({ strategy: { name: "evolve" } });
  });

  it("flips labels only where there is another one", async () => {
    const { path } = file(
      "plain.jsonl",
      '{"title":"A","body":"One."}\n{"title":"B","body":"Two."}\n',
    );
    await expect(augmentTask(path, { method: "flip-label" })).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining("flip-label needs") as string,
    });
    expect((await augmentTask(path, {})).spec).toMatchObject({
      kind: "custom",
      critique: { criteria: ["format", "coherent", "no-echo", { name: "meaning-kept" }, "novel"] },
    });
  });
});
