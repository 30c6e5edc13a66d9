import type { CommonFlags } from "./flags.js";

/** Milliseconds of silence after which a person wants to know what goes on. */
const PATIENCE = 1500;

/**
 * Does work and says on standard error what goes on once it takes long: a line that counts the
 * seconds on a terminal, one plain line elsewhere, nothing with `--json`.
 */
export async function whileWorking<T>(
  what: string,
  flags: Pick<CommonFlags, "json">,
  work: () => Promise<T>,
  stream: NodeJS.WriteStream = process.stderr,
): Promise<T> {
  if (flags.json) return work();
  const started = performance.now();
  let said = false;
  const say = (): void => {
    if (stream.isTTY)
      stream.write(`\r\u001b[2K${what} … ${Math.round((performance.now() - started) / 1000)} s`);
    else if (!said) stream.write(`${what} …\n`);
    said = true;
  };
  let ticking: NodeJS.Timeout | undefined;
  const waiting = setTimeout(() => {
    say();
    ticking = setInterval(say, 1000).unref();
  }, PATIENCE).unref();
  try {
    return await work();
  } finally {
    clearTimeout(waiting);
    clearInterval(ticking);
    if (said && stream.isTTY) stream.write("\r\u001b[2K");
  }
}
