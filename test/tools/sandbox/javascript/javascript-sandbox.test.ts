import type { SandboxOptions, SandboxResult } from "../../../../tools/sandbox/contract.js";
import { javascriptSandbox } from "../../../../tools/sandbox/javascript/javascript-sandbox.js";

const run = (code: string, options: SandboxOptions = {}): Promise<SandboxResult> =>
  javascriptSandbox.run(code, options);
const value = async (code: string, options: SandboxOptions = {}): Promise<unknown> => {
  const result = await run(code, options);
  expect(result.error).toBeNull();
  return result.value;
};

describe("JavaScript in its sandbox", () => {
  it("gives the last expression's value, calls functions with inputs, waits for promises", async () => {
    const input = { sample: { answer: 4 }, result: [1, 2] };
    expect(
      await value("const twice = sample.answer * 2; ({ twice, list: [1, null, 'é'] })", {
        input,
      }),
    ).toEqual({ twice: 8, list: [1, null, "é"] });
    expect(await value("(sample, result) => sample.answer + result.length", { input })).toBe(6);
    expect(
      await value("function check({ answer }) { return { pass: answer > 3, reason: 'enough' } }", {
        input,
      }),
    ).toEqual({ pass: true, reason: "enough" });
    expect(
      await value("async () => { await null; return (await Promise.all([1, 2])).length }"),
    ).toBe(2);
    expect(
      await value("const f = eval(sample.code); f(20)", {
        input: { sample: { code: "(n) => n + 1" } },
      }),
    ).toBe(21);
    expect(await value("undefined")).toBeNull();
    expect((await run("console.log('so', { far: 1 }); 5")).stdout).toBe('so {"far":1}\n');
  });

  it("gives the same random numbers in every run", async () => {
    expect(await value("[Math.random(), Math.random()]")).toEqual(
      await value("[Math.random(), Math.random()]"),
    );
  });

  it("leaves nothing behind for the next run", async () => {
    await run(
      "globalThis.left = 1; Object.prototype.left = 1; Array.prototype.push = null; " +
        "JSON.parse = null",
    );
    expect(await value("[typeof left, ({}).left ?? null, [].push(1), JSON.parse('2')]")).toEqual([
      "undefined",
      null,
      1,
      2,
    ]);
  });

  it("says what is wrong with code, and in which line", async () => {
    expect(await run("let x;\nx = ;")).toMatchObject({
      value: null,
      error: { kind: "syntax", line: 2 },
    });
    expect(await run("1;\nthrow new TypeError('no number')")).toMatchObject({
      error: { kind: "runtime", message: "TypeError: no number", line: 2 },
    });
    expect(await run("throw null")).toMatchObject({ error: { kind: "runtime" } });
    expect(await run("Promise.reject(new Error('late'))")).toMatchObject({
      error: { kind: "runtime", message: "late" },
    });
    expect(await run("new Promise(() => {})")).toMatchObject({
      error: { kind: "runtime", message: expect.stringContaining("nothing settles") as string },
    });
    expect(await run("10n")).toMatchObject({
      error: { kind: "runtime", message: expect.stringContaining("BigInt") as string },
    });
    expect((await run("throw 1", { parseOnly: true })).error).toBeNull();
    expect((await run("(", { parseOnly: true })).error).toMatchObject({ kind: "syntax" });
  });

  it("has no network, no files, no modules, no process, no environment, no timers", async () => {
    const names = [
      "require",
      "process",
      "fetch",
      "XMLHttpRequest",
      "WebSocket",
      "Worker",
      "WebAssembly",
      "Deno",
      "Bun",
      "std",
      "os",
      "module",
      "Buffer",
      "setTimeout",
      "setInterval",
      "performance",
      "navigator",
      "globalThis.global",
      "read",
      "load",
      "print",
      "scriptArgs",
    ];
    expect(
      await value(
        `[${names.map((name) => `typeof ${name}`).join()}].filter((type) => type !== "undefined")`,
      ),
    ).toEqual([]);
    for (const name of [
      "fs",
      "node:fs",
      "os",
      "std",
      "http",
      "./code.js",
      "file:///etc/passwd",
      "https://example.org/x.js",
    ])
      expect((await run(`import(${JSON.stringify(name)})`)).error?.kind).toBe("runtime");
    expect((await run("import fs from 'fs'")).error?.kind).toBe("syntax");
  });

  it("reaches no global of the host by any constructor", async () => {
    process.env["DATAWRIGHT_SANDBOX_SECRET"] = "a secret";
    try {
      for (const code of [
        "this.constructor.constructor('return process')()",
        "(() => {}).constructor('return process.env')()",
        "(async () => {}).constructor('return process')()",
        "(function* () {}).constructor('return require')()().next().value",
        "sample.constructor.constructor('return process')()",
        "console.log.constructor('return process')()",
        "Error.prepareStackTrace = (error, stack) => stack[0].getThis(); new " +
          "Error().stack.process.env",
        "Reflect.construct(Function, ['return process'])()",
        "[].filter.constructor('return process.mainModule')()",
        "eval('process')",
        "new Proxy({}, {}).constructor.constructor('return process')()",
      ])
        expect(JSON.stringify((await run(code, { input: { sample: {} } })).value)).toBe("null");
      const everything = await value(
        "const seen = new Set(), found = []; const walk = (object, depth) => { if (object " +
          "=== null || (typeof object !== 'object' && typeof object !== 'function') || " +
          "seen.has(object) || depth > 6) return; seen.add(object); for (const key of " +
          "Reflect.ownKeys(object)) { found.push(String(key)); try { walk(object[key], depth " +
          "+ 1) } catch {} } }; walk(globalThis, 0); found",
      );
      expect(JSON.stringify(everything)).not.toMatch(
        /secret|DATAWRIGHT|mainModule|binding|childProcess/iu,
      );
    } finally {
      delete process.env["DATAWRIGHT_SANDBOX_SECRET"];
    }
  });

  it("hands nothing back that could change the host", async () => {
    expect(await run(`JSON.parse('{"__proto__":{"polluted":1}}')`)).toMatchObject({
      value: null,
      error: { kind: "output", message: expect.stringContaining("__proto__") as string },
    });
    expect(await run(`[[{ a: { ["__proto__"]: 1 } }]]`)).toMatchObject({
      value: null,
      error: { kind: "output" },
    });
    expect(
      await value("({ toJSON: () => ({ constructor: { prototype: { polluted: 1 } } }) })"),
    ).toEqual({ constructor: { prototype: { polluted: 1 } } });
    expect(
      await value("JSON.stringify = () => 'no JSON'; String.prototype.toJSON = 1; ({ a: 1 })"),
    ).toEqual({ a: 1 });
    expect(
      await run("let nested = 1; for (let i = 0; i < 500; i++) nested = [nested]; nested"),
    ).toMatchObject({
      error: { kind: "output", message: expect.stringContaining("levels") as string },
    });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it("ends endless loops, of jobs, of getters and of built-in functions too", async () => {
    const limits = { timeoutSeconds: 0.15 };
    for (const code of [
      "while (true) {}",
      "try { while (true) {} } finally { while (true) {} }",
      "const again = () => Promise.resolve().then(again); again()",
      "({ get a() { for (;;); } })",
      "throw { toString() { for (;;); } }",
      "/(a+)+$/.test('a'.repeat(40) + 'b')",
      "({ toJSON() { for (;;); } })",
      "Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)",
    ])
      expect(await run(code, limits)).toMatchObject({
        value: null,
        timedOut: true,
        error: { kind: "timeout" },
      });
    expect(await value("1 + 1")).toBe(2);
  });

  it("keeps the event loop free while code runs", async () => {
    let isOver = false;
    const running = run("while (true) {}", { timeoutSeconds: 0.2 }).then(() => {
      isOver = true;
    });
    let turns = 0;
    while (!isOver) {
      await new Promise((resolve) => setImmediate(resolve));
      turns += 1;
    }
    await running;
    expect(turns).toBeGreaterThan(100);
  });

  it("bounds memory, however it is taken", async () => {
    for (const code of [
      "const all = []; while (true) all.push(new Array(1000).fill(7))",
      "const all = []; while (true) all.push({ x: 1 })",
      "const all = []; while (true) all.push('abc'.repeat(100000) + all.length)",
      "new ArrayBuffer(1e9)",
      "new Map(Array.from({ length: 1e8 }, (_, i) => [i, i]))",
    ]) {
      expect(await run(code, { memoryMegabytes: 16, timeoutSeconds: 20 })).toMatchObject({
        value: null,
        memoryExceeded: true,
        error: { kind: "memory" },
      });
    }
    expect(await value("new Array(100000).fill(1).length", { memoryMegabytes: 16 })).toBe(100_000);
  });

  it("outlives deep recursion, of functions, of the parser and of JSON", async () => {
    for (const code of [
      "const f = () => f(); f()",
      "const f = () => [1].map(f); f()",
      "eval('('.repeat(1e5))",
      "eval('`${'.repeat(1e5))",
      "new RegExp('(?:'.repeat(1e5) + ')'.repeat(1e5))",
      "JSON.parse('['.repeat(1e6))",
      "const o = { toString() { return '' + o } }; '' + o",
    ]) {
      expect(await run(code, { timeoutSeconds: 20 })).toMatchObject({
        value: null,
        error: { kind: "runtime" },
      });
    }
  });

  it("bounds what comes out", async () => {
    expect(await run("'x'.repeat(1000)", { outputCharacters: 500 })).toMatchObject({
      value: null,
      error: { kind: "output", message: expect.stringContaining("500") as string },
    });
    const printed = await run("for (let i = 0; i < 1000; i++) console.log('line ' + i); 1", {
      outputCharacters: 100,
    });
    expect(printed).toMatchObject({ value: 1, truncated: true, error: null });
    expect(printed.stdout).toHaveLength(100);
  });

  it("refuses limits and input names that it cannot keep", async () => {
    await expect(run("1", { timeoutSeconds: 0 })).rejects.toMatchObject({
      code: "SHAPE",
      message: expect.stringContaining("timeoutSeconds") as string,
    });
    await expect(run("1", { memoryMegabytes: 1.5 })).rejects.toMatchObject({ code: "SHAPE" });
    await expect(run("1", { input: { "a-b": 1 } })).rejects.toMatchObject({
      code: "SHAPE",
      message: expect.stringContaining("a-b") as string,
    });
    await expect(
      run("1", { input: JSON.parse('{"__proto__":1}') as Record<string, number> }),
    ).rejects.toMatchObject({ code: "SHAPE" });
  });

  it("is stopped by a signal", async () => {
    const controller = new AbortController();
    const running = run("while (true) {}", { timeoutSeconds: 60, signal: controller.signal });
    setImmediate(() => controller.abort());
    await expect(running).rejects.toMatchObject({ code: "INTERRUPTED" });
    await expect(run("1", { signal: controller.signal })).rejects.toMatchObject({
      code: "INTERRUPTED",
    });
  });

  it("does many checks at once", async () => {
    const results = await Promise.all(
      Array.from({ length: 60 }, (_, index) => run("sample * 2", { input: { sample: index } })),
    );
    expect(results.map((result) => result.value)).toEqual(results.map((_, index) => index * 2));
  });
});
