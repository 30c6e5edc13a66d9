import { readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { z } from "zod";
import type { ChatModel, ChatParameters, ChatRequest } from "../../../../tools/models/contract.js";
import { ggufModel } from "../../../../tools/models/gguf/gguf-model.js";
import {
  loadLlamaLibrary,
  locateLlamaLibrary,
  type LlamaChat,
  type LlamaLibrary,
} from "../../../../tools/models/gguf/llama-library.js";
import { chatModelChecks } from "../../../../tools/models/providers/chat-model-checks.js";
import { resolveModel } from "../../../../tools/models/providers/resolve-model.js";
import { completeObject } from "../../../../tools/models/prompt/structured.js";
import { objectSchema } from "../../../../tools/models/prompt/object-schema.js";
import { CHAT_TEMPLATE, madeGguf } from "../../../helpers/made-gguf.js";
import { temporaryFolder } from "../../../memory/temporary-folder.js";

const installed = isInstalled();
const folder = temporaryFolder();

let onToken = (): void => undefined;
/** The installed library, whose calls tell each token. */
const library = async (): Promise<LlamaLibrary> => {
  const installedLibrary = await loadLlamaLibrary();
  return {
    ...installedLibrary,
    LlamaChat: class extends installedLibrary.LlamaChat {
      override generateResponse(
        ...[history, options]: Parameters<LlamaChat["generateResponse"]>
      ): ReturnType<LlamaChat["generateResponse"]> {
        return super.generateResponse(history, { ...options, onToken: () => onToken() } as never);
      }
    },
  };
};

if (!installed)
  process.stderr.write(
    "gguf: skipped what needs node-llama-cpp: npm install --no-save node-llama-cpp@3 to run it\n",
  );

// Noise of printable characters: what is tried is the machinery around it.
(installed ? describe : describe.skip)("gguf: with node-llama-cpp", () => {
  let path: string;
  let model: ChatModel;
  beforeAll(async () => {
    path = madeGguf(join(folder, "tiny.gguf"), { chatTemplate: CHAT_TEMPLATE, end: -20 });
    model = ggufModel({ path, contextTokens: 512, library, threads: 1 });
  });

  it("says what the file is", async () => {
    expect(model.info).toMatchObject({
      name: "gguf:tiny.gguf",
      contextTokens: 512,
      price: { input: 0, output: 0 },
      structured: ["schema", "text"],
    });
    expect((await resolveModel(`gguf:${path}`)).info).toMatchObject({
      name: "gguf:tiny.gguf",
      contextTokens: 1024,
    });
    // One token a character, the space before a text, and two bytes of the letter.
    expect(await model.info.countTokens!("grüße")).toBe(8);
    expect(await model.info.countTokens!("word ".repeat(10_000))).toBe(50_003);
  });

  it("stops at the limit, counts its tokens, and writes the same with the same seed", async () => {
    const parameters = { maxTokens: 40, temperature: 1 };
    const one = await ask(model, { ...parameters, seed: 7 });
    expect(one).toMatchObject({ finish: "length", usage: { outputTokens: 40 } });
    expect(one.text.length).toBeGreaterThan(30);
    // <s><|turn|>user\nWrite.</s><|turn|>assistant\n, and the space that SentencePiece adds.
    expect(one.usage.inputTokens).toBe(26);
    expect((await ask(model, { ...parameters, seed: 7 })).text).toBe(one.text);
    expect((await ask(model, { ...parameters, seed: 8 })).text).not.toBe(one.text);
    const certain = await ask(model, { maxTokens: 40, temperature: 0, seed: 1 });
    expect((await ask(model, { maxTokens: 40, temperature: 0, seed: 2 })).text).toBe(certain.text);
    const narrow = await ask(model, { ...parameters, topP: 1e-6, seed: 3 });
    expect(narrow.text).toBe(certain.text);
  });

  it("writes the same beside others as alone", async () => {
    const two = ggufModel({ path, contextTokens: 512, concurrency: 2, library, threads: 1 });
    const seeds = [1, 2, 3, 4, 5, 6];
    const alone = [];
    for (const seed of seeds) alone.push((await ask(two, { maxTokens: 30, seed })).text);
    const together = await Promise.all(seeds.map((seed) => ask(two, { maxTokens: 30, seed })));
    expect(together.map(({ text }) => text)).toEqual(alone);
  });

  it("stops at a stop text, which is not part of the answer, and at the end of the turn", async () => {
    const free = (await ask(model, { maxTokens: 60, seed: 4 })).text;
    const stop = free.slice(20, 22);
    const cut = await ask(model, { maxTokens: 60, seed: 4, stop: [stop] });
    expect(cut).toMatchObject({ finish: "stop", text: free.slice(0, free.indexOf(stop)) });

    const ends = ggufModel({
      path: madeGguf(join(folder, "ends.gguf"), { end: 1 }),
      library,
      threads: 1,
    });
    expect((await ask(ends, { seed: 1 })).finish).toBe("stop");
  });

  it("fills its context and no more", async () => {
    const { finish, usage } = await ask(model, { seed: 1 });
    expect(finish).toBe("length");
    expect(usage.inputTokens + usage.outputTokens).toBeGreaterThan(490);
    expect(usage.inputTokens + usage.outputTokens).toBeLessThanOrEqual(512);
    await expect(ask(model, {}, { content: "x".repeat(520) })).rejects.toMatchObject({
      code: "MODEL_BAD_REQUEST",
      details: { contextExceeded: true, contextTokens: 512 },
    });
  });

  it("gives objects that fit their schema", async () => {
    const ticket = z.object({
      label: z.enum(["delivery", "refund"]),
      urgent: z.boolean(),
      stars: z.union([z.literal(1), z.literal(5)]).optional(),
      items: z.array(z.enum(["lamp", "shoes"])).max(3),
      day: z.iso.date().nullable(),
      reply: z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("none") }),
        z.object({ kind: z.literal("sent"), by: z.enum(["mail", "phone"]) }),
      ]),
    });
    for (const seed of [1, 2, 3]) {
      const { value } = await completeObject(
        ggufModel({ path, contextTokens: 2048, library, threads: 1 }),
        {
          prompt: { sections: [{ kind: "task", text: "A ticket." }] },
          schema: ticket,
          name: "ticket",
          step: "write",
          orderId: "o1",
          agent: "generator",
          parameters: { seed, temperature: 1 },
        },
      );
      expect(ticket.parse(value)).toEqual(value);
    }
  });

  it("holds schemas that refer to themselves", async () => {
    const { json } = objectSchema(
      z.object({
        name: z.enum(["a", "b"]),
        get parts() {
          return z.array(z.object({ name: z.enum(["c"]) })).max(1);
        },
      }),
    );
    const tree = {
      ...json,
      properties: {
        ...(json["properties"] as object),
        child: { anyOf: [{ $ref: "#" }, { type: "null" }] },
      },
    };
    const { text } = await model.complete({
      ...request({ seed: 3 }),
      format: { type: "schema", name: "tree", schema: tree },
    });
    expect(Object.keys(JSON.parse(text) as object)).toEqual(["name", "parts", "child"]);
  });

  it("stops in the middle of an answer when it is cancelled, and is there for the next call", async () => {
    const controller = new AbortController();
    let written = 0;
    onToken = () => {
      written += 1;
      if (written === 20) controller.abort();
    };
    const long = ggufModel({ path, library, threads: 1 });
    await expect(
      long.complete({ ...request({ seed: 1 }), signal: controller.signal }),
    ).rejects.toMatchObject({ code: "MODEL_ABORTED" });
    expect((await ask(long, { seed: 2, maxTokens: 5 })).usage.outputTokens).toBe(5);
    // One more token may have been under way.
    expect(written - 5).toBeLessThanOrEqual(21);
    onToken = () => undefined;
  });

  it("gives up at its deadline", async () => {
    const slow = ggufModel({ path, library, threads: 1, timeoutSeconds: 0.001 });
    await expect(ask(slow, { seed: 1 })).rejects.toMatchObject({ code: "MODEL_TIMEOUT" });
  });

  it("says that a file is broken, with the reason", async () => {
    const broken = madeGguf(join(folder, "broken.gguf"));
    truncateSync(broken, readFileSync(broken).length - 5000);
    await expect(ask(ggufModel({ path: broken, library }), {})).rejects.toMatchObject({
      code: "MODEL_UNKNOWN",
      message: expect.stringMatching(/broken\.gguf does not load: .*data is not within/u),
    });
  });

  for (const check of chatModelChecks(
    () => ggufModel({ path, contextTokens: 2048, maxTokens: 200, library, threads: 1 }),
    { seeded: true },
  ))
    it(check.name, () => check.run());
});

function isInstalled(): boolean {
  try {
    return locateLlamaLibrary() !== "";
  } catch {
    return false;
  }
}

function request(parameters: ChatParameters, { content = "Write." } = {}): ChatRequest {
  return {
    messages: [{ role: "user", content }],
    parameters,
    format: { type: "text" },
    origin: { orderId: "o", step: "s", attempt: 0, agent: "generator", sampleIds: [] },
  };
}

function ask(model: ChatModel, parameters: ChatParameters, message?: { content: string }) {
  return model.complete(request(parameters, message));
}
