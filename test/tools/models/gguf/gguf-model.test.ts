import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { ChatModel, ChatRequest } from "../../../../tools/models/contract.js";
import { ggufModel } from "../../../../tools/models/gguf/gguf-model.js";
import {
  locateLlamaLibrary,
  type LlamaLibrary,
} from "../../../../tools/models/gguf/llama-library.js";
import { resolveModel } from "../../../../tools/models/providers/resolve-model.js";
import { madeGguf } from "../../../helpers/made-gguf.js";
import { temporaryFolder } from "../../../memory/temporary-folder.js";

const folder = temporaryFolder();
const file = madeGguf(join(folder, "tiny.gguf"), { contextTokens: 100_000 });

describe("gguf: a file", () => {
  const refused: [what: string, make: (path: string) => void, message: RegExp][] = [
    ["missing", () => undefined, /no\.gguf does not exist/u],
    ["a folder", (path) => mkdirSync(path), /no\.gguf is a folder/u],
    ["empty", (path) => writeFileSync(path, ""), /no\.gguf is empty/u],
    ["of another format", (path) => writeFileSync(path, "PK".repeat(50)), /is not a GGUF file/u],
    [
      "of the other byte order",
      (path) => writeFileSync(path, Buffer.from("GGUF\0\0\0\u0003".padEnd(64, "\0"), "latin1")),
      /of version 50331648/u,
    ],
  ];
  for (const [what, make, message] of refused)
    it(`that is ${what} is refused before anything runs`, async () => {
      const path = join(mkdtempSync(join(folder, "x-")), "no.gguf");
      make(path);
      await expect(resolveModel(`gguf:${path}`)).rejects.toMatchObject({
        code: "MODEL_UNKNOWN",
        message: expect.stringMatching(message),
        details: { file: path },
      });
    });

  it("whose numbers make no sense is no trouble", () => {
    const path = join(folder, "odd.gguf");
    const odd = Buffer.alloc(200, 0xff);
    odd.write("GGUF");
    odd.writeUInt32LE(3, 4);
    writeFileSync(path, odd);
    expect(ggufModel({ path, library: made().library }).info.contextTokens).toBe(4096);
  });

  it("is known by what is in it, not by its path", () => {
    const { library } = made();
    const other = madeGguf(join(folder, "other.gguf"), { seed: 2, contextTokens: 100_000 });
    const moved = madeGguf(join(folder, "moved.gguf"), { contextTokens: 100_000 });
    const of = (path: string, settings: object = {}): string =>
      ggufModel({ path, library, ...settings }).info.fingerprint;
    expect(of(moved)).toBe(of(file));
    expect(of(other)).not.toBe(of(file));
    expect(of(file, { maxTokens: 5 })).not.toBe(of(file));
    expect(ggufModel({ path: file, library }).info).toMatchObject({
      name: "gguf:tiny.gguf",
      contextTokens: 8192,
    });
  });

  it("has to be named, and its package be installed", async () => {
    for (const name of ["gguf", "gguf:"])
      await expect(resolveModel(name)).rejects.toMatchObject({
        code: "MODEL_UNKNOWN",
        message: expect.stringContaining("did you mean gguf:PATH?"),
      });
    expect(() => locateLlamaLibrary([join(folder, "package.json")])).toThrow(
      expect.objectContaining({
        code: "PACKAGE_MISSING",
        hint: "Run `npm install node-llama-cpp@3` in this folder.",
      }),
    );
  });
});

describe("gguf: calls", () => {
  it("wait for a place, first come, first served, on one model however many ask", async () => {
    const library = made();
    const settings = { path: file, library: library.library, concurrency: 2 };
    const [one, two] = [ggufModel(settings), ggufModel(settings)];
    const answers = ["a", "b", "c", "d", "e"].map((text, index) =>
      ask(index % 2 === 0 ? one : two, text),
    );
    const order: string[] = [];
    while (order.length < 5) {
      const call = await library.next();
      expect(library.running).toBeLessThanOrEqual(2);
      order.push(call.prompt);
      // The second is under way when the first is answered.
      if (order.length === 1)
        await library.next().then((other) => order.push(other.prompt) && other.answer());
      call.answer();
    }
    expect(order.join("")).toBe("abcde");
    expect((await Promise.all(answers)).map(({ text }) => text)).toEqual([..."abcde"]);
    expect(library.loads).toBe(1);
    expect(library.contexts).toBe(2);
  });

  it("that are cancelled while they wait leave the line to the next", async () => {
    const library = made();
    const model = ggufModel({ path: file, library: library.library });
    const controller = new AbortController();
    const first = ask(model, "a");
    const call = await library.next();
    const cancelled = ask(model, "b", controller.signal);
    const last = ask(model, "c");
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ code: "MODEL_ABORTED" });
    call.answer();
    (await library.next()).answer();
    expect((await first).text + (await last).text).toBe("ac");
  });

  it("have their time from when their turn has come, and free their place once they have stopped", async () => {
    const library = made();
    const model = ggufModel({ path: file, library: library.library, timeoutSeconds: 0.05 });
    const first = ask(model, "a");
    const slow = await library.next();
    const second = ask(model, "b");
    await expect(first).rejects.toMatchObject({ code: "MODEL_TIMEOUT" });
    expect(slow.signal.aborted).toBe(true);
    // It has not stopped yet, and the second waits longer than it may take.
    await new Promise(setImmediate);
    expect(library.running).toBe(1);
    slow.fail(new Error("stopped"));
    (await library.next()).answer();
    expect((await second).text).toBe("b");
  });

  it("load the model again where loading failed", async () => {
    const library = made();
    library.failLoads = 1;
    const model = ggufModel({ path: file, library: library.library });
    await expect(ask(model, "a")).rejects.toMatchObject({
      code: "MODEL_UNKNOWN",
      message: expect.stringMatching(
        /tiny\.gguf does not load: out of luck; unknown model architecture: 'made-up'$/u,
      ),
    });
    const answer = ask(model, "b");
    (await library.next()).answer();
    expect((await answer).text).toBe("b");
  });

  it("are refused where they offer tools", async () => {
    const model = ggufModel({ path: file, library: made().library });
    const tools = [{ name: "search", parameters: { type: "object" } }];
    await expect(model.complete({ ...request("a"), tools })).rejects.toMatchObject({
      code: "MODEL_BAD_REQUEST",
    });
  });
});

interface Call {
  readonly prompt: string;
  readonly signal: AbortSignal;
  answer(): void;
  fail(error: Error): void;
}

/** A library whose calls are answered by the test. */
class Made {
  loads = 0;
  contexts = 0;
  running = 0;
  failLoads = 0;
  readonly #calls: Call[] = [];
  readonly #readers: ((call: Call) => void)[] = [];

  readonly library = (): Promise<LlamaLibrary> => Promise.resolve(this.#library());

  /** The next call that runs. */
  next(): Promise<Call> {
    const call = this.#calls.shift();
    return call === undefined
      ? new Promise((resolve) => this.#readers.push(resolve))
      : Promise.resolve(call);
  }

  #library(): LlamaLibrary {
    const generate = (prompt: string, signal: AbortSignal): Promise<string> => {
      this.running += 1;
      return new Promise<string>((resolve, reject) => {
        const call = { prompt, signal, answer: () => resolve(prompt), fail: reject };
        const reader = this.#readers.shift();
        if (reader === undefined) this.#calls.push(call);
        else reader(call);
      }).finally(() => (this.running -= 1));
    };
    const sequence = {
      contextSize: 512,
      tokenMeter: { getState: () => ({ usedInputTokens: 0, usedOutputTokens: 0 }) },
      clearHistory: () => Promise.resolve(),
    };
    const model = {
      tokenizer: {},
      tokenize: (text: string) => [...text],
      createContext: () => {
        this.contexts += 1;
        return Promise.resolve({ getSequence: () => sequence });
      },
    };
    return {
      getLlama: ({ logger }) =>
        Promise.resolve({
          cpuMathCores: 2,
          loadModel: () => {
            if (this.failLoads-- > 0) {
              logger("error", "unknown model architecture: 'made-up'\n");
              return Promise.reject(new Error("out of luck"));
            }
            this.loads += 1;
            return Promise.resolve(model);
          },
          createGrammarForJsonSchema: () => Promise.resolve({}),
        }),
      resolveChatWrapper: () => ({
        generateContextState: () => ({ contextText: { tokenize: () => [1, 2, 3] } }),
      }),
      LlamaChat: class {
        async generateResponse(
          history: readonly { readonly text?: string }[],
          { signal }: { readonly signal: AbortSignal },
        ) {
          const response = await generate(history.at(-1)!.text!, signal);
          return { response, metadata: { stopReason: "eogToken" } };
        }
      } as never,
    };
  }
}

function made(): Made {
  return new Made();
}

function request(content: string): ChatRequest {
  return {
    messages: [{ role: "user", content }],
    parameters: {},
    format: { type: "text" },
    origin: { orderId: "o", step: "s", attempt: 0, agent: "generator", sampleIds: [] },
  };
}

function ask(model: ChatModel, content: string, signal?: AbortSignal) {
  return model.complete({ ...request(content), signal });
}
