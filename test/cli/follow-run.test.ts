import { followRun } from "../../cli/follow-run.js";
import type { RunHandle } from "../../graphs/run/run-handle.js";
import type { RunResult } from "../../graphs/run/run-session.js";
import { DatawrightError } from "../../base/errors.js";
import { jest } from "@jest/globals";

/** A run that ended so. */
function ended(result: Promise<unknown>): RunHandle {
  return {
    id: "run",
    folder: "/runs/run",
    command: (name: string) => `datawright ${name} run`,
    on: () => () => {},
    result,
    close: () => Promise.resolve(),
  } as unknown as RunHandle;
}
const result = (status: RunResult["status"], stop: string, accepted: number): Promise<unknown> =>
  Promise.resolve({ status, summary: { stop, accepted }, error: null });

let stderr: string;
beforeEach(() => {
  stderr = "";
  jest.spyOn(process.stdout, "write").mockReturnValue(true);
  jest.spyOn(process.stderr, "write").mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
});
afterEach(() => jest.restoreAllMocks());

describe("the exit code of a run", () => {
  it.each([
    ["reached its target", "finished", "target", 5, 0],
    ["stopped short with something accepted", "finished", "no-progress", 1, 0],
    ["accepted nothing", "finished", "no-progress", 0, 1],
    ["used up its budget", "finished", "budget", 0, 3],
    ["lost its provider", "provider-down", "provider-down", 3, 4],
    ["was interrupted", "interrupted", "interrupted", 3, 130],
    ["waits for people", "waiting", "target", 0, 0],
  ] as const)("that %s", async (_what, status, stop, accepted, code) => {
    expect(await followRun(ended(result(status, stop, accepted)), { json: true })).toBe(code);
    expect(stderr.includes("datawright resume run")).toBe(code === 130 || code === 4);
  });

  it("that could not go on is that of its error, with how to go on where trying again helps", async () => {
    const error = new DatawrightError({ code: "DISK_FULL", message: "the disk is full" });
    const code = await followRun(ended(Promise.reject(error)), { json: false });
    expect(code).toBe(error.exitCode);
    expect(stderr).toContain("the disk is full");
    expect(stderr.includes("datawright resume run")).toBe(error.retryable);
  });
});
