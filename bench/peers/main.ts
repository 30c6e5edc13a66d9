import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CONTENDERS, type Contender } from "./contenders.js";
import { measureJob, type JobMeasured } from "./measure-job.js";

/*
 * npm run bench -- peers     PEERS_ROWS=1000
 *
 * The same job, a text for each of so many rows, on the same local server of OpenAI's protocol: plain,
 * under refusals of every fifth request, and killed in the middle and begun again. Contenders that
 * are not installed are named and left out: PEERS_PYTHON is the Python that has them.
 */
const ROWS = Number(process.env["PEERS_ROWS"] ?? 1000);
const IN_FLIGHT = 50;
const LATENCY_MILLISECONDS = 50;

const figures = (measured: JobMeasured | null): string[] =>
  measured === null
    ? ["-", "-", "-", "-", "-"]
    : [
        measured.rowsPerSecond.toFixed(0),
        measured.cpuMilliseconds.toFixed(1),
        measured.peakMebibytes.toFixed(0),
        String(measured.wasted),
        String(measured.lost),
      ];

async function play(contender: Contender): Promise<readonly string[]> {
  const job = { contender, rows: ROWS, inFlight: IN_FLIGHT, latency: LATENCY_MILLISECONDS };
  const within = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
    const folder = mkdtempSync(join(tmpdir(), "datawright-peers-"));
    try {
      return await work(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  };
  const plain = await within((folder) => measureJob({ ...job, folder }));
  const storm = await within((folder) => measureJob({ ...job, folder, refused: 0.2 }));
  const killed = await within((folder) => measureJob({ ...job, folder, killedAt: 0.5 }));
  return [
    ...figures(plain),
    storm.rowsPerSecond.toFixed(0),
    String(storm.wasted),
    String(storm.lost),
    String(killed.repeated),
    String(killed.lost),
  ];
}

export async function run(): Promise<void> {
  const ideal = (1000 * IN_FLIGHT) / LATENCY_MILLISECONDS;
  process.stdout.write(
    `${ROWS} rows, ${IN_FLIGHT} in flight, ${LATENCY_MILLISECONDS} ms: ${ideal} rows/s at most\n`,
  );
  const head = ["", "rows/s", "CPU ms", "MiB", "wasted", "lost", "429: rows/s", "wasted", "lost"];
  const lines = [[...head, "kill: repeated", "lost"]];
  for (const contender of CONTENDERS) {
    const version = contender.version();
    if (version === null) {
      process.stdout.write(`${contender.name} is not installed here: left out\n`);
      continue;
    }
    lines.push([`${contender.name} ${version}`, ...(await play(contender))]);
  }
  const widths = lines[0]!.map((_, column) =>
    Math.max(...lines.map((line) => line[column]!.length)),
  );
  for (const line of lines)
    process.stdout.write(`${line.map((cell, at) => cell.padEnd(widths[at]!)).join("  ")}\n`);
  const { stdout } = spawnSync(process.execPath, ["--version"], { encoding: "utf8" });
  process.stdout.write(`Node ${stdout.trim()}\n`);
}
