import { z } from "zod";
import { z as z3 } from "zod/v3";
import { callAgent } from "../../agents/call-agent.js";
import { defineAgent } from "../../agents/define-agent.js";
import { checkAgent } from "../../agents/conformance.js";
import { DatawrightError } from "../../base/errors.js";
import { fakeContext } from "../helpers/fake-context.js";

const draft = { id: "d1", fields: { text: "hello" }, text: "hello", label: null, conditions: [] };
const call = (run: () => unknown, signal = new AbortController().signal) =>
  callAgent(
    defineAgent({ name: "mine", role: "critic", run: run as never }),
    "critique",
    { draft },
    fakeContext({ signal }),
  );

describe("callAgent", () => {
  it("parses both ends and fills in defaults", async () => {
    const output = await call(() => ({
      verdicts: [
        { judge: "me", criterion: "x", pass: true, score: null, code: "custom", reason: "fine" },
      ],
    }));
    expect(output).toMatchObject({ verdicts: [{ pass: true, evidence: [] }] });
  });
  it("codes what an agent throws, and lets coded errors through as they are", async () => {
    await expect(
      call(() => {
        throw new Error("broke");
      }),
    ).rejects.toMatchObject({
      code: "AGENT_FAILED",
      message: expect.stringMatching(
        /^agent "mine" \(critic\.critique\) failed: broke\n +at .*call-agent\.test\.ts:\d+:\d+/u,
      ) as string,
      cause: { message: "broke" },
      details: { agent: "mine", role: "critic", method: "critique" },
    });
    await expect(
      call(() => {
        throw new DatawrightError({ code: "MODEL_REFUSED", message: "no" });
      }),
    ).rejects.toMatchObject({ code: "MODEL_REFUSED" });
    await expect(call(() => Promise.reject("a word" as unknown as Error))).rejects.toMatchObject({
      code: "AGENT_FAILED",
      message: expect.stringContaining("a word") as string,
    });
  });
  it("says what kind of error it is and what caused it, in one bounded line", async () => {
    const fails = (thrown: unknown): Promise<string> =>
      call(() => {
        throw thrown;
      }).then(
        () => "",
        (error: Error) => error.message.split("\n")[0]!.replace(/^.*failed: /u, ""),
      );
    await expect(fails(new TypeError("no\n  such thing"))).resolves.toBe(
      "TypeError: no such thing",
    );
    await expect(
      fails(new Error("asked in vain", { cause: new Error("connection refused") })),
    ).resolves.toBe("asked in vain (connection refused)");
    await expect(fails({ status: 503 })).resolves.toBe('{"status":503}');
    await expect(fails(undefined)).resolves.toBe("undefined");
    expect((await fails(new Error("x".repeat(5000)))).length).toBeLessThan(500);
  });
  it("lets what ends a run through an error that the agent put around it", async () => {
    const cause = new DatawrightError({ code: "BUDGET_EXHAUSTED", message: "used up" });
    await expect(
      call(() => {
        throw new Error("my graph failed", { cause: new Error("its node", { cause }) });
      }),
    ).rejects.toBe(cause);
  });
  it("counts what an own schema throws as the agent's error", async () => {
    const agent = defineAgent({
      name: "strict",
      role: "critic",
      input: z.object({ draft: z.any() }),
      output: z.object({ verdicts: z.array(z.any()) }).refine(() => {
        throw new TypeError("in a check");
      }),
      run: () => ({ verdicts: [] }),
    });
    await expect(callAgent(agent, "critique", { draft }, fakeContext())).rejects.toMatchObject({
      code: "AGENT_FAILED",
      message: expect.stringContaining("TypeError: in a check") as string,
    });
  });
  it("tells an agent's own abort from the run's", async () => {
    const abort = (): never => {
      throw Object.assign(new Error("aborted"), { name: "AbortError" });
    };
    await expect(call(abort)).rejects.toMatchObject({ code: "AGENT_FAILED" });
    const stopped = new AbortController();
    stopped.abort();
    await expect(call(abort, stopped.signal)).rejects.toMatchObject({ name: "AbortError" });
  });
  it("names the field of a value that does not fit", async () => {
    await expect(call(() => ({ verdicts: [{ judge: 3 }] }))).rejects.toMatchObject({
      code: "AGENT_OUTPUT",
      message: expect.stringMatching(
        /^agent "mine" .*verdicts\.0\.judge.*it returned \{"verdicts":\[\{"judge":3\}\]\}$/u,
      ) as string,
    });
    await expect(call(() => null)).rejects.toMatchObject({ code: "AGENT_OUTPUT" });
  });
  it("refuses a method that the agent does not have, and input that does not fit", async () => {
    const agent = defineAgent({
      name: "narrow",
      role: "critic",
      input: z.object({ draft: z.object({ text: z.string().max(3) }) }),
      output: z.object({ verdicts: z.array(z.never()) }),
      run: () => ({ verdicts: [] }),
    });
    await expect(callAgent(agent, "critique", { draft }, fakeContext())).rejects.toMatchObject({
      code: "AGENT_CONTRACT",
      message: expect.stringContaining("draft.text") as string,
    });
    await expect(callAgent(agent, "sing", {}, fakeContext())).rejects.toMatchObject({
      code: "AGENT_CONTRACT",
      message: expect.stringContaining('"sing"') as string,
    });
  });
});

describe("checkAgent", () => {
  it("takes schemas of zod 3, and refuses parts of one zod inside the other, by name", () => {
    const made = (output: unknown) => () =>
      checkAgent(
        { ...good, methods: { critique: { ...good.methods["critique"], output } } },
        "critic",
        "here",
      );
    expect(made(z3.object({ verdicts: z3.array(z3.any()) }))).not.toThrow();
    expect(made(z.object({ verdicts: z.array(z3.any() as never) }))).toThrow(
      /critique\.output\.verdicts is made with zod 3, inside a schema of zod 4/u,
    );
    expect(made(z3.object({ list: z3.object({ verdicts: z.any() as never }) }))).toThrow(
      /critique\.output\.list\.verdicts is made with zod 4, inside a schema of zod 3/u,
    );
  });
  const good = defineAgent({ name: "mine", role: "critic", run: () => ({ verdicts: [] }) });
  it.each([
    ["null", null, /null, not an agent/u],
    ["a function", () => 1, /function, not an agent/u],
    ["no name", { ...good, name: "" }, /no name/u],
    ["another role", { ...good, role: "stage" }, /plays the role "stage", but "critic" is wanted/u],
    [
      "a schema that is none",
      { ...good, methods: { critique: { ...good.methods["critique"], output: {} } } },
      /critique\.output is not a zod schema/u,
    ],
  ])("refuses %s with what is wrong", (_name, value, message) => {
    expect(() => checkAgent(value, "critic", "agents.critic")).toThrow(
      expect.objectContaining({
        code: "AGENT_CONTRACT",
        message: expect.stringMatching(message) as string,
      }) as Error,
    );
  });
  it("takes a good one", () => expect(checkAgent(good, "critic", "agents.critic")).toBe(good));
});
