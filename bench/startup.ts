import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROUNDS = 10;
const MAIN = join(import.meta.dirname, "..", "dist", "cli", "main.js");
const TASK = join(import.meta.dirname, "..", "examples", "support-tickets", "task.yaml");

/**
 * Milliseconds from start to end that a command takes above bare Node, medians of ten, the two
 * measured by turns.
 */
export function run(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), "datawright-startup-"));
  const env = { ...process.env, DATAWRIGHT_HOME: home };
  const node = (args: readonly string[]): string =>
    execFileSync(process.execPath, args, {
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  try {
    const { runId } = JSON.parse(node([MAIN, "run", TASK, "--target", "50", "--json"])) as {
      runId: string;
    };
    const rows: readonly (readonly [name: string, args: readonly string[], goal: number])[] = [
      ["--help", [MAIN, "--help"], 260],
      ["runs", [MAIN, "runs"], 500],
      ["trace", [MAIN, "trace", runId], 500],
      ["samples", [MAIN, "samples", runId], 500],
    ];
    for (const [name, args, goal] of rows) {
      const above: number[] = [];
      for (let round = 0; round <= ROUNDS; round++) {
        const bare = timed(() => node(["-e", ""]));
        const whole = timed(() => node(args));
        if (round > 0) above.push(whole - bare); // the first round warms the file cache
      }
      process.stdout.write(
        `${name.padEnd(8)} ${median(above).toFixed(0)} ms above bare Node (goal: at most ` +
          `${goal})\n`,
      );
    }
    return Promise.resolve();
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (
    (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2
  );
}
