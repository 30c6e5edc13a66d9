import type { Message } from "../../../schema/field.js";
import type { TaskSpecInput } from "../../../schema/task-file/task-spec.js";
import { scriptedModel } from "../../../tools/models/providers/scripted-model.js";
import { sha256Hex } from "../../../base/statistics/hash.js";
import { Random } from "../../../base/statistics/random.js";
import { sentence } from "../../../graphs/conformance/fill-schema.js";
import { runRecipe, type Asked } from "../../helpers/recipe-run.js";

const TOPICS = [
  "punctures",
  "squeaking brakes",
  "winter tyres",
  "stolen bicycles",
  "child seats",
  "electric motors",
];

function chats(spec: Partial<TaskSpecInput> = {}): TaskSpecInput {
  return {
    name: "chats",
    kind: "dialogue",
    description: "Conversations in a bicycle workshop.",
    target: 4,
    seed: 5,
    review: "none",
    ...spec,
  };
}
const line = (seed: string): string => sentence(new Random(sha256Hex(seed)));
const topicOf = (asked: Pick<Asked, "items">): string =>
  String(asked.items("conditions").find(({ name }) => name === "topic")?.["value"]);
const isPlanning = (asked: Asked): boolean => asked.step.startsWith("plan:");

describe("ultrachat", () => {
  it("lets a partner with a goal talk to the model, which sees the talk alone, 3 to 7 rounds", async () => {
    const goalOf = (order: string): string => `GOAL ${order}`;
    const short = (order: string): boolean => order < "8";
    const partner = scriptedModel(({ origin: { step, orderId } }) => {
      const round = Number(/user-(\d+)$/u.exec(step)?.[1] ?? 0);
      if (round === 0) return { object: { who: "a commuter", goal: goalOf(orderId) } };
      return {
        object: {
          message: line(`${orderId} asks ${round}`),
          ...(round > 3 ? { done: short(orderId) } : {}),
        },
      };
    });
    const { asked, samples } = await runRecipe(
      "ultrachat",
      chats(),
      (one) => {
        if (isPlanning(one)) return { values: TOPICS };
        return one.step.startsWith("conversation:")
          ? {
              message:
                `Of course! ${line(`${one.request.origin.orderId} ${one.step}`)} Let me know ` +
                "if you need anything else.",
            }
          : undefined;
      },
      { models: { partner } },
    );
    const planned = asked.filter(isPlanning);
    expect(planned).toHaveLength(1);
    expect(planned[0]!.text).toContain('List 30 different values of "topic"');
    const talk = asked.filter(({ step }) => step.startsWith("conversation:"));
    expect(new Set(talk.map(({ step }) => step.replace(/\d+$/u, "")))).toEqual(
      new Set(["conversation:assistant-"]),
    );
    for (const one of talk) {
      expect(one.text).not.toContain("GOAL");
      expect(one.items("conditions")).toEqual([]);
      expect(one.items("draft")[0]).toEqual({
        conversation: expect.arrayContaining([{ speaker: "the user", text: expect.any(String) }]),
      });
    }
    for (const { id, fields, scores, conditions } of samples.filter(
      ({ status }) => status === "accepted",
    )) {
      const messages = fields["messages"] as Message[];
      const rounds = short(id) ? 3 : 7;
      expect(messages.map(({ role }) => role)).toEqual(
        Array.from({ length: rounds }, () => ["user", "assistant"]).flat(),
      );
      expect(scores["turns"]).toBe(rounds);
      expect(messages[0]!.content).toBe(line(`${id} asks 1`));
      // Politeness without content is cut off.
      expect(messages[1]!.content).toBe(line(`${id} conversation:assistant-1`));
      expect(TOPICS).toContain(conditions.find(({ name }) => name === "topic")?.value);
      const own = partner.requests
        .filter(({ origin }) => origin.orderId === id)
        .map(({ origin }) => origin.step.split(":").at(-1));
      expect(own).toEqual([
        "goal",
        ...Array.from({ length: Math.min(7, rounds + 1) }, (_, round) => `user-${round + 1}`),
      ]);
    }
    for (const request of partner.requests.filter(({ origin }) => origin.step.includes("user-"))) {
      expect(request.messages.map(({ content }) => content).join()).toContain(
        goalOf(request.origin.orderId),
      );
    }
    expect(new Set(samples.map(({ scores }) => scores["turns"]))).toEqual(new Set([3, 7]));
    expect(samples.filter(({ status }) => status === "accepted")).toHaveLength(4);
  });

  it("gives up talk of language models and in circles, and refuses what is off the task", async () => {
    const kinds = ["machine", "circle", "off"] as const;
    const orders: string[] = [];
    const { samples } = await runRecipe(
      "ultrachat",
      chats({ target: 2 }),
      (one) => {
        const { orderId } = one.request.origin;
        if (isPlanning(one)) return { values: TOPICS };
        if (one.step === "conversation:goal" && !orders.includes(orderId)) orders.push(orderId);
        const kind = kinds[orders.indexOf(orderId)];
        if (one.step.startsWith("critique"))
          return { on_task: kind === "off" ? 1 : 5, reason: "As it is." };
        if (one.step.includes("assistant-") && kind === "machine")
          return { message: "As an AI language model I have no bicycle." };
        if (one.step.includes("assistant-") && kind === "circle") return { message: "Pump it up." };
        if (one.step.includes("user-"))
          return {
            message: line(`${orderId} ${one.step}`),
            ...(one.step.endsWith("user-4") ? { done: true } : {}),
          };
        return undefined;
      },
      { concurrency: 1 },
    );
    const outcomes = orders
      .slice(0, 3)
      .map((id) => samples.find((sample) => sample.id === id)!)
      .map(({ status, reasons }) => reasons.at(-1) ?? status);
    expect(outcomes).toEqual(["refused", "no-answer", "off-task"]);
    expect(samples.filter(({ status }) => status === "accepted")).toHaveLength(2);
  });
});

const turns = (seed: string, roles: readonly Message["role"][]): { messages: Message[] } => ({
  messages: roles.map((role, index) => ({ role, content: line(`${seed} ${index}`) })),
});

describe("baize", () => {
  it("asks once for a whole chat on a topic, without a last question that nobody answers", async () => {
    const { steps, samples } = await runRecipe("baize", chats(), (one) => {
      if (isPlanning(one)) return { values: TOPICS };
      return one.step === "sample"
        ? turns(one.request.origin.orderId, ["user", "assistant", "user", "assistant", "user"])
        : undefined;
    });
    expect([...steps.keys()].filter((step) => !step.startsWith("plan:"))).toEqual([
      "sample",
      "critique",
    ]);
    expect(steps.get("sample")).toHaveLength(samples.length);
    expect(new Set(steps.get("sample")!.map(topicOf)).size).toBeGreaterThan(1);
    for (const one of steps.get("sample")!) {
      expect(TOPICS).toContain(topicOf(one));
      expect(one.request.parameters.temperature).toBe(1);
    }
    const accepted = samples.filter(({ status }) => status === "accepted");
    expect(accepted).toHaveLength(4);
    for (const { fields } of accepted)
      expect((fields["messages"] as Message[]).map(({ role }) => role)).toEqual([
        "user",
        "assistant",
        "user",
        "assistant",
      ]);
  });

  it("gives up a chat in which a side speaks twice, or that the assistant begins", async () => {
    const bad: Message["role"][][] = [
      ["user", "user", "assistant"],
      ["assistant", "user"],
      ["user"],
    ];
    const orders: string[] = [];
    const { samples } = await runRecipe(
      "baize",
      chats({ target: 2 }),
      (one) => {
        const { orderId } = one.request.origin;
        if (isPlanning(one)) return { values: TOPICS };
        if (one.step !== "sample") return undefined;
        if (!orders.includes(orderId)) orders.push(orderId);
        return turns(orderId, bad[orders.indexOf(orderId)] ?? ["user", "assistant"]);
      },
      { concurrency: 1 },
    );
    const refused = orders.slice(0, 3).map((id) => samples.find((sample) => sample.id === id)!);
    expect(refused.map(({ reasons }) => reasons)).toEqual([["format"], ["format"], ["format"]]);
    expect(refused.map(({ history }) => history[0]!.note)).toEqual([
      expect.stringContaining("turn 2"),
      expect.stringContaining("turn 1"),
      expect.stringContaining("0 of at least 1"),
    ]);
    expect(samples.filter(({ status }) => status === "accepted")).toHaveLength(2);
  });
});
