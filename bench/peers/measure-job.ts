import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Random } from "../../base/statistics/random.js";
import { CountingServer } from "../../test/helpers/counting-server.js";
import { ticketSpec } from "../../test/helpers/ticket-run.js";
import type { Contender } from "./contenders.js";

export interface Job {
  readonly contender: Contender;
  readonly folder: string;
  readonly rows: number;
  readonly inFlight: number;
  /** Milliseconds of an answer. */
  readonly latency: number;
  /** Share of requests that are refused with 429. */
  readonly refused?: number;
  /** Share of the answers after which the process is killed and begun again. */
  readonly killedAt?: number;
}

export interface JobMeasured {
  readonly rowsPerSecond: number;
  /** Of user and system, of all processes, a row. */
  readonly cpuMilliseconds: number;
  readonly peakMebibytes: number;
  /** Requests beyond one a row. */
  readonly wasted: number;
  /** Rows that are not in the output. */
  readonly lost: number;
  /** Requests that had been answered and were sent again. */
  readonly repeated: number;
}

/** The task for a contender that wants one. */
const SPEC = ticketSpec({ critique: { criteria: ["format", "no-copy", "novel"] }, review: "none" });
const LOOK_MILLISECONDS = 50;
/** A job that takes longer hangs. */
const LONGEST_SECONDS = 300;

/** Does a job in a process of its own against a server in this one. */
export async function measureJob(job: Job): Promise<JobMeasured> {
  const { rows, latency, refused = 0, killedAt } = job;
  const random = new Random("peers");
  const counting = await CountingServer.start(() =>
    random.next() < refused ? { kind: "rate-limit" } : { kind: "slow", milliseconds: latency },
  );
  writeFileSync(join(job.folder, "spec.json"), JSON.stringify(SPEC));
  const usage = new ProcessUsage();
  const started = performance.now();
  try {
    if (killedAt !== undefined) {
      const child = begin(job, counting.server.url, usage);
      while (counting.paid < killedAt * rows && child.exitCode === null)
        await new Promise((resolve) => setTimeout(resolve, 5));
      usage.kill(child);
      await closed(child);
    }
    await closed(begin(job, counting.server.url, usage));
    const seconds = (performance.now() - started) / 1000;
    const made = writtenRows(job.folder);
    return {
      rowsPerSecond: made / seconds,
      cpuMilliseconds: usage.milliseconds / Math.max(1, made),
      peakMebibytes: usage.peak / 1024,
      wasted: counting.server.count - rows,
      lost: Math.max(0, rows - made),
      repeated: counting.askedAgain,
    };
  } finally {
    usage.end();
    await counting.server.stop();
  }
}

function begin(
  { contender, folder, rows, inFlight }: Job,
  url: string,
  usage: ProcessUsage,
): ChildProcess {
  const [command, ...args] = contender.command;
  const child = spawn(command, [...args, JSON.stringify({ url, folder, rows, inFlight })], {
    stdio: ["ignore", "ignore", "inherit"],
    // A group of its own, so that what it started can be ended with it.
    detached: true,
    env: { ...process.env, OPENAI_API_KEY: "none", NODE_OPTIONS: "" },
  });
  usage.follow(child);
  return child;
}

function closed(child: ChildProcess): Promise<void> {
  const late = setTimeout(() => process.kill(-child.pid!, "SIGKILL"), LONGEST_SECONDS * 1000);
  return new Promise((resolve) =>
    child.once("close", () => {
      clearTimeout(late);
      resolve();
    }),
  );
}

/** Lines of rows.jsonl, where every contender puts its rows. */
function writtenRows(folder: string): number {
  const path = join(folder, "rows.jsonl");
  if (!existsSync(path)) return 0;
  return new Set(readFileSync(path, "utf8").split("\n").filter(Boolean)).size;
}

/** Processor time and memory of process groups, looked at now and again. */
class ProcessUsage {
  readonly #groups = new Set<number>();
  readonly #ticks = new Map<number, number>();
  readonly #timer = setInterval(() => this.#look(), LOOK_MILLISECONDS);
  /** KiB of all processes together, at most. */
  peak = 0;

  get milliseconds(): number {
    return [...this.#ticks.values()].reduce((sum, ticks) => sum + 10 * ticks, 0);
  }
  follow(child: ChildProcess): void {
    if (child.pid !== undefined) this.#groups.add(child.pid);
  }
  kill(child: ChildProcess): void {
    this.#look();
    if (child.exitCode === null) process.kill(-child.pid!, "SIGKILL");
  }
  end(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    let resident = 0;
    for (const name of readdirSync("/proc")) {
      if (!/^\d+$/u.test(name)) continue;
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        if (!this.#groups.has(Number(fields[2]))) continue;
        this.#ticks.set(Number(name), Number(fields[11]) + Number(fields[12]));
        resident += Number(fields[21]) * 4;
      } catch {
        // It ended meanwhile.
      }
    }
    this.peak = Math.max(this.peak, resident);
  }
}
