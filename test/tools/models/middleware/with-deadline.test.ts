import { onAbort } from "../../../../tools/models/middleware/on-abort.js";
import { withDeadline } from "../../../../tools/models/middleware/with-deadline.js";
import { ManualClock } from "../../../helpers/manual-clock.js";
import { getEventListeners, once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { Worker } from "node:worker_threads";

const answered = new Int32Array(new SharedArrayBuffer(4));

/** Does nothing else until the answer is there, and for that many milliseconds at least. */
function heldUp(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  Atomics.wait(answered, 0, 0, 10_000);
  while (performance.now() < until);
}
const never = (): Promise<never> => new Promise(() => undefined);

describe("withDeadline", () => {
  it("gives the result, or the task's own error", async () => {
    expect(await withDeadline(() => Promise.resolve(1), { seconds: 1, name: "m" })).toBe(1);
    await expect(
      withDeadline(() => Promise.reject(new TypeError("no")), { seconds: 1, name: "m" }),
    ).rejects.toThrow("no");
  });

  it("rejects at the deadline even if the task does not listen, and tells the task", async () => {
    const clock = new ManualClock();
    let given: AbortSignal | undefined;
    const call = withDeadline(
      (signal) => {
        given = signal;
        return never();
      },
      { seconds: 5, name: "the model", clock },
    );
    const outcome = expect(call).rejects.toMatchObject({
      code: "MODEL_TIMEOUT",
      message: "the model did not answer within 5 seconds",
    });
    await clock.advance(5000);
    await outcome;
    expect(given?.aborted).toBe(true);
  });

  it("takes an answer that came in time while this process was held up", async () => {
    // A server in a thread of its own: it answers while nothing runs here.
    const server = new Worker(
      `const { parentPort, workerData } = require("node:worker_threads");
       const server = require("node:http").createServer((_, response) => {
         response.end("in time");
         response.on("close", () => {
           Atomics.store(workerData, 0, 1);
           Atomics.notify(workerData, 0);
         });
       });
       server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));`,
      { eval: true, workerData: answered },
    );
    const [port] = (await once(server, "message")) as [number];
    const seconds = 0.2;
    const call = withDeadline(
      async () => {
        const sent = get({ port, host: "127.0.0.1", agent: false });
        await once(sent, "finish");
        const answer = once(sent, "response") as Promise<[IncomingMessage]>;
        heldUp(1000 * seconds + 100);
        const [message] = await answer;
        return (await message.setEncoding("utf8").toArray()).join("");
      },
      { seconds, name: "m" },
    );
    expect(await call).toBe("in time");
    await server.terminate();
  });

  it("rejects when the caller aborts, before or during the call", async () => {
    const controller = new AbortController();
    const call = withDeadline(never, {
      seconds: 60,
      signal: controller.signal,
      name: "m",
      clock: new ManualClock(),
    });
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: "MODEL_ABORTED" });
    await expect(
      withDeadline(() => Promise.resolve(1), { seconds: 60, signal: controller.signal, name: "m" }),
    ).rejects.toMatchObject({ code: "MODEL_ABORTED" });
  });
});

describe("onAbort", () => {
  it("puts one listener on a signal, however many wait for it", () => {
    const controller = new AbortController();
    const called: number[] = [];
    const leave = Array.from({ length: 100 }, (_, index) =>
      onAbort(controller.signal, () => called.push(index)),
    );
    leave[3]?.();
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
    controller.abort();
    expect(called).toEqual(
      Array.from({ length: 100 }, (_, index) => index).filter((index) => index !== 3),
    );
    onAbort(controller.signal, () => called.push(1000));
    expect(called.at(-1)).toBe(1000);
  });
});
