import assert from "node:assert/strict";
import { z } from "zod";
import type { Prompt } from "../../../schema/prompt.js";
import type { ChatModel, ChatRequest } from "../contract.js";
import { renderPrompt } from "../prompt/render-prompt.js";
import { completeObject } from "../prompt/structured.js";

/**
 * One promise of a contract: resolves where it holds, throws an assertion error where it does not.
 * Any test runner can run it.
 */
export interface ConformanceCheck {
  /** What is held. */
  readonly name: string;
  /** Throws where it is not held. */
  run(): Promise<void>;
}

/** What a model is checked with. */
export interface ChatModelCheckOptions {
  /** The same seed must give the same text. Default: false. */
  readonly seeded?: boolean;
}

const SHOP_TICKET = z.object({ text: z.string().min(1), label: z.enum(["delivery", "refund"]) });
const SHOP_PROMPT: Prompt = {
  sections: [
    { kind: "task", text: "Write a support ticket for an online shop." },
    {
      kind: "conditions",
      text: "The ticket fits this.",
      items: [{ name: "label", value: "delivery" }],
    },
    {
      kind: "demonstrations",
      text: "Tickets of this shop.",
      items: [
        { text: "My parcel has not arrived, where is it?", label: "delivery" },
        { text: "The driver left the parcel in the rain.", label: "delivery" },
        { text: "Please give me my money back for the broken lamp.", label: "refund" },
        { text: "I sent the shoes back and wait for the refund.", label: "refund" },
      ],
    },
    { kind: "output", text: "Give the ticket and its label." },
  ],
};

/**
 * What every ChatModel must do, as checks.
 *
 *     for (const check of chatModelChecks(() => myModel)) it(check.name, () => check.run());
 *
 * @param create makes the model for one check
 */
export function chatModelChecks(
  create: () => ChatModel | Promise<ChatModel>,
  options: ChatModelCheckOptions = {},
): ConformanceCheck[] {
  const checks: ConformanceCheck[] = [
    {
      name: "describes itself",
      run: async () => {
        const { info } = await create();
        assert.ok(info.name.length > 0, "info.name is empty");
        assert.ok(info.fingerprint.length > 0, "info.fingerprint is empty");
        assert.ok(
          Number.isInteger(info.contextTokens) && info.contextTokens > 0,
          `info.contextTokens is ${info.contextTokens}`,
        );
        assert.ok(info.structured.length > 0, "info.structured names no way of answering");
        if (info.price !== null)
          assert.ok(info.price.input >= 0 && info.price.output >= 0, "info.price is negative");
      },
    },
    {
      name: "answers with text, usage and a finish reason",
      run: async () => {
        const model = await create();
        const response = await model.complete(request("text-1"));
        assert.equal(typeof response.text, "string");
        assert.notEqual(response.text.trim(), "", "the text is empty");
        assert.ok(
          ["stop", "length", "refusal", "other"].includes(response.finish),
          `finish is ${response.finish}`,
        );
        for (const [name, tokens] of Object.entries(response.usage))
          assert.ok(Number.isFinite(tokens) && tokens >= 0, `usage.${name} is ${String(tokens)}`);
        assert.ok(response.model.length > 0, "model is empty");
      },
    },
    {
      name: "answers with an object that fits the schema",
      run: async () => {
        const model = await create();
        const answer = await completeObject(model, {
          prompt: SHOP_PROMPT,
          schema: SHOP_TICKET,
          name: "ticket",
          step: "check",
          orderId: "object-1",
          agent: "check",
        });
        assert.deepEqual(SHOP_TICKET.parse(answer.value), answer.value);
      },
    },
    {
      name: "leaves the request as it was",
      run: async () => {
        const model = await create();
        const asked = request("frozen-1");
        const before = JSON.stringify(asked);
        await model.complete(deepFreeze(asked));
        assert.equal(JSON.stringify(asked), before);
      },
    },
    {
      name: "answers many requests at once",
      run: async () => {
        const model = await create();
        const responses = await Promise.all(
          Array.from({ length: 20 }, (_, index) => model.complete(request(`parallel-${index}`))),
        );
        for (const response of responses)
          assert.notEqual(response.text.trim(), "", "the text is empty");
      },
    },
    {
      name: "refuses to start when the signal is aborted",
      run: async () => {
        const model = await create();
        await assert.rejects(
          async () => model.complete({ ...request("aborted-1"), signal: AbortSignal.abort() }),
          hasCode("MODEL_ABORTED"),
        );
      },
    },
    {
      name: "gives log-probabilities if it says so",
      run: async () => {
        const model = await create();
        if (!model.info.logProbabilities) return;
        const { logProbabilities } = await model.complete(request("log-1"));
        assert.ok(
          Array.isArray(logProbabilities) && logProbabilities.length > 0,
          "there are no log-probabilities",
        );
        for (const value of logProbabilities)
          assert.ok(value <= 1e-9 && value > -Infinity, `${String(value)} is no log-probability`);
      },
    },
    {
      name: "counts tokens if it brings a tokenizer",
      run: async () => {
        const { countTokens } = (await create()).info;
        if (countTokens === undefined) return;
        const [none, some, more] = [
          await countTokens(""),
          await countTokens("Where is my parcel?"),
          await countTokens("Where is my parcel? ".repeat(40)),
        ];
        assert.equal(none, 0, "an empty text has tokens");
        assert.ok(
          some > 0 && more > some && more < Infinity,
          `texts of growing length have ${some} and ${more} tokens`,
        );
      },
    },
  ];
  if (options.seeded === true) {
    checks.push({
      name: "gives the same text for the same seed",
      run: async () => {
        const seeded = { ...request("seed-1"), parameters: { seed: 7, temperature: 1 } };
        const [first, second] = [
          await (await create()).complete(seeded),
          await (await create()).complete(seeded),
        ];
        assert.equal(first.text, second.text);
      },
    });
  }
  return checks;
}

function request(orderId: string): ChatRequest {
  return {
    messages: renderPrompt(SHOP_PROMPT),
    prompt: SHOP_PROMPT,
    parameters: { maxTokens: 200 },
    format: { type: "text" },
    origin: { orderId, step: "check", attempt: 0, agent: "check", sampleIds: [] },
  };
}

/** By the code alone: classes differ between realms. */
function hasCode(code: string): (error: unknown) => boolean {
  return (error) => {
    assert.equal((error as { code?: unknown }).code, code);
    return true;
  };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
