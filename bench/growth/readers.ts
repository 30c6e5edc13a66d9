import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Tells on its fourth stream what a process took of the processor until its first word, and in all. */
const METER = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from "node:fs";
  const begun = performance.now();
  const cpu = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
  let first = null;
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write;
    stream.write = function (...input) {
      first ??= { cpu: cpu(), wall: performance.now() - begun };
      return write.apply(this, input);
    };
  }
  process.on("exit", () => {
    const peak = process.resourceUsage().maxRSS / 1024;
    writeSync(3, JSON.stringify({ first, cpu: cpu(), peak }));
  });
`)}`;

interface Taken {
  readonly first: { readonly cpu: number; readonly wall: number } | null;
  readonly cpu: number;
  readonly peak: number;
}

const PAGES = [
  "/api/runs",
  "/api/runs/run",
  "/api/runs/run/graph",
  "/api/runs/run/samples",
  "/api/runs/run/samples/facets",
  "/api/runs/run/samples?status=accepted&sort=accepted",
  "/api/runs/run/spans",
  "/api/runs/run/spans/facets",
  "/api/runs/run/spans?agent=critic",
];

/** What looking into a stored run takes, by commands and by pages: the first word, and all. */
export async function measureReaders(main: string, workspace: string): Promise<void> {
  const out = join(tmpdir(), `datawright-growth-${process.pid}.jsonl`);
  const commands = [
    ["runs"],
    ["samples", "run", "--limit", "20"],
    ["samples", "run", "--status", "accepted", "--offset", "100000", "--limit", "20"],
    ["trace", "run"],
    ["trace", "run", "--slow", "--limit", "20"],
    ["trace", "run", "--agent", "critic"],
    ["export", "run", "--format", "jsonl", "--out", out, "--force"],
  ];
  try {
    for (const command of commands) {
      const { first, cpu, peak } = await taken([main, ...command, "--workspace", workspace]);
      const begin =
        first === null
          ? "nothing was said"
          : `first answer after ${first.cpu.toFixed(0)} ms of the processor (${first.wall.toFixed(0)} by the clock)`;
      const name = command.filter((word) => word !== out).join(" ");
      console.log(
        `growth: ${name.padEnd(50)} ${begin}, all after ${(cpu / 1000).toFixed(1)} s, ${peak.toFixed(0)} MiB at the peak`,
      );
    }
  } finally {
    rmSync(out, { force: true });
  }
  await pages(main, workspace);
}

function taken(words: readonly string[]): Promise<Taken> {
  const child = spawn(process.execPath, ["--import", METER, ...words], {
    stdio: ["ignore", "ignore", "inherit", "pipe"],
  });
  let text = "";
  (child.stdio[3] as NodeJS.ReadableStream).on("data", (part: Buffer) => (text += String(part)));
  return new Promise((resolve, reject) => {
    child.once("close", (code) => {
      if (code === 0) resolve(JSON.parse(text) as Taken);
      else reject(new Error(`${words.join(" ")} ended with ${String(code)}`));
    });
  });
}

async function pages(main: string, workspace: string): Promise<void> {
  const child = spawn(process.execPath, [main, "studio", "--no-open", "--workspace", workspace], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  try {
    const address = await addressOf(child);
    const { origin, searchParams } = new URL(address);
    const authorization = `Bearer ${searchParams.get("token") ?? ""}`;
    for (const page of PAGES) {
      const [cpu, started] = [processorOf(child), performance.now()];
      const answer = await fetch(`${origin}${page}`, { headers: { authorization } });
      const { length } = await answer.text();
      console.log(
        `growth: GET ${page.padEnd(52)} ${answer.status} after ${processorOf(child) - cpu} ms of the processor ` +
          `(${(performance.now() - started).toFixed(0)} by the clock), ${length} characters, ` +
          `${peakOf(child).toFixed(0)} MiB at the peak`,
      );
    }
  } finally {
    child.kill();
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  let text = "";
  return new Promise((resolve, reject) => {
    child.once("exit", () => reject(new Error("the studio has ended")));
    child.stdout!.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      const [address] = /http:\/\/\S+/u.exec(text) ?? [];
      if (address !== undefined) resolve(address);
    });
  });
}

/** Milliseconds of the processor that a process has had, as Linux tells them: in steps of ten. */
function processorOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function peakOf({ pid }: ChildProcess): number {
  const [, kilobytes] = /VmHWM:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, "utf8"))!;
  return Number(kilobytes) / 1024;
}
