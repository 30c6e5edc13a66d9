import type { TaskSpecInput } from "../../../schema/task-file/task-spec.js";
import { sha256Hex } from "../../../base/statistics/hash.js";
import { Random } from "../../../base/statistics/random.js";
import { sentence } from "../../../graphs/conformance/fill-schema.js";
import { runRecipe, type Asked, type RecipeRun } from "../../helpers/recipe-run.js";

const ROWS = [
  [
    "Turn the sentence into the passive voice.",
    "The gardener waters the roses.",
    "The roses are watered by the gardener.",
  ],
  ["Say whether the review is kind or harsh.", "The soup was cold and the waiter rude.", "harsh"],
  [
    "Name three rivers that flow into the Black Sea.",
    "",
    "The Danube, the Dnieper and the Dniester.",
  ],
  [
    "Explain to a child why the sky looks blue.",
    "",
    "The air scatters blue light more than other colours.",
  ],
  ["Put the words into alphabetical order.", "pear, apple, melon", "apple, melon, pear"],
  [
    "Write a polite refusal of an invitation to dinner.",
    "",
    "Thank you so much, but that evening I must work.",
  ],
  ["Convert the length from miles to kilometres.", "5 miles", "About 8 kilometres."],
  ["Suggest a title for a story on a lost umbrella.", "", "What the Rain Remembered"],
  ["Find the mistake in the calculation below.", "7 times 8 is 54", "7 times 8 is 56."],
  [
    "Give an example of a proverb and what it means, in two sentences that a learner of the " +
      "language understands.",
    "",
    "Many hands make light work. Together it is easier.",
  ],
].map(([instruction, input, output]) => ({ instruction, input, output }));

function instructions(spec: Partial<TaskSpecInput> = {}): TaskSpecInput {
  return {
    name: "instructions",
    kind: "instruction",
    description: "Small everyday instructions.",
    target: 4,
    seed: 3,
    review: "none",
    support: { rows: ROWS, heldOut: 0 },
    ...spec,
  };
}
// Without words that the heuristics of the recipes refuse: which words come depends on the prompt.
const made = (asked: Asked, place: number | string): string =>
  sentence(new Random(sha256Hex(`${asked.text} ${asked.request.origin.orderId} ${place}`))).replace(
    /picture|music/gu,
    "pencil",
  );
const sizeOf = (asked: Asked): number => Number(/^- items: (\d+) entries/mu.exec(asked.text)![1]);
const list = (asked: Asked): unknown => ({
  items: Array.from({ length: sizeOf(asked) }, (_, index) => ({ instruction: made(asked, index) })),
});

const hasDemonstration = (asked: Asked, instruction: string): boolean =>
  asked.items("demonstrations").some((row) => row["instruction"] === instruction);
const fromSupport = (row: Readonly<Record<string, unknown>>): boolean =>
  ROWS.some(({ instruction }) => instruction === row["instruction"]);
const refused = (
  run: RecipeRun,
  text: string,
): { reasons: readonly string[]; note: string | undefined } => {
  const sample = run.samples.find((one) => one.text === text && one.status === "rejected")!;
  return { reasons: sample.reasons, note: sample.history.map(({ note }) => note).join() };
};

describe("self-instruct", () => {
  it("shows eight real instructions, then six real and two own, and asks for eight new ones", async () => {
    const { steps, samples } = await runRecipe(
      "self-instruct",
      instructions({ target: 24, plan: { roundSize: 8 } }),
      (asked) => (asked.step === "instruction:list" ? list(asked) : undefined),
    );
    const lists = steps.get("instruction:list")!.filter((asked) => sizeOf(asked) === 8);
    expect(lists).toHaveLength(3);
    expect(lists.map((asked) => asked.items("demonstrations").filter(fromSupport).length)).toEqual([
      8, 8, 6,
    ]);
    for (const asked of lists) {
      expect(asked.items("demonstrations")).toHaveLength(8);
      expect(asked.text).toContain("write entries 9 to 16");
      expect(asked.items("conditions")).toEqual([]);
      expect(asked.request.parameters).toMatchObject({ temperature: 0.7, topP: 0.5 });
    }
    const accepted = new Set(
      samples
        .filter(({ status, round }) => status === "accepted" && round === 0)
        .map(({ text }) => text),
    );
    for (const row of lists[2]!.items("demonstrations").filter((shown) => !fromSupport(shown)))
      expect(accepted).toContain(row["instruction"]);
    // Answers are made up from the prompt: some of the round are refused.
    expect(accepted.size).toBeGreaterThan(3);
  });

  it("asks first whether it is a classification, and then writes the output first", async () => {
    const { asked, samples } = await runRecipe("self-instruct", instructions(), (one) => {
      if (one.step === "instruction:list") return list(one);
      if (one.step === "instance:kind")
        return {
          classification: one.items("draft")[0]!["instruction"]!.toString().length % 2 === 0,
        };
      return undefined;
    });
    const orders = samples.map(({ id, scores }) => ({
      steps: asked.filter((one) => one.request.origin.orderId === id).map((one) => one.step),
      classification: scores["classification"],
    }));
    for (const { steps, classification } of orders) {
      expect(steps).toEqual([
        "instance:kind",
        ...(classification === 1
          ? ["instance:output", "instance:input"]
          : ["instance:input", "instance:output"]),
      ]);
    }
    expect(new Set(orders.map(({ classification }) => classification))).toEqual(new Set([0, 1]));
  });

  it("refuses what is no text task, no instruction, or there already, each with its reason", async () => {
    const bad = {
      picture: "Draw a picture of a lighthouse in the fog.",
      short: "Name three rivers.",
      program: "Write a program that reverses a word.",
      mark: "* List the days of the week.",
      script: "Über the hill: what comes next?",
      real: "Explain to a child why the sky looks so blue.",
      good: "List the planets of the solar system by size.",
      twin: "List all the planets of the solar system by size.",
      echo: "Repeat the word that is given here.",
    };
    const run = await runRecipe(
      "self-instruct",
      instructions({ target: 9, plan: { roundSize: 9 }, generate: { strategy: { batch: 9 } } }),
      (asked) => {
        if (asked.step === "instruction:list")
          return asked.request.origin.orderId.startsWith("list 0 ")
            ? { items: Object.values(bad).map((instruction) => ({ instruction })) }
            : list(asked);
        if (
          asked.step.startsWith("instance:") &&
          asked.step !== "instance:kind" &&
          asked.items("draft")[0]!["instruction"] === bad.echo
        )
          return { input: "parrot", output: "Parrot!" };
        return undefined;
      },
    );
    expect(refused(run, bad.picture)).toMatchObject({
      reasons: ["unsuitable"],
      note: expect.stringContaining("picture"),
    });
    expect(refused(run, bad.short)).toMatchObject({
      reasons: ["unsuitable"],
      note: expect.stringContaining("3 words"),
    });
    expect(refused(run, bad.program)).toMatchObject({
      reasons: ["unsuitable"],
      note: expect.stringContaining("Write a program"),
    });
    expect(refused(run, bad.mark)).toMatchObject({
      reasons: ["unsuitable"],
      note: expect.stringContaining("*"),
    });
    expect(refused(run, bad.script)).toMatchObject({
      reasons: ["unsuitable"],
      note: expect.stringContaining("no letter"),
    });
    expect(refused(run, bad.real)).toMatchObject({
      reasons: ["near-duplicate"],
      note: expect.stringContaining("ROUGE-L"),
    });
    expect(refused(run, bad.twin)).toMatchObject({
      reasons: ["duplicate-in-round"],
      note: expect.stringContaining("ROUGE-L"),
    });
    expect(
      run.samples
        .flatMap(({ history }) => history)
        .some(({ note }) => note?.includes("the output repeats the input")),
    ).toBe(true);
    expect(
      run.samples
        .filter(({ status, round }) => status === "accepted" && round === 0)
        .map(({ text }) => text),
    ).toEqual([bad.good]);
  });
});

describe("alpaca", () => {
  it("asks once for twenty tasks after three real ones, and refuses more than Self-Instruct", async () => {
    const flow = "Sketch a flowchart of the morning routine.";
    const { steps, samples } = await runRecipe(
      "alpaca",
      instructions({ target: 22, plan: { roundSize: 22 } }),
      (asked) => {
        if (asked.step !== "sample:list") return undefined;
        const items = (list(asked) as { items: { instruction: string }[] }).items.map(
          (item, index) => ({ ...item, input: "", output: made(asked, `output ${index}`) }),
        );
        return {
          items:
            sizeOf(asked) === 20
              ? [{ instruction: flow, input: "", output: "A box." }, ...items.slice(1)]
              : items,
        };
      },
    );
    expect([...steps.keys()]).toEqual(["sample:list"]);
    const lists = steps.get("sample:list")!;
    expect(lists.slice(0, 2).map(sizeOf).sort()).toEqual([2, 20]);
    for (const asked of lists) {
      expect(asked.items("demonstrations")).toHaveLength(3);
      expect(
        asked.items("demonstrations").every((row) => fromSupport(row) && "output" in row),
      ).toBe(true);
      expect(asked.request.parameters).toMatchObject({ temperature: 1, topP: 1 });
      expect(asked.text).toContain(`of a list of ${3 + sizeOf(asked)}.`);
      expect(asked.text).toContain("1. Its instruction begins with another verb");
      expect(asked.text).not.toMatch(/style and level of detail|Write one sample/u);
    }
    expect(samples.find(({ text }) => text === flow)).toMatchObject({
      status: "rejected",
      reasons: ["unsuitable"],
    });
    expect(samples.filter(({ status }) => status === "accepted")).toHaveLength(22);
  });
});

describe("unnatural-instructions", () => {
  it("asks for a fourth example or a paraphrase, and answers it in a step of its own", async () => {
    const { steps, samples, asked } = await runRecipe(
      "unnatural-instructions",
      instructions({ target: 24, plan: { roundSize: 8 } }),
      (one) => {
        if (one.step === "instruction:rewrite")
          return { instruction: `${made(one, "rewrite")} ${made(one, "more")}` };
        return one.step === "instruction"
          ? { instruction: made(one, ""), input: made(one, "input"), constraints: "One line." }
          : undefined;
      },
    );
    const [core, paraphrases] = [steps.get("instruction")!, steps.get("instruction:rewrite")!];
    expect([...steps.keys()].sort()).toEqual(["instruction", "instruction:rewrite", "output"]);
    expect(core.length).toBeGreaterThan(0);
    for (const one of core) {
      expect(one.items("demonstrations")).toHaveLength(3);
      expect(one.items("draft")).toEqual([]);
      expect(one.text).toContain("- constraints: ");
      expect(one.request.parameters.topP).toBe(0.99);
    }
    const byId = new Map(samples.map((sample) => [sample.id, sample]));
    const rounds = (list: readonly Asked[]): Set<number> =>
      new Set(list.map((one) => byId.get(one.request.origin.orderId)!.round));
    expect(rounds(core)).toContain(0);
    expect(Math.min(...rounds(paraphrases))).toBe(2);
    for (const one of paraphrases) {
      const sample = byId.get(one.request.origin.orderId)!;
      const [parent] = sample.parents.map((id) => byId.get(id));
      const { instruction: own, ...others } = parent!.fields;
      expect(sample.fields).toEqual({ ...others, instruction: expect.any(String) as string });
      expect(sample.fields["instruction"]).not.toBe(own);
      expect(one.items("demonstrations")).toEqual([]);
    }
    for (const one of core) expect(byId.get(one.request.origin.orderId)!.parents).toEqual([]);
    for (const one of steps.get("output")!)
      expect(one.items("draft").at(-1)).toMatchObject({
        instruction: byId.get(one.request.origin.orderId)!.fields["instruction"],
      });
    for (const one of steps.get("output")!) {
      expect(one.items("draft").at(-1)).toHaveProperty("constraints", "One line.");
      expect(one.items("demonstrations")).toEqual([]);
      expect(one.request.parameters.temperature).toBe(0);
    }
    expect(asked).toHaveLength(2 * core.length + paraphrases.length);
  });

  it("drops copies, an input that a real row has, and what has not the form", async () => {
    const copy = "Sort the tools of the shed by weight.";
    const [bad, orders] = [[copy, copy, "5 miles", null], [] as string[]];
    const { samples } = await runRecipe(
      "unnatural-instructions",
      instructions({ plan: { seeds: { share: 0.001 } } }),
      (asked) => {
        if (asked.step !== "instruction") return undefined;
        if (!orders.includes(asked.request.origin.orderId))
          orders.push(asked.request.origin.orderId);
        const own = bad[orders.indexOf(asked.request.origin.orderId)];
        if (own === null) return { scripted: { text: "Here is one!" } };
        return own === copy
          ? { instruction: copy }
          : { instruction: made(asked, ""), input: own ?? made(asked, "input") };
      },
      { concurrency: 1 },
    );
    const [first, second, ...others] = orders
      .slice(0, 4)
      .map((id) => samples.find((sample) => sample.id === id)!);
    // Of two copies the one that was ordered first stays, whichever was asked for first.
    const copies = [first!, second!].sort((a, b) => a.round - b.round || a.ordinal - b.ordinal);
    const outcomes = [...copies, ...others].map(({ status, reasons }) => reasons.at(-1) ?? status);
    expect(outcomes).toEqual(["accepted", "duplicate-in-round", "echo", "unparsed"]);
  });
});

describe("evol-instruct", () => {
  it("draws an operator, in depth or in breadth, and keeps what adds something, with its parent", async () => {
    const { steps, samples } = await runRecipe(
      "evol-instruct",
      instructions({ target: 10, plan: { roundSize: 10 } }),
    );
    expect([...steps.keys()]).toEqual(["sample:evolve", "sample:compare", "sample:answer"]);
    const operators = new Set(
      steps
        .get("sample:evolve")!
        .map(
          ({ text }) =>
            /one more requirement|depth and breadth|more specific ones|several are needed|adding material|about something rarer/u.exec(
              text,
            )![0],
        ),
    );
    expect(operators.size).toBeGreaterThanOrEqual(4);
    for (const one of steps.get("sample:evolve")!) {
      const sample = samples.find(({ id }) => id === one.request.origin.orderId)!;
      const [seed] = one.items("draft");
      expect(sample.parents).toHaveLength(1);
      expect(one.text).toMatch(/10 to 20 words|adding material|Do not rewrite/u);
      expect(fromSupport(seed!)).toBe(true);
      // The row that it is made from would tell the answer.
      expect(hasDemonstration(one, String(seed!["instruction"]))).toBe(false);
      expect(sample.fields["instruction"]).not.toBe(seed!["instruction"]);
    }
    expect(steps.get("sample:compare")![0]!.items("draft")[0]).toEqual({
      first: expect.any(String),
      second: expect.any(String),
    });
  });

  it("eliminates what adds nothing, apologies, empty talk and prompt words; rows stay", async () => {
    const seedOf = new Map<string, string>();
    const { samples } = await runRecipe(
      "evol-instruct",
      instructions({ target: 10, plan: { roundSize: 10 } }),
      (asked) => {
        const order = asked.request.origin.orderId;
        if (asked.step === "sample:evolve")
          seedOf.set(order, String(asked.items("draft")[0]!["instruction"]));
        const seed = seedOf.get(order)!;
        if (asked.step === "sample:evolve" && seed.startsWith("Suggest"))
          return { instruction: `#Rewritten Prompt#: ${made(asked, "")}` };
        if (asked.step === "sample:compare") return { adds: !seed.startsWith("Name") };
        if (asked.step === "sample:answer" && seed.startsWith("Convert"))
          return { output: "I am sorry, but that is too hard for me." };
        if (asked.step === "sample:answer" && seed.startsWith("Find"))
          return { output: "The, of and: what?" };
        return undefined;
      },
    );
    const rules = new Map(
      samples
        .filter(({ reasons }) => reasons.includes("eliminated"))
        .map(({ id, history }) => [seedOf.get(id)!.split(" ")[0], history[0]!.note]),
    );
    expect(Object.fromEntries(rules)).toEqual({
      Suggest: expect.stringContaining("prompt-words"),
      Name: expect.stringContaining("no-gain"),
      Convert: expect.stringContaining("sorry"),
      Find: expect.stringContaining("no-content"),
    });
    expect(samples.filter(({ status }) => status === "accepted")).toHaveLength(10);
    // Dealt again in a later round.
    expect(
      samples.filter(
        ({ round, id }) =>
          round > 0 &&
          ["Suggest", "Name", "Convert", "Find"].includes(seedOf.get(id)!.split(" ")[0]!),
      ).length,
    ).toBeGreaterThan(0);
  });
});

describe("explore-instruct", () => {
  it("asks for sub-tasks, refuses one that is nearly there, and fills every leaf", async () => {
    const names = [
      "summaries of local news",
      "summaries of the local news",
      "letters to neighbours",
      "sums with fractions",
      "questions on old maps",
    ];
    const { steps, samples, plan } = await runRecipe(
      "explore-instruct",
      instructions({ target: 8 }),
      (asked) => (asked.step.startsWith("plan:explore") ? { subtasks: names } : undefined),
    );
    expect(steps.get("plan:explore:0")).toHaveLength(1);
    expect(plan.notes.join()).toContain("1 sub-tasks of the model refused");
    const leaves = names.filter((name) => name !== names[1]);
    const accepted = samples.filter(({ status }) => status === "accepted");
    expect(accepted).toHaveLength(8);
    expect(
      new Set(
        accepted.flatMap(({ conditions }) =>
          conditions.map(({ name, value }) => `${name}: ${value}`),
        ),
      ),
    ).toEqual(new Set(leaves.map((name) => `topic: ${name}`)));
    for (const one of steps.get("sample")!)
      expect(leaves).toContain(one.items("conditions")[0]!["value"]);
  });

  it("looks ahead into fresh leaves, to a depth of two, then back for further sub-tasks", async () => {
    const parts: Record<string, string[]> = {
      root: ["grammar", "arithmetic"],
      grammar: ["tenses", "articles"],
      arithmetic: ["fractions", "percentages"],
    };
    const { asked, samples } = await runRecipe(
      "explore-instruct",
      instructions({ target: 60, plan: { roundSize: 12 } }),
      (one) =>
        one.step.startsWith("plan:explore")
          ? { subtasks: parts[one.request.origin.orderId.split(/[:/]/u).at(-1)!] }
          : undefined,
    );
    const explored = asked.filter(({ step }) => step.startsWith("plan:explore"));
    expect(explored.map(({ request }) => request.origin.orderId.split(":").at(-1))).toEqual([
      "root",
      "root/grammar",
      "root/arithmetic",
      "root",
      "root/grammar",
    ]);
    expect(
      explored[3]!
        .items("conditions")
        .map(({ name, value }) => `${String(name)}: ${String(value)}`),
    ).toEqual(
      expect.arrayContaining([
        "there already: grammar",
        "there already: arithmetic",
        "there already: tenses",
      ]),
    );
    const paths = new Set(
      samples
        .filter(({ status }) => status === "accepted")
        .map(({ conditions }) => conditions.map(({ value }) => value).join("/")),
    );
    expect([...paths].sort()).toEqual([
      "arithmetic",
      "arithmetic/fractions",
      "arithmetic/percentages",
      "grammar",
      "grammar/articles",
      "grammar/tenses",
    ]);
  });
});

describe("orca", () => {
  it("answers real instructions anew under a drawn system turn, without the known answer", async () => {
    const { steps, samples } = await runRecipe("orca", instructions({ target: 6 }));
    expect([...steps.keys()]).toEqual(["sample:answer"]);
    for (const one of steps.get("sample:answer")!) {
      const sample = samples.find(({ id }) => id === one.request.origin.orderId)!;
      const row = ROWS.find(({ instruction }) => instruction === sample.fields["instruction"])!;
      expect(sample.fields["input"] ?? "").toBe(row.input);
      expect(one.items("draft")).toEqual([
        { instruction: row.instruction, ...(row.input === "" ? {} : { input: row.input }) },
      ]);
      expect(one.text).not.toContain(JSON.stringify(row.output));
      expect(one.text).toContain(`How to answer: ${sample.fields["system"]}`);
      expect(one.text).not.toContain("style and level of detail");
      expect(one.items("demonstrations")).toEqual([]);
    }
    expect(samples.filter(({ status }) => status === "accepted")).toHaveLength(6);
    expect(new Set(samples.map(({ fields }) => fields["system"])).size).toBeGreaterThan(2);
  });
});

describe("oss-instruct", () => {
  it("shows a random snippet as inspiration, and asks for problem and solution at once", async () => {
    const snippets = Array.from({ length: 4 }, (_, at) =>
      Array.from(
        { length: 30 },
        (_line, line) => `const value${at}_${line} = parse(input[${line}]);`,
      ).join("\n"),
    );
    const { steps, samples } = await runRecipe("oss-instruct", {
      name: "code",
      kind: "instruction",
      description: "Programming problems.",
      target: 6,
      review: "none",
      knowledge: snippets.map((text, at) => ({ id: `s${at}`, text })),
    });
    expect([...steps.keys()]).toEqual(["sample"]);
    for (const one of steps.get("sample")!) {
      const [piece] = one.items("sources");
      const lines = String(piece!["text"]).split("\n");
      expect(lines.length).toBeLessThanOrEqual(15);
      expect(snippets.some((snippet) => snippet.includes(lines.join("\n")))).toBe(true);
      expect(one.items("demonstrations")).toEqual([]);
      expect(one.request.parameters.temperature).toBe(1);
    }
    expect(
      new Set(steps.get("sample")!.map((one) => JSON.stringify(one.items("sources")))).size,
    ).toBeGreaterThan(3);
    expect(
      samples
        .filter(({ status }) => status === "accepted")
        .every(({ fields }) => "instruction" in fields && "output" in fields),
    ).toBe(true);
  });
});
