import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readTaskFile } from "../../../graphs/run/read-task.js";
import { Random } from "../../../base/statistics/random.js";
import { runRecipe, type Asked } from "../../helpers/recipe-run.js";
import type { TaskSpecInput } from "../../../schema/task-file/task-spec.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

const folder = temporaryFolder();

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
const properties = (asked: Asked): string[] =>
  Object.keys((asked.schema["properties"] ?? {}) as object);
const GRAPH =
  "subject,relation,object\nAda,born " +
  "in,Linz\nAda,painted,Boats\nJon,built,Tower\nTower,located in,Linz\nBoats,shown " +
  "in,Museum\nMuseum,located in,Linz\nJon,born in,Graz\n";
const accepted = (run: Awaited<ReturnType<typeof runRecipe>>) =>
  run.samples.filter(({ status }) => status === "accepted");

describe("symgen", () => {
  const rows = ["lamp", "bell", "chair"].map((name) => ({
    question: `How many ${name}s are there?`,
    query: `SELECT SUM(n) FROM goods WHERE name = '${name}'`,
  }));
  const task: TaskSpecInput = {
    name: "goods",
    kind: "custom",
    description: "Questions on goods.",
    target: 3,
    fields: { question: {}, query: {} },
    support: { rows, heldOut: 0 },
    generate: {
      strategies: [
        {
          name: "execute-vote",
          setup:
            "CREATE TABLE goods(name TEXT, n INT); INSERT INTO goods VALUES ('lamp', 3), " +
            "('bell', 5);",
        },
      ],
    },
  };
  const asks = (queries: readonly string[]) => {
    let turn = 0;
    return runRecipe("symgen", task, (one) =>
      properties(one).includes("query") ? { query: queries[turn++ % queries.length] } : undefined,
    );
  };

  it("asks a question, then five queries, and keeps one of the largest group of equal results", async () => {
    const run = await asks([
      "SELECT 5",
      "SELECT n FROM goods WHERE name = 'bell'",
      "SELECT 2 + 3",
      "SELECT 4",
      "SELECT nothing FROM nowhere",
    ]);
    expect(run.plan.subTasks.map((subTask) => subTask.id)).toEqual(["sample"]);
    expect(accepted(run).length).toBeGreaterThan(0);
    for (const { fields, scores } of accepted(run)) {
      expect(["SELECT 5", "SELECT n FROM goods WHERE name = 'bell'", "SELECT 2 + 3"]).toContain(
        fields["query"],
      );
      expect(scores).toMatchObject({ agreement: 0.6, executable: 0.8 });
    }
    const perQuestion =
      run.asked.filter((one) => properties(one).includes("query")).length /
      run.asked.filter((one) => one.step === "sample:question").length;
    expect(perQuestion).toBe(5);
    for (const one of run.asked.filter(({ step }) => step.startsWith("sample:")))
      expect(one.items("draft")[0]).toHaveProperty(
        "tables",
        expect.stringContaining("CREATE TABLE goods"),
      );
  });

  it("drops what cannot be run, and what nobody agrees on", async () => {
    const broken = await asks(["SELECT nothing FROM nowhere"]);
    expect(accepted(broken)).toEqual([]);
    expect(new Set(broken.samples.flatMap(({ reasons }) => reasons))).toContain("not-executable");
    const torn = await asks(["SELECT 1", "SELECT 2", "SELECT 3", "SELECT 4", "SELECT 5"]);
    expect(new Set(torn.samples.flatMap(({ reasons }) => reasons))).toContain("no-agreement");
    const empty = await asks([
      "SELECT n FROM goods WHERE name = 'sofa'",
      "SELECT SUM(n) FROM goods WHERE name = 'sofa'",
    ]);
    expect(accepted(empty)).toEqual([]);
    expect(new Set(empty.samples.flatMap(({ reasons }) => reasons))).toContain("no-agreement");
  });
});

describe("synthie", () => {
  it("draws connected triples that use relations evenly, and has their text written", async () => {
    const path = file("graph.csv", GRAPH);
    const run = await runRecipe(
      "synthie",
      {
        name: "facts",
        kind: "extraction",
        description: "Facts.",
        target: 6,
        fields: { triples: { type: "triples" } },
        knowledge: [{ name: "csv", path }],
        critique: { rougeL: 1 },
      },
      (one) => {
        if (!properties(one).includes("text")) return undefined;
        const triples = one
          .items("draft")
          .flatMap(
            (item) =>
              (item["triples"] ?? []) as { subject: string; relation: string; object: string }[],
          );
        return {
          text: triples
            .map(({ subject, relation, object }) => `${subject} ${relation} ${object}`)
            .join(", and "),
        };
      },
    );
    expect([...run.steps.keys()]).toEqual(["text"]);
    expect(accepted(run).length).toBeGreaterThan(2);
    const lines = GRAPH.split("\n");
    for (const { fields } of accepted(run)) {
      const triples = fields["triples"] as {
        subject: string;
        relation: string;
        object: string;
      }[];
      expect(triples.length).toBeGreaterThan(0);
      for (const { subject, relation, object } of triples)
        expect(lines).toContain(`${subject},${relation},${object}`);
    }
    const relations = run.samples.flatMap(({ fields }) =>
      ((fields["triples"] ?? []) as { relation: string }[]).map(({ relation }) => relation),
    );
    expect(new Set(relations).size).toBeGreaterThanOrEqual(4);
  });

  it("refuses a text that leaves out what it should state", async () => {
    const path = file("graph2.csv", GRAPH);
    const run = await runRecipe(
      "synthie",
      {
        name: "facts",
        kind: "extraction",
        description: "Facts.",
        target: 3,
        fields: { triples: { type: "triples" } },
        knowledge: [{ name: "csv", path }],
      },
      () => ({ text: "Somebody did something somewhere." }),
    );
    expect(accepted(run)).toEqual([]);
    expect(new Set(run.samples.flatMap(({ reasons }) => reasons))).toContain("format");
  });
});

describe("tinystories", () => {
  it("gives each story a noun, a verb and an adjective of the list, and some features", async () => {
    const path = file(
      "words.csv",
      "noun,verb,adjective\ndog,jump,red\ncat,hide,soft\nboat,float,blue\n",
    );
    const run = await runRecipe("tinystories", {
      name: "stories",
      kind: "custom",
      description: "Stories.",
      target: 5,
      fields: { story: {} },
      plan: { conditions: [{ name: "vocabulary", path }] },
    });
    const wanted = run.steps
      .get("sample")!
      .map((one) =>
        Object.fromEntries(one.items("conditions").map(({ name, value }) => [name, value])),
      );
    for (const conditions of wanted) {
      expect(["dog", "cat", "boat"]).toContain(conditions["noun"]);
      expect(["jump", "hide", "float"]).toContain(conditions["verb"]);
      expect(["red", "soft", "blue"]).toContain(conditions["adjective"]);
    }
    expect(new Set(wanted.map((conditions) => JSON.stringify(conditions))).size).toBeGreaterThan(2);
    expect(run.steps.get("sample")!.every((one) => one.request.parameters.temperature === 1)).toBe(
      true,
    );
  });
});

describe("phi-textbook", () => {
  it("writes the section for topic and audience, then exercise and solution, over all pairs", async () => {
    const run = await runRecipe("phi-textbook", {
      name: "physics",
      kind: "custom",
      description: "Physics.",
      target: 4,
      fields: { section: {}, exercise: {}, solution: {} },
      attributes: { topic: ["heat", "light"], audience: ["children", "adults"] },
    });
    expect(run.plan.subTasks.length).toBeGreaterThan(1);
    expect(run.plan.subTasks[0]!.output).toContain("section");
    expect(run.plan.subTasks.at(-1)!.output.join()).toMatch(/exercise|solution/u);
    const first = run.steps
      .get(run.plan.subTasks[0]!.id)!
      .slice(0, 4)
      .map((one) =>
        one
          .items("conditions")
          .map(({ value }) => value)
          .join(" "),
      );
    expect(new Set(first).size).toBe(4);
    for (const one of run.asked) expect(one.text).not.toContain("what is still missing");
  });
});

describe("clingen", () => {
  it("puts a term and a writing style into each prompt, with three demonstrations", async () => {
    const path = file(
      "terms.csv",
      "subject,relation,object\neczema,treated with,ointment\nasthma,treated " +
        "with,inhaler\nburn,treated with,water\n",
    );
    const rows = ["skin", "lungs"].flatMap((label) =>
      [1, 2, 3].map((number) => ({
        text: `Complaint ${number} of the ${label} that hurts.`,
        label,
      })),
    );
    const run = await runRecipe(
      "clingen",
      {
        name: "notes",
        kind: "classification",
        description: "Notes.",
        target: 4,
        labels: ["skin", "lungs"],
        support: { rows, heldOut: 0 },
        knowledge: [{ name: "csv", path }],
      },
      (one) => {
        if (one.step.startsWith("plan:")) return { values: ["terse", "worried"] };
        return undefined;
      },
    );
    const styles = run.asked.filter(({ step }) => step.startsWith("plan:"));
    expect(styles).toHaveLength(1);
    expect(styles[0]!.text).toContain("who writes such a text, in what form and manner");
    for (const one of run.steps.get("sample")!) {
      const conditions = Object.fromEntries(
        one.items("conditions").map(({ name, value }) => [name, value]),
      );
      expect(["terse", "worried"]).toContain(conditions["style"]);
      expect(["eczema", "asthma", "burn", "ointment", "inhaler", "water"]).toContain(
        conditions["entity"],
      );
      expect(one.items("demonstrations")).toHaveLength(3);
      expect(one.items("conditions").find(({ name }) => name === "style")).toHaveProperty(
        "description",
        "who writes such a text, in what form and manner",
      );
    }
  });
});

describe("symbolic-knowledge-distillation", () => {
  it("shows ten examples, and the trained critic refuses what people would", async () => {
    const rows = Array.from({ length: 12 }, (_, index) => ({
      head: `PersonX does thing ${index} in town ${index}`,
      tail: `feels fine about ${index}`,
    }));
    const examples = Array.from({ length: 8 }, (_, index) => ({
      text:
        "PersonX walks road " +
        `${index}\n${index % 2 === 0 ? "feels fine today" : "banana banana nonsense"}`,
      accepted: index % 2 === 0,
    }));
    let turn = 0;
    const run = await runRecipe(
      "symbolic-knowledge-distillation",
      {
        name: "causes",
        kind: "custom",
        description: "Causes.",
        target: 6,
        review: "none",
        fields: { head: {}, tail: {} },
        support: { rows, heldOut: 0 },
        curate: { filters: [{ name: "trained-critic", examples }] },
      },
      () => {
        turn++;
        return {
          head: `PersonX meets neighbour ${turn} near house ${turn * 7} with dog ${turn * 3}`,
          tail: turn % 3 === 0 ? "banana banana nonsense" : "feels fine today",
        };
      },
    );
    expect(run.steps.get("sample")!.every((one) => one.items("demonstrations").length === 10)).toBe(
      true,
    );
    const refused = run.samples.filter(({ reasons }) => reasons.includes("critic-rejected"));
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every(({ fields }) => fields["tail"] === "banana banana nonsense")).toBe(true);
  });

  it("accepts few random triples in its example, none outside the vocabulary, and covers it", async () => {
    const example = fileURLToPath(
      new URL("../../../examples/recipes/commonsense/", import.meta.url),
    );
    const { spec } = await readTaskFile(join(example, "task.yaml"));
    const rows = readFileSync(join(example, "support.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<"head" | "tail", string>);
    const relations = Object.keys(spec.fields!["relation"]!.values!);
    let turn = 0;
    const run = await runRecipe(
      "symbolic-knowledge-distillation",
      { ...(spec as TaskSpecInput), recipe: undefined },
      ({ step, request }) => {
        if (step !== "sample") return undefined;
        turn += 1;
        const random = new Random(String(turn));
        return {
          head: random.pick(rows).head,
          relation: /[01]$/u.test(request.origin.orderId) ? "likes" : random.pick(relations),
          tail: random.pick(rows).tail,
        };
      },
      { folder: example, target: 8, concurrency: 1 },
    );
    const judged = run.samples.filter(({ reasons }) => !reasons.includes("surplus"));
    expect(accepted(run).length).toBeLessThan(judged.length / 2);
    const reasons = new Set(judged.flatMap((sample) => sample.reasons));
    for (const reason of ["unparsed", "format", "critic-rejected"])
      expect(reasons).toContain(reason);
    const found = accepted(run).map(({ fields }) => fields["relation"]);
    for (const relation of relations)
      expect(found.filter((one) => one === relation).length).toBeLessThanOrEqual(3);
    expect(new Set(found).size).toBeGreaterThanOrEqual(3);
  });
});

describe("datatune", () => {
  it("plans the transformation once, shows rows with all columns, keeps them as parents", async () => {
    const rows = Array.from({ length: 6 }, (_, index) => ({
      review: `The towels in room ${index} were wet and the lamp ${index} broken.`,
      stars: index % 5,
    }));
    const run = await runRecipe("datatune", {
      name: "requests",
      kind: "classification",
      description: "Requests of guests.",
      labels: ["cleaning", "repairs"],
      target: 4,
      inputs: { rows, columns: { text: "review" } },
    });
    const planning = run.asked.filter(
      (one) => one.step.includes("steps") || properties(one).includes("steps"),
    );
    expect(planning).toHaveLength(1);
    const writing = run.asked.filter((one) => properties(one).includes("text"));
    expect(writing.length).toBeGreaterThanOrEqual(4);
    for (const one of writing) expect(one.text).toMatch(/The towels in room \d/u);
    expect(accepted(run).every(({ parents }) => parents.length === 1)).toBe(true);
  });
});
