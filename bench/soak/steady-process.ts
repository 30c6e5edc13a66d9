import { spawn } from "node:child_process";
import { join } from "node:path";
import { quantile } from "../../base/statistics/mean.js";
import { hash32, sha256Hex } from "../../base/statistics/hash.js";
import { CountingServer } from "../../test/helpers/counting-server.js";
import { ticketSpec } from "../../test/helpers/ticket-run.js";

interface Moment {
  readonly heap: number;
  readonly resources: Readonly<Record<string, number>>;
}

/** Growth of the heap from the second quarter of the runs to the last that is none. */
const MOST_GROWTH = 1.1;

/** Many runs in one process, with failing requests: whether its heap or what it holds open grows. */
export async function steadyProcess(
  runs: number,
  seed: string,
): Promise<{ readonly isSteady: boolean; readonly words: string }> {
  const counting = await CountingServer.start(({ body }, tries) =>
    tries === 1 && hash32(sha256Hex(seed + JSON.stringify(body))) % 10 === 0
      ? { kind: "close" }
      : null,
  );
  const child = spawn(
    process.execPath,
    [
      "--expose-gc",
      join(import.meta.dirname, "many-runs.mjs"),
      JSON.stringify({
        baseUrl: counting.server.url,
        runs,
        spec: ticketSpec({ target: 24, plan: { subtopics: 0, roundSize: 12 } }),
      }),
    ],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, OPENAI_API_KEY: "sk-for-a-local-server", NODE_OPTIONS: "" },
    },
  );
  let told = "";
  child.stdout.on("data", (piece: Buffer) => (told += piece.toString("utf8")));
  await new Promise((resolve) => child.on("close", resolve));
  await counting.server.stop();
  const moments = told
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Moment);
  const part = (from: number, to: number): number =>
    quantile(
      moments.slice(from * moments.length, to * moments.length).map(({ heap }) => heap),
      0.5,
    );
  const growth = part(0.75, 1) / part(0.25, 0.5);
  const [first, last] = [moments[1]!, moments.at(-1)!];
  const grown = Object.entries(last.resources).filter(
    ([name, count]) => count > (first.resources[name] ?? 0),
  );
  return {
    isSteady: moments.length === runs && growth <= MOST_GROWTH && grown.length === 0,
    words:
      `${moments.length} of ${runs} runs in one process: heap x${growth.toFixed(3)} ` +
      `(${(last.heap / 2 ** 20).toFixed(1)} MiB), held open: ` +
      (grown.length === 0
        ? "no more than after the second"
        : JSON.stringify(Object.fromEntries(grown))),
  };
}
