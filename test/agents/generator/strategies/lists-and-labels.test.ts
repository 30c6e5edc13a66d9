import fc from "fast-check";
import { bootstrapQuestionStrategy } from "../../../../agents/generator/strategies/bootstrap-question.js";
import {
  continueListStrategy,
  listPlace,
} from "../../../../agents/generator/strategies/continue-list.js";
import { explainAnswerStrategy } from "../../../../agents/generator/strategies/explain-answer.js";
import { selfChatStrategy } from "../../../../agents/generator/strategies/self-chat.js";
import { softLabelStrategy } from "../../../../agents/generator/strategies/soft-label.js";
import type { GenerateInput } from "../../../../agents/generator/contract.js";
import { peersOf } from "../../../../graphs/chunk/chunk-item.js";
import type { Order } from "../../../../schema/plan.js";
import type { RoleModel } from "../../../../tools/models/contract.js";
import { Random } from "../../../../base/statistics/random.js";
import { fakeRoleModel, fakeRow } from "../../../helpers/fake-context.js";
import { writeWith, type WriteOptions } from "../../../helpers/write-with.js";
import { orderOf } from "../../../helpers/plain-parts.js";

const order = (label: string | null = null): Order => orderOf({ label });

describe("continue-list", () => {
  const list = (
    peer: Partial<GenerateInput["peer"]>,
    answers: WriteOptions["answers"],
    more: Partial<GenerateInput> = {},
  ) =>
    writeWith(continueListStrategy, {
      spec: { kind: "instruction" },
      subTask: { output: ["instruction", "output"], settings: { batch: 4 } },
      input: { peer: { group: "g", rank: 0, of: 10, ...peer }, ...more },
      support: [
        fakeRow("s1", "Sing.", null, { instruction: "Sing.", output: "La." }),
        fakeRow("s2", "Hum.", null, { instruction: "Hum.", output: "Mm." }),
      ],
      answers: answers ?? {},
    });
  const items = ["a", "b", "c"].map((name) => ({ instruction: `Do ${name}.`, output: name }));

  it("numbers the demonstrations, asks for an entry per order, and takes its own", async () => {
    const { written, asked, section } = await list({ rank: 5 }, { list: { items } });
    expect(asked).toEqual(["list"]);
    expect(written?.fields).toEqual({ instruction: "Do b.", output: "b" });
    expect(section("list", "task")?.text).toContain(
      "entries 1 to 2 of a list of 6. Continue it: write entries 3 to 6",
    );
    expect(section("list", "output")?.text).toContain(
      "items: 4 entries, each with the fields instruction, output",
    );
    const last = await list({ rank: 9 }, { list: { items } });
    expect(last.section("list", "task")?.text).toContain("entries 3 to 4");
    expect([last.written?.fields["output"], last.span["datawright.entries.unused"]]).toEqual([
      "b",
      1,
    ]);
  });

  it("gives up the orders whose entries are missing, and no other", async () => {
    const outcome = await list({ rank: 3 }, { list: { items } });
    expect([outcome.reason, outcome.error?.message]).toEqual([
      "draft-failed",
      "the list has 3 of 4 entries, and its own is number 4",
    ]);
    expect(outcome.error?.details).toMatchObject({ final: true });
  });

  it("asks alone for what is the only one, refused, or tried again", async () => {
    for (const [peer, more] of [
      [{ of: 1 }, {}],
      [{ rank: 8, of: 9 }, {}],
      [{}, { revision: 1, feedback: [{ criterion: "novel", reason: "like another" }] }],
      [{}, { attempt: 1 }],
    ] as const) {
      expect((await list(peer, { "": items[0]! }, more as Partial<GenerateInput>)).asked).toEqual([
        "",
      ]);
    }
  });

  it("asks one model once for the orders of a list, whoever comes first, in the same words", async () => {
    const requests = new Map<string, Set<string>>();
    const model: RoleModel = fakeRoleModel((request) => {
      requests.set(
        request.orderId,
        (requests.get(request.orderId) ?? new Set()).add(JSON.stringify(request.prompt)),
      );
      return { items };
    });
    for (const rank of [2, 0, 1, 4])
      await writeWith(continueListStrategy, {
        spec: { kind: "instruction" },
        subTask: { output: ["instruction", "output"], settings: { batch: 3 } },
        input: {
          peer: { group: "g", rank, of: 6 },
          order: { ...order(), id: `order ${rank}`, ordinal: rank },
        },
        context: { model },
      });
    expect([...requests.keys()]).toEqual(["list 0 g 0", "list 0 g 1"]);
    for (const prompts of requests.values()) expect(prompts.size).toBe(1);
  });

  it("deals alike orders into full lists, each to its place, and never joins different ones", () => {
    const kinds = fc.record({
      label: fc.constantFrom(null, "a", "b"),
      tone: fc.constantFrom("x", "y"),
      seed: fc.constantFrom<string[]>([], ["s1"]),
    });
    fc.assert(
      fc.property(
        fc.array(kinds, { maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(3),
        (wanted, batch, round) => {
          const orders = wanted.map(({ label, tone, seed }, ordinal): Order => ({
            ...order(label),
            id: `o${ordinal}`,
            round,
            ordinal,
            conditions: [{ name: "tone", value: tone }],
            seedIds: seed,
          }));
          const peers = peersOf(orders);
          const lists = new Map<string, { item: number; size: number; kind: string }[]>();
          for (const [index, one] of orders.entries()) {
            const { list, item, size } = listPlace(peers.get(one.id)!, round, batch);
            lists.set(list, [
              ...(lists.get(list) ?? []),
              { item, size, kind: JSON.stringify(wanted[index]) },
            ]);
          }
          const perKind = new Map<string, number[]>();
          for (const entries of lists.values()) {
            expect(new Set(entries.map(({ kind }) => kind)).size).toBe(1);
            expect(entries.map(({ item }) => item)).toEqual(entries.map((_, index) => index));
            expect(entries.every(({ size }) => size === entries.length && size <= batch)).toBe(
              true,
            );
            perKind.set(entries[0]!.kind, [
              ...(perKind.get(entries[0]!.kind) ?? []),
              entries.length,
            ]);
          }
          // Only the last list of a kind is short.
          for (const sizes of perKind.values())
            expect(sizes.slice(0, -1).every((size) => size === batch)).toBe(true);
          expect([...peersOf([...orders]).entries()]).toEqual([...peers.entries()]);
          expect(
            peersOf(orders.map((one) => ({ ...one, round: round + 1 }))).get("o0")?.group ?? "none",
          ).not.toBe(peers.get("o0")?.group);
        },
      ),
    );
  });
});

describe("soft-label", () => {
  const rows = [fakeRow("s1", "money please", "refund"), fakeRow("s2", "where is it", "delivery")];
  const spec = { labels: ["refund", "delivery", "praise"] };
  const soft = (answers: WriteOptions["answers"], more: Partial<WriteOptions> = {}) =>
    writeWith(softLabelStrategy, {
      spec,
      subTask: { output: ["text"] },
      input: { seeds: rows, order: order("praise") },
      answers: answers ?? {},
      ...more,
    });

  it("mixes the rows without being told a label, then asks for the labels' probabilities", async () => {
    const { written, asked, section, prompt } = await soft({
      mix: { text: "Where is my money?" },
      probabilities: {
        probabilities: [
          { label: "refund", probability: 0.6 },
          { label: "delivery", probability: 0.2 },
        ],
      },
    });
    expect(asked).toEqual(["mix", "probabilities"]);
    expect(section("mix", "draft")?.items).toEqual([
      { text: "money please", label: "refund" },
      { text: "where is it", label: "delivery" },
    ]);
    expect(prompt("mix")).toContain("one of these labels: refund, delivery, praise.");
    expect(prompt("mix")).not.toMatch(/given label|wanted label/u);
    expect(written).toMatchObject({
      fields: { text: "Where is my money?" },
      label: "refund",
      scores: { "softLabel:refund": 0.75, "softLabel:delivery": 0.25, "softLabel:praise": 0 },
    });
  });

  it("takes likelihoods where there are some: a label out after the other, to the last", async () => {
    const answers = new Map<string, { label: string; p: number }>([
      ["mix", { label: "", p: 1 }],
      ["label-1", { label: "delivery", p: 0.7 }],
      ["label-2", { label: "refund", p: 0.9 }],
    ]);
    const asked: { part: string; labels: unknown }[] = [];
    const base = fakeRoleModel(() => ({}), { info: { logProbabilities: true } });
    const model: RoleModel = {
      ...base,
      object: (async (request: Parameters<RoleModel["object"]>[0]) => {
        const part = request.step.split(":").at(-1)!;
        const { label, p } = answers.get(part)!;
        asked.push({ part, labels: request.schema.toJSONSchema().properties?.["label"] });
        return {
          value: part === "mix" ? { text: "Where is my money?" } : { label },
          text: "",
          usage: { inputTokens: 0, outputTokens: 0 },
          model: "m",
          logProbabilities: [Math.log(p) / 2, Math.log(p) / 2],
        };
      }) as RoleModel["object"],
    };
    const { written } = await soft({}, { context: { model } });
    expect(asked.map(({ part }) => part)).toEqual(["mix", "label-1", "label-2"]);
    expect(asked[2]!.labels).toMatchObject({ enum: ["refund", "praise"] });
    expect(written?.label).toBe("delivery");
    expect(written?.scores).toMatchObject({
      "softLabel:delivery": 0.7,
      "softLabel:refund": 0.27,
      "softLabel:praise": 0.03,
    });
  });

  it("takes demonstrations for seeds, and gives up without two rows or a probability", async () => {
    expect(
      (
        await soft(
          {
            mix: { text: "x" },
            probabilities: { probabilities: [{ label: "praise", probability: 1 }] },
          },
          { input: { order: order("refund") }, demonstrations: rows },
        )
      ).written?.label,
    ).toBe("praise");
    expect(
      (await soft({}, { input: { order: order("refund") }, demonstrations: rows.slice(0, 1) }))
        .reason,
    ).toBe("draft-failed");
    expect((await soft({ mix: { text: "x" }, probabilities: { probabilities: [] } })).reason).toBe(
      "label",
    );
    expect((await soft({}, { spec: { ...spec, multiLabel: true } })).error?.code).toBe(
      "SPEC_INVALID",
    );
  });
});

describe("bootstrap-question", () => {
  const known = fakeRow("s1", "Ann has 3 bags of 4 nuts. How many nuts?", null, {
    question: "Ann has 3 bags of 4 nuts. How many nuts?",
    rationale: "3 times 4 is 12.",
    answer: "12",
  });
  const bootstrap = (
    mode: string,
    answers: WriteOptions["answers"],
    more: Partial<WriteOptions> = {},
  ) =>
    writeWith(bootstrapQuestionStrategy, {
      spec: { kind: "reasoning" },
      subTask: { output: ["question", "rationale", "answer"], settings: { modes: [mode] } },
      input: { seeds: [known] },
      answers: answers ?? {},
      ...more,
    });

  it("rephrases the question and keeps it where it is solved to the same answer", async () => {
    const { written, asked, prompt, section } = await bootstrap("rephrase", {
      rephrase: { question: "Each of Ann's 3 bags has 4 nuts: how many in all?" },
      solve: { rationale: "4 + 4 + 4.", answer: "12 nuts" },
    });
    expect(asked).toEqual(["rephrase", "solve"]);
    expect(written?.fields).toEqual({
      question: "Each of Ann's 3 bags has 4 nuts: how many in all?",
      rationale: "4 + 4 + 4.",
      answer: "12 nuts",
    });
    expect(section("rephrase", "draft")?.text).toBe("The row to rephrase.");
    expect(section("rephrase", "demonstrations")).toBeUndefined();
    expect(prompt("solve")).not.toContain("12");
  });

  it("asks backward for a figure that it masks, with the known answer told", async () => {
    const { written, section, span } = await bootstrap(
      "backward",
      { solve: { rationale: "x", answer: "4" } },
      { context: { random: new Random(3) } },
    );
    const question = String(section("solve", "draft")!.items![0]!["question"]);
    expect(question).toMatch(
      /X (?:bags|nuts).* If the answer to the question above is known to be 12, what is the value of X\?$/u,
    );
    expect(span["datawright.mode"]).toBe("backward");
    const masked = question.includes("X bags") ? "3" : "4";
    if (masked === "4") expect(written?.fields["question"]).toBe(question);
    else expect(written).toBeNull();
  });

  it("turns question and answer into statements around X", async () => {
    const good = await bootstrap(
      "self-verification",
      {
        statement: { statement: "Ann has X bags of 4 nuts, 12 nuts in all." },
        solve: { rationale: "12 / 4", answer: "3" },
      },
      { context: { random: new Random(1) } },
    );
    expect(good.section("statement", "draft")?.items![0]).toMatchObject({ answer: "12" });
    expect(good.section("solve", "draft")?.items).toEqual([
      { question: "Ann has X bags of 4 nuts, 12 nuts in all. What is the value of X?" },
    ]);
    expect(
      (await bootstrap("self-verification", { statement: { statement: "Ann has 3 bags." } }))
        .reason,
    ).toBe("format");
  });

  it("gives up what is solved to another answer, unless it is told not to check", async () => {
    const answers = {
      rephrase: { question: "How many nuts?" },
      solve: { rationale: "?", answer: "7" },
    };
    const { reason, error } = await bootstrap("rephrase", answers);
    expect([reason, error?.message]).toEqual([
      "not-verified",
      'rephrase: solved again, the answer is "7" and not "12"',
    ]);
    const unchecked = await bootstrap("rephrase", answers, {
      subTask: {
        output: ["question", "rationale", "answer"],
        settings: { modes: ["rephrase"], check: false },
      },
    });
    expect(unchecked.written?.fields["answer"]).toBe("12");
  });

  it("asks for the sentence in the task's language once, and refuses a translation that lost X", async () => {
    const spec = { kind: "reasoning" as const, language: "ko" };
    const { section } = await bootstrap(
      "backward",
      {
        "translate-backward": { sentence: "답이 {answer}일 때 X는 얼마입니까?" },
        solve: { rationale: "x", answer: "3" },
      },
      { spec },
    );
    expect(String(section("solve", "draft")!.items![0]!["question"])).toContain(
      "답이 12일 때 X는 얼마입니까?",
    );
    expect(
      (await bootstrap("backward", { "translate-backward": { sentence: "얼마입니까?" } }, { spec }))
        .error?.message,
    ).toContain("lost X and {answer}");
  });

  it("rephrases what has no figure, and gives up where it may not", async () => {
    const wordy = fakeRow("s2", "Who sang?", null, { question: "Who sang?", answer: "Ann" });
    expect((await bootstrap("backward", {}, { input: { seeds: [wordy] } })).reason).toBe(
      "draft-failed",
    );
    expect((await bootstrap("rephrase", {}, { input: {} })).reason).toBe("draft-failed");
    expect(
      (
        await bootstrap(
          "rephrase",
          {},
          { spec: { labels: ["a", "b"] }, subTask: { output: ["text"] } },
        )
      ).error?.code,
    ).toBe("SPEC_INVALID");
  });
});

describe("explain-answer", () => {
  const instruction = { instruction: "Why is the sky blue?", input: "", output: "It is." };
  const explain = (answers: WriteOptions["answers"], more: Partial<WriteOptions> = {}) =>
    writeWith(explainAnswerStrategy, {
      spec: { kind: "instruction", fields: { system: {} } },
      subTask: {
        output: ["instruction", "input", "output", "system"],
        settings: { systems: ["Think aloud."] },
      },
      input: { seeds: [fakeRow("s1", instruction.instruction, null, instruction)] },
      answers: answers ?? {},
      ...more,
    });

  it("answers the seed's question under a drawn instruction, without the old answer", async () => {
    const { written, asked, section, prompt } = await explain({
      answer: { output: "Air scatters blue light most, so ..." },
    });
    expect(asked).toEqual(["answer"]);
    expect(written?.fields).toEqual({
      system: "Think aloud.",
      instruction: "Why is the sky blue?",
      input: "",
      output: "Air scatters blue light most, so ...",
    });
    expect(section("answer", "task")?.text).toContain("How to answer: Think aloud.");
    expect(prompt("answer")).not.toContain("It is.");
  });

  it("writes the question first where there is no seed, and needs an answer to write", async () => {
    const { asked, written } = await explain(
      { question: { instruction: "Why is grass green?" }, answer: { output: "Chlorophyll." } },
      { input: {} },
    );
    expect(asked).toEqual(["question", "answer"]);
    expect(written?.fields).toEqual({
      system: "Think aloud.",
      instruction: "Why is grass green?",
      output: "Chlorophyll.",
    });
    expect((await explain({}, { subTask: { output: ["instruction"] } })).error?.code).toBe(
      "PLAN_INVALID",
    );
  });
});

describe("self-chat", () => {
  const turn = (role: string, content: string) => ({ role, content });
  const chat = (
    messages: unknown[],
    settings: Record<string, unknown> = {},
    more: Partial<WriteOptions> = {},
  ) =>
    writeWith(selfChatStrategy, {
      spec: { kind: "dialogue" },
      subTask: { output: ["messages"], settings },
      answers: { "": { messages } },
      ...more,
    });
  const talk = [
    turn("user", "Hi, can you help?"),
    turn("assistant", "Sure."),
    turn("user", "With socks."),
    turn("assistant", "Wool ones."),
    turn("user", "Thanks!"),
  ];

  it("lets one answer hold both sides, and leaves out a last turn that nobody answers", async () => {
    const { written, asked, section } = await chat(
      talk,
      {},
      {
        input: {
          seeds: [
            fakeRow("s1", "How do I darn socks?", null, {
              messages: [turn("user", "How do I darn socks?")],
            }),
          ],
        },
      },
    );
    expect(asked).toEqual([""]);
    expect(written?.fields["messages"]).toEqual(talk.slice(0, 4));
    expect(section("", "task")?.text).toContain("both sides, 1 to 10 rounds");
    expect(section("", "draft")?.text).toContain("begins with");
  });

  it("cuts what is too long, and gives up turns that do not alternate or are too few", async () => {
    expect(
      (
        await chat(
          [turn("system", "Be kind."), ...talk],
          { maxTurns: 1 },
          { support: [fakeRow("s1", "", null, { messages: [turn("system", "Be terse.")] })] },
        )
      ).written?.fields["messages"],
    ).toEqual([turn("system", "Be kind."), ...talk.slice(0, 2)]);
    expect((await chat([talk[0], talk[2], talk[1]])).error?.message).toContain(
      "turn 2 of the conversation is the user's",
    );
    expect((await chat(talk, { minTurns: 3 })).reason).toBe("format");
    expect(
      await writeWith(selfChatStrategy, {
        spec: { kind: "instruction" },
        subTask: { output: ["instruction"] },
        answers: { "": { instruction: "x" } },
      }).catch((error: unknown) => error),
    ).toBeDefined();
  });
});
