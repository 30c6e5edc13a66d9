import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { resolveModel } from "../../../../tools/models/providers/resolve-model.js";
import { langChainProviderModel } from "../../../../tools/models/providers/langchain/langchain-providers.js";
import { completeObject } from "../../../../tools/models/prompt/structured.js";
import { temporaryFolder } from "../../../memory/temporary-folder.js";

const CALL = {
  prompt: { sections: [] },
  schema: z.object({ stars: z.number() }),
  name: "rating",
  step: "s",
  orderId: "o",
  agent: "a",
  parameters: { temperature: 0.1 },
};

/** A server on this machine that answers every request with one value, and keeps the requests. */
async function startServer(answer: (path: string) => unknown) {
  const bodies: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      bodies.push({
        ...(JSON.parse(Buffer.concat(chunks).toString()) as object),
        key: request.headers["x-api-key"],
      });
      response.writeHead(200, { "content-type": "application/json" });
      response.end(`${JSON.stringify(answer(request.url ?? ""))}\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    stop: () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())),
  };
}

describe("a model by its provider's name", () => {
  it("asks Anthropic through its package: objects by a tool, the temperature of the role", async () => {
    const server = await startServer(() => ({
      id: "m",
      type: "message",
      role: "assistant",
      model: "claude-x",
      stop_reason: "tool_use",
      content: [{ type: "tool_use", id: "t", name: "rating", input: { stars: 4 } }],
      usage: { input_tokens: 11, output_tokens: 7 },
    }));
    process.env["OTHER_KEY"] = "a-key-of-anthropic";
    const model = await resolveModel({
      model: "anthropic:claude-x",
      baseUrl: server.url,
      apiKeyEnv: "OTHER_KEY",
      price: { input: 1, output: 2 },
    });
    const answer = await completeObject(model, CALL);
    expect(answer).toMatchObject({
      value: { stars: 4 },
      model: "anthropic:claude-x",
      usage: { inputTokens: 11, outputTokens: 7 },
    });
    expect(model.info).toMatchObject({
      name: "anthropic:claude-x",
      price: { input: 1, output: 2 },
    });
    expect(server.bodies[0]).toMatchObject({
      model: "claude-x",
      temperature: 0.1,
      key: "a-key-of-anthropic",
    });
    delete process.env["OTHER_KEY"];
    await server.stop();
  });

  it("asks Ollama through its package, which needs no key", async () => {
    const server = await startServer(() => ({
      model: "qwen",
      created_at: "",
      done: true,
      done_reason: "stop",
      prompt_eval_count: 5,
      eval_count: 6,
      message: { role: "assistant", content: '{"stars":3}' },
    }));
    const model = await resolveModel({ model: "ollama:qwen:7b", baseUrl: server.url });
    const answer = await completeObject(model, CALL);
    expect(answer).toMatchObject({ value: { stars: 3 }, model: "ollama:qwen:7b" });
    expect(server.bodies[0]).toMatchObject({ model: "qwen:7b", options: { temperature: 0.1 } });
    await server.stop();
  });

  it("names the package that is missing, with the command that installs it", async () => {
    const missing = () =>
      Promise.reject(
        Object.assign(new Error("Cannot find package"), { code: "ERR_MODULE_NOT_FOUND" }),
      );
    await expect(langChainProviderModel({ model: "mistral:small" }, missing)).rejects.toMatchObject(
      {
        code: "PACKAGE_MISSING",
        message: expect.stringContaining("mistral:small needs the package @langchain/mistralai"),
        hint: expect.stringContaining("npm install @langchain/mistralai"),
      },
    );
  });

  it("asks for the key with the first call, not before", async () => {
    const model = await resolveModel({ model: "anthropic:claude-x", apiKeyEnv: "NO_SUCH_KEY" });
    await expect(completeObject(model, CALL)).rejects.toMatchObject({
      code: "MODEL_KEY_MISSING",
      message: expect.stringContaining("NO_SUCH_KEY"),
    });
  });

  it("tells the nearest provider of a typo", async () => {
    await expect(resolveModel("antropic:claude-x")).rejects.toMatchObject({
      code: "MODEL_UNKNOWN",
      message: expect.stringContaining("did you mean anthropic:claude-x"),
    });
    await expect(resolveModel("ollama:")).rejects.toMatchObject({
      message: expect.stringContaining("did you mean ollama:NAME"),
    });
  });
});

describe("a model in a module", () => {
  const module = (text: string): string => {
    const file = join(temporaryFolder(), "model.mjs");
    writeFileSync(file, text);
    return file;
  };
  const INFO = `{ name: "mine", fingerprint: "1", contextTokens: 99, price: null, logProbabilities: false, structured: ["text"] }`;

  it("is its default export, or made of the settings by it", async () => {
    const plain = module(`export default { info: ${INFO}, complete: async () => ({}) };`);
    expect((await resolveModel(plain)).info.name).toBe("mine");
    const made = module(
      `export default ({ temperature }) => ({ info: { ...${INFO}, name: "at " + temperature }, complete: async () => ({}) });`,
    );
    expect((await resolveModel({ model: made, temperature: 0.5 })).info.name).toBe("at 0.5");
  });

  it.each([
    ["export default 5;", "a default export that is a number"],
    ["export const model = {};", "no default export"],
    ["export default {};", "exports no model"],
    ["export default (", "does not load: SyntaxError"],
    ["export default () => { throw new TypeError('no weights'); }", "TypeError: no weights"],
  ])("tells what is wrong with %s", async (text, what) => {
    const file = module(text);
    await expect(resolveModel(file)).rejects.toMatchObject({
      code: "MODEL_UNKNOWN",
      message: expect.stringContaining(what),
    });
  });

  it("tells a file that is not there", async () => {
    await expect(resolveModel("./no-such-model.mjs")).rejects.toMatchObject({
      code: "MODEL_UNKNOWN",
      message: expect.stringContaining("no-such-model.mjs does not exist"),
    });
  });
});
