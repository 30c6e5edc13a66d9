import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface ServerProcess {
  readonly url: string;
  /** Requests so far, in flight now, and most in flight at a time. */
  counts(): Promise<{ count: number; inFlight: number; mostInFlight: number }>;
  stop(): Promise<void>;
}

/**
 * Starts the tests' OpenAI server in a process of its own, so that its work is not counted as ours.
 */
export async function startServerProcess(
  options: {
    readonly latencyMilliseconds?: number;
    readonly dimension?: number;
    readonly answers?: string;
  } = {},
): Promise<ServerProcess> {
  const script = fileURLToPath(
    new URL("../test/helpers/openai-server-process.ts", import.meta.url),
  );
  const child = spawn(
    process.execPath,
    [
      "--import",
      "tsx",
      script,
      "--latency",
      String(options.latencyMilliseconds ?? 0),
      "--dimension",
      String(options.dimension ?? 64),
      ...(options.answers === undefined ? [] : ["--answers", options.answers]),
    ],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async <T>(): Promise<T> => {
    const line = await lines.next();
    if (line.done) throw new Error("the server process ended");
    return JSON.parse(line.value) as T;
  };
  const { url } = await next<{ url: string }>();
  return {
    url,
    counts: () => {
      child.stdin.write("\n");
      return next();
    },
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.stdin.end();
      }),
  };
}
