import { texts } from "./language/texts.js";

/**
 * Does work that a person may end: the first Ctrl-C (or SIGTERM) fires the signal that the work is
 * given and lets it end well, the second does not wait for anything.
 */
export async function untilInterrupted<T>(
  work: (signal: AbortSignal) => Promise<T>,
  stream: NodeJS.WritableStream = process.stderr,
): Promise<T> {
  const abort = new AbortController();
  const interrupt = (): void => {
    if (abort.signal.aborted) {
      stream.write(`\n${texts().work.interrupted}\n`);
      process.exit(130);
    }
    stream.write(`\n${texts().work.stopping}\n`);
    abort.abort();
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  try {
    return await work(abort.signal);
  } finally {
    process.removeListener("SIGINT", interrupt);
    process.removeListener("SIGTERM", interrupt);
  }
}
