import { AsyncLocalStorage, executionAsyncResource } from "node:async_hooks";
import { join } from "node:path";
import type { TraceStore } from "../../memory/contract.js";
import { openRunDatabase, type SqliteRunDatabase } from "../../memory/sqlite/open-run-database.js";
import { DatabaseTraceStore } from "../../memory/trace-store.js";
import { Tracer } from "../../memory/tracer.js";
import { DatawrightError } from "../../base/errors.js";
import { temporaryFolder } from "./temporary-folder.js";

describe("Tracer", () => {
  let database: SqliteRunDatabase;
  let store: DatabaseTraceStore;
  let tracer: Tracer;
  beforeEach(() => {
    database = openRunDatabase(join(temporaryFolder(), "run.db"));
    store = new DatabaseTraceStore(database);
    let clock = 1000;
    tracer = new Tracer({ runId: "run", store, now: () => clock++ });
  });
  afterEach(() => database.close());

  it("nests steps by context and hands the agent and the samples down to the calls inside", async () => {
    const answer = await tracer.span(
      { name: "generator", operation: "invoke_agent", agent: "generator", sampleIds: ["s1"] },
      async (outer) => {
        expect(tracer.current()?.id).toBe(outer.id);
        return await tracer.span(
          { name: "chat", operation: "chat", attributes: { "gen_ai.request.model": "m" } },
          async (inner) => {
            inner.set({ "gen_ai.usage.input_tokens": 5 });
            return inner.agent;
          },
        );
      },
    );
    expect(answer).toBe("generator");
    expect(tracer.current()).toBeUndefined();
    const [outer, inner] = await store.spans();
    expect(outer).toMatchObject({
      name: "generator",
      parentId: null,
      agent: "generator",
      startedAt: 1000,
      durationMs: 3,
      status: "ok",
    });
    expect(inner).toMatchObject({
      name: "chat",
      parentId: outer?.id,
      agent: "generator",
      sampleIds: ["s1"],
      attributes: {
        "gen_ai.request.model": "m",
        "gen_ai.usage.input_tokens": 5,
        "gen_ai.operation.name": "chat",
      },
    });
  });

  it("numbers steps so that an index of them grows at its end, each another number", async () => {
    const ids: string[] = [];
    for (let step = 0; step < 3000; step++)
      await tracer.span({ name: "chat", operation: "chat" }, async ({ id }) => void ids.push(id));
    expect(ids.every((id) => /^[0-9a-f]{16}$/u.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(ids.toSorted());
  });

  it("finds from a sample every step that touched it", async () => {
    await tracer.span({ name: "one", operation: "chat" }, async (span) =>
      span.touch(["s1", "s2", "s1"]),
    );
    await tracer.span({ name: "two", operation: "chat", sampleIds: ["s2"] }, async () => undefined);
    expect((await store.spans({ sample: "s1" })).map((span) => span.name)).toEqual(["one"]);
    expect((await store.spans({ sample: "s2" })).map((span) => span.name)).toEqual(["one", "two"]);
    expect((await store.spans({ sample: "s2" }))[0]?.sampleIds).toEqual(["s1", "s2"]);
  });

  it("records an error with its code and passes it on", async () => {
    const error = new DatawrightError({ code: "MODEL_TIMEOUT", message: "no answer within 120 s" });
    await expect(
      tracer.span({ name: "chat", operation: "chat" }, async () => {
        throw error;
      }),
    ).rejects.toBe(error);
    await expect(
      tracer.span({ name: "other", operation: "chat" }, async () => {
        throw new TypeError("broken");
      }),
    ).rejects.toMatchObject({ name: "TypeError" });
    expect(
      (await store.spans()).map((span) => [
        span.status,
        span.errorCode,
        span.attributes["error.message"],
      ]),
    ).toEqual([
      ["error", "MODEL_TIMEOUT", "no answer within 120 s"],
      ["error", "TypeError", "broken"],
    ]);
  });

  it("does not call it an error when a graph stops for a person", async () => {
    const interrupt = Object.assign(new Error("interrupt"), { is_bubble_up: true });
    await expect(
      tracer.span({ name: "review", operation: "invoke_agent" }, async () => {
        throw interrupt;
      }),
    ).rejects.toBe(interrupt);
    expect(await store.spans()).toMatchObject([
      { status: "ok", errorCode: null, attributes: { "datawright.interrupted": true } },
    ]);
  });

  it("knows its own step inside of other runs' steps, which add nothing to what is awaited", async () => {
    const carried = (): number => Object.getOwnPropertySymbols(executionAsyncResource()).length;
    const tracers = Array.from({ length: 8 }, () => new Tracer({ runId: "run", store }));
    const nest = async ([first, ...rest]: readonly Tracer[]): Promise<number> => {
      if (first === undefined) {
        await Promise.resolve();
        return carried();
      }
      return await first.span({ name: "step", operation: "chat" }, async (own) => {
        const inside = await nest(rest);
        expect(first.current()).toBe(own);
        rest[0]?.run(own, () => expect(first.current()).toBe(own));
        first.run(undefined, () => expect(first.current()).toBeUndefined());
        expect(rest.map((other) => other.current())).toEqual(rest.map(() => undefined));
        return inside;
      });
    };
    const one = await nest([tracer]);
    expect(await nest(tracers)).toBe(one);
  });

  it("keeps parallel steps apart and can enter a step's context from outside of it", async () => {
    const outside = AsyncLocalStorage.snapshot();
    await tracer.span(
      { name: "outer", operation: "invoke_agent", agent: "critic" },
      async (outer) => {
        await Promise.all(
          ["a", "b", "c"].map((name) =>
            tracer.span({ name, operation: "chat", sampleIds: [name] }, async (span) => {
              await Promise.resolve();
              expect(tracer.current()).toBe(span);
            }),
          ),
        );
        await outside(async () => {
          expect(tracer.current()).toBeUndefined();
          await tracer.run(
            outer,
            async () =>
              await tracer.span({ name: "moved", operation: "chat" }, async () => undefined),
          );
          await tracer.span(
            { name: "named", operation: "chat", parent: outer.id, id: "derived" },
            async () => undefined,
          );
        });
      },
    );
    const spans = await store.spans();
    const outer = spans.find((span) => span.name === "outer");
    expect(
      spans
        .filter((span) => span.parentId === outer?.id)
        .map((span) => span.name)
        .sort(),
    ).toEqual(["a", "b", "c", "moved", "named"]);
    expect(spans.find((span) => span.name === "moved")?.agent).toBe("critic");
    expect(spans.find((span) => span.name === "named")?.id).toBe("derived");
  });

  it("goes on when the store throws, and when a listener does", async () => {
    const broken = {
      record: () => {
        throw new Error("no");
      },
    } as unknown as TraceStore;
    await expect(
      new Tracer({ runId: "run", store: broken }).span(
        { name: "x", operation: "chat" },
        async () => 1,
      ),
    ).resolves.toBe(1);
    const seen: string[] = [];
    const listened = new Tracer({
      runId: "run",
      store,
      onSpan: (span) => {
        seen.push(span.name);
        throw new Error("no");
      },
    });
    await expect(listened.span({ name: "y", operation: "chat" }, async () => 2)).resolves.toBe(2);
    expect(seen).toEqual(["y"]);
  });
});
