import type { TaskSpecInput } from "../../../schema/task-file/task-spec.js";
import { runRecipe, type Asked } from "../../helpers/recipe-run.js";

const ROWS = [
  [3, 4, "apples", "baskets"],
  [5, 6, "nails", "boxes"],
  [7, 2, "seats", "vans"],
  [8, 9, "eggs", "crates"],
  [11, 12, "pages", "days"],
  [4, 25, "coins", "jars"],
].map(([count, each, things, holders]) => ({
  question:
    `There are ${count} ${holders}. Each holds ${each} ${things}. How many ${things} are ` +
    "there in all?",
  rationale: `${count} ${holders} of ${each} ${things} are ${count} times ${each}.`,
  answer: String(Number(count) * Number(each)),
}));
type Problem = (typeof ROWS)[number];

function problems(spec: Partial<TaskSpecInput> = {}): TaskSpecInput {
  return {
    name: "problems",
    kind: "reasoning",
    description: "Word problems of two steps.",
    target: 6,
    seed: 2,
    review: "none",
    support: { rows: ROWS, heldOut: 0 },
    ...spec,
  };
}
const given = (asked: Asked): Readonly<Record<string, unknown>> => asked.items("draft").at(-1)!;

describe("metamath", () => {
  /** The problem that a question was made from: it still has the things of it. */
  const problemOf = (question: string): Problem =>
    ROWS.find((row) => question.includes(/\d+ (\w+)\. How/u.exec(row.question)![1]!))!;
  const figuresOf = (text: string): string[] => text.match(/\d+/gu) ?? [];
  /** Solves what the recipe makes of a problem: the hidden figure, or the answer. */
  const solve = (question: string): string => {
    const { question: original, answer } = problemOf(question);
    return /value of X/u.test(question)
      ? figuresOf(original).find(
          (figure) =>
            !figuresOf(question.split("If the answer")[0]!.split("in all is")[0]!).includes(figure),
        )!
      : answer;
  };
  const answer = (asked: Asked): unknown => {
    if (asked.step === "sample:rephrase")
      return {
        question:
          "In all, how many are they? " +
          `${String(given(asked)["question"]).split(" How many")[0]}`,
      };
    if (asked.step === "sample:statement")
      return {
        statement: String(given(asked)["question"]).replace(
          /How many (\w+) are there in all\?/u,
          `The $1 in all are in all is ${String(given(asked)["answer"])}.`,
        ),
      };
    return asked.step === "sample:solve"
      ? { rationale: "Multiply.", answer: solve(String(given(asked)["question"])) }
      : undefined;
  };

  it("rephrases, or hides a figure behind question or statements, and solves what came", async () => {
    const { asked, samples } = await runRecipe("metamath", problems({ target: 16 }), answer);
    const accepted = samples.filter(({ status }) => status === "accepted");
    expect(accepted).toHaveLength(16);
    const modes = accepted.map(({ id, fields, parents }) => {
      const steps = asked
        .filter(({ request }) => request.origin.orderId === id)
        .map(({ step }) => step.replace("sample:", ""));
      const [question, result] = [String(fields["question"]), String(fields["answer"])];
      const { question: original, answer: known } = problemOf(question);
      expect(parents).toHaveLength(1);
      expect(steps.at(-1)).toBe("solve");
      if (steps.includes("rephrase"))
        expect([result, figuresOf(question)]).toEqual([known, figuresOf(original)]);
      else {
        expect(question).toContain("X");
        expect(figuresOf(original)).toContain(result);
        expect(question).toMatch(
          steps.includes("statement")
            ? /is \d+\. What is the value of X\?$/u
            : new RegExp(`known to be ${known}, what is the value of X\\?$`, "u"),
        );
      }
      return steps.join();
    });
    expect(new Set(modes)).toEqual(new Set(["rephrase,solve", "statement,solve", "solve"]));
    for (const one of asked.filter(({ step }) => step === "sample:solve")) {
      expect(Object.keys(given(one))).toEqual(["question"]);
      // The problem that it was made from would tell what is hidden.
      expect(one.items("demonstrations").map((row) => row["question"])).not.toContain(
        problemOf(String(given(one)["question"])).question,
      );
    }
  });

  it("drops what is solved otherwise, and a statement that lost its X", async () => {
    const { samples } = await runRecipe("metamath", problems({ target: 8 }), (asked) => {
      const question = String(given(asked)["question"]);
      if (asked.step === "sample:solve" && question.includes("apples"))
        return { rationale: "A guess.", answer: "77" };
      if (asked.step === "sample:statement" && question.includes("eggs"))
        return { statement: "The crates hold 72 eggs." };
      return answer(asked);
    });
    const outcome = (thing: string): string[] =>
      samples
        .filter(({ history, text }) => `${text} ${history[0]?.note}`.includes(thing))
        .map(({ status, reasons }) => reasons[0] ?? status);
    expect(
      samples
        .filter(({ history }) => history[0]?.note?.includes('"77"'))
        .map(({ reasons }) => reasons[0]),
    ).toEqual(expect.arrayContaining(["not-verified"]));
    expect(
      samples
        .filter(({ history }) => history[0]?.note?.includes("lost the X"))
        .map(({ reasons }) => reasons[0]),
    ).toEqual(expect.arrayContaining(["format"]));
    expect(outcome("apples")).not.toContain("accepted");
    expect(samples.filter(({ status }) => status === "accepted")).toHaveLength(8);
  });
});

describe("synthetic-prompting", () => {
  const steps = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => `Step ${index + 1} of ${count}.`);
  const topic = (asked: Asked): string =>
    String(asked.items("conditions").find(({ name }) => name === "topic")?.["value"]);

  it("writes a chain on a topic, then its question, and keeps what most chains give", async () => {
    const { asked, samples } = await runRecipe("synthetic-prompting", problems(), (one) => {
      if (one.step.startsWith("plan:")) return { values: ["ferries", "orchards", "libraries"] };
      if (one.step === "chain:chain") return { steps: steps(Number(given(one)["steps"])) };
      if (!one.step.startsWith("forward:")) return undefined;
      const vote = Number(one.step.split("-").at(-1));
      return { rationale: `By way ${vote}.`, answer: vote <= 3 ? "42" : `4${vote}` };
    });
    const accepted = samples.filter(({ status }) => status === "accepted");
    expect(accepted).toHaveLength(6);
    const lengths = new Set<number>();
    for (const { id, fields, scores } of accepted) {
      const own = asked.filter(({ request }) => request.origin.orderId === id);
      expect(own.map(({ step }) => step)).toEqual([
        "chain:chain",
        "question",
        ...[1, 2, 3, 4, 5].map((vote) => `forward:vote-${vote}`),
      ]);
      const [chain, question, ...votes] = own as [Asked, Asked, ...Asked[]];
      expect(given(chain)["topic"]).toBe(topic(chain));
      lengths.add(Number(given(chain)["steps"]));
      expect(given(question)["chain"]).toEqual(steps(Number(given(chain)["steps"])));
      // Forward, nobody sees the chain that the question was made for.
      for (const vote of votes) expect(given(vote)).toEqual({ question: fields["question"] });
      expect(new Set(votes.map(({ request }) => request.parameters.temperature))).toEqual(
        new Set([0.7]),
      );
      expect(fields).toMatchObject({ answer: "42", rationale: "By way 1." });
      expect(scores["agreement"]).toBe(0.6);
    }
    expect(lengths.size).toBeGreaterThan(1);
    expect([...lengths].every((length) => length >= 2 && length <= 6)).toBe(true);
  });

  it("drops a chain of another length, and a question whose answers do not agree", async () => {
    const orders: string[] = [];
    const { samples } = await runRecipe(
      "synthetic-prompting",
      problems({ target: 2 }),
      (one) => {
        if (one.step.startsWith("plan:")) return { values: ["ferries", "orchards", "libraries"] };
        const { orderId } = one.request.origin;
        if (!orders.includes(orderId)) orders.push(orderId);
        const place = orders.indexOf(orderId);
        if (one.step === "chain:chain")
          return { steps: steps(Number(given(one)["steps"]) + (place === 0 ? 1 : 0)) };
        if (one.step.startsWith("forward:"))
          return { rationale: "So.", answer: place === 1 ? one.step : "42" };
        return undefined;
      },
      { concurrency: 1 },
    );
    const first = orders.slice(0, 2).map((id) => samples.find((sample) => sample.id === id)!);
    expect(first.map(({ reasons }) => reasons)).toEqual([
      ["sub-task-failed", "unparsed"],
      ["sub-task-failed", "no-agreement"],
    ]);
    expect(first[1]!.history[0]!.note).toContain("1 of 5 answers agree");
    expect(samples.filter(({ status }) => status === "accepted")).toHaveLength(2);
  });

  it("shows the longest of each cluster, of real rows and of what it made", async () => {
    const kinds = [
      "How many apples are left in the basket of the gardener",
      "At what hour does the night train reach the harbour",
    ];
    const rows = kinds.flatMap((kind) =>
      [1, 2, 3].map((size) => ({
        question: `${kind} on day ${size}?`,
        rationale: "Count one more. ".repeat(size),
        answer: String(size),
      })),
    );
    const settings = { count: 2, medoids: 2 };
    const { steps: asked } = await runRecipe(
      "synthetic-prompting",
      problems({
        target: 12,
        plan: { roundSize: 4 },
        support: { rows, heldOut: 0 },
        generate: { demonstrations: settings },
      }),
      (one) => {
        if (one.step.startsWith("plan:")) return { values: ["ferries", "orchards"] };
        return one.step.startsWith("chain:chain")
          ? { steps: steps(Number(given(one)["steps"])) }
          : one.step.startsWith("forward")
            ? { rationale: "So.", answer: "42" }
            : undefined;
      },
    );
    const shown = asked.get("chain:chain")!.map((one) => one.items("demonstrations"));
    expect(shown[0]!.map((row) => row["question"]).sort()).toEqual(
      kinds.map((kind) => `${kind} on day 3?`).sort(),
    );
    expect(
      shown
        .at(-1)!
        .map((row) => row["answer"])
        .sort(),
    ).toEqual(["3", "42"]);
  });
});
