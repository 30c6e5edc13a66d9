import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { DatawrightError } from "../../../base/errors.js";
import { onAbort } from "../../models/middleware/on-abort.js";

export interface LimitedProcessOptions {
  readonly stdin: string;
  readonly milliseconds: number;
  /** Most characters kept of each stream; what comes after is read and thrown away. */
  readonly outputCharacters: number;
  readonly signal?: AbortSignal | undefined;
}

/** Text of a stream, and whether it was cut. */
interface StreamText {
  readonly text: string;
  readonly cut: boolean;
}

export interface ProcessOutcome {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
  readonly stdout: StreamText;
  readonly stderr: StreamText;
  /** What came over file descriptor 3. */
  readonly channel: StreamText;
}

/** The kernel holds the superuser to no number of processes: there the program runs as nobody. */
const NOBODY = 65534;
const asNobody = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/**
 * Runs a program to its end, or kills it at the limit; never as the superuser.
 * @throws INTERRUPTED; INTERNAL if it cannot be started
 */
export async function runLimitedProcess(
  path: string,
  args: readonly string[],
  { stdin, milliseconds, outputCharacters, signal }: LimitedProcessOptions,
): Promise<ProcessOutcome> {
  const interrupted = (): DatawrightError =>
    new DatawrightError({ code: "INTERRUPTED", message: "a check was stopped before it ended" });
  if (signal?.aborted) throw interrupted();
  const child = spawn(path, args, {
    ...asNobody,
    env: {},
    cwd: "/",
    detached: true,
    stdio: ["pipe", "pipe", "pipe", "pipe"],
  });
  const [input, ...outputs] = child.stdio;
  // The whole group: a boundary that is killed while it is set up may leave a half-made process
  // behind, which would wait for ever.
  const kill = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    } catch {
      child.kill("SIGKILL");
    }
  };
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    kill();
  }, milliseconds);
  const leave = onAbort(signal, kill);
  const texts = outputs.map((stream) => readText(stream as Readable, outputCharacters));
  input!.on("error", () => {}); // code that does not read its input closes it
  (input as NodeJS.WritableStream).end(stdin);
  try {
    const [exitCode, endedBy] = await new Promise<[number | null, string | null]>(
      (resolve, reject) => {
        child.on("error", (cause) =>
          reject(
            new DatawrightError({
              code: "INTERNAL",
              message: `a boundary for code could not be started: ${cause.message}`,
              cause,
            }),
          ),
        );
        child.on("exit", (code, by) => resolve([code, by]));
      },
    );
    if (timedOut || signal?.aborted) for (const stream of outputs) stream?.destroy();
    if (signal?.aborted) throw interrupted();
    const [stdout, stderr, channel] = await Promise.all(texts);
    return {
      exitCode,
      signal: endedBy,
      timedOut,
      stdout: stdout!,
      stderr: stderr!,
      channel: channel!,
    };
  } finally {
    clearTimeout(timer);
    leave();
  }
}

async function readText(stream: Readable, most: number): Promise<StreamText> {
  let text = "";
  let cut = false;
  stream.setEncoding("utf8");
  try {
    for await (const chunk of stream) {
      if (cut) continue;
      text += chunk as string;
      cut = text.length > most;
      if (cut) text = text.slice(0, most);
    }
  } catch {
    cut = true; // the stream broke with its process
  }
  return { text, cut };
}
