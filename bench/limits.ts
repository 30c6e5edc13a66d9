import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "../graphs/run/launch.js";
import { lightAgents, ticketSpec } from "../test/helpers/ticket-run.js";
import type { LimitedServer, Served } from "./limited-server.js";

const IN_FLIGHT = 64;
const LATENCY_MILLISECONDS = 150;

/** Runs a dataset against a server of its own that limits, and counts what it took and refused. */
async function served(
  limit: Partial<LimitedServer>,
  target: number,
): Promise<Served & { readonly runSeconds: number; readonly accepted: number }> {
  const child = fork(fileURLToPath(new URL("./limited-server.ts", import.meta.url)), [], {
    execArgv: ["--import", "tsx"],
  });
  const told = <T>(): Promise<T> =>
    new Promise((resolve) => child.once("message", (value) => resolve(value as T)));
  const workspace = mkdtempSync(join(tmpdir(), "datawright-bench-"));
  try {
    const ready = told<{ url: string }>();
    child.send({ latencyMilliseconds: LATENCY_MILLISECONDS, ...limit });
    const { url } = await ready;
    const started = performance.now();
    const handle = await launch(
      ticketSpec({ target, plan: { subtopics: 0, roundSize: 256 }, review: "none" }),
      {
        workspace,
        model: "openai:bench",
        baseUrl: url,
        concurrency: IN_FLIGHT,
        logLevel: null,
        agents: lightAgents,
      },
    );
    const { summary } = await handle.result;
    const runSeconds = (performance.now() - started) / 1000;
    const counts = told<Served>();
    child.send("counts");
    return { ...(await counts), runSeconds, accepted: summary.accepted };
  } finally {
    child.kill();
    rmSync(workspace, { recursive: true, force: true });
  }
}

/** Prints what share of a provider's limits a run reaches, and how much of what it sends is refused. */
export async function run(): Promise<void> {
  process.env["OPENAI_API_KEY"] ??= "none";
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const reached = (name: string, share: number, refused: number, wanted: string): void =>
    console.log(
      `limits: ${name.padEnd(44)} reached ${share.toFixed(3)}, refused ${percent(refused)} (${wanted})`,
    );
  for (const [perSecond, target] of [
    [20, 800],
    [60, 2400],
  ] as const) {
    for (const headers of [false, true]) {
      const { taken, refused, seconds } = await served({ perSecond, headers }, target);
      reached(
        `${perSecond} requests a second${headers ? ", stated in headers" : ""}`,
        taken / seconds / perSecond,
        refused / (taken + refused),
        "wanted: at least 0.95, at most 3 %",
      );
    }
  }
  for (const retryAfter of [undefined, 1]) {
    const { taken, refused, inFlight } = await served({ mostInFlight: 8, retryAfter }, 500);
    reached(
      `8 in flight${retryAfter === undefined ? "" : `, Retry-After ${retryAfter}`}`,
      inFlight / 8,
      refused / (taken + refused),
      "wanted: at least 0.9",
    );
  }
  const free = await served({}, 1500);
  const chance = await served({ atRandom: 0.02, retryAfter: 1 }, 1500);
  console.log(
    `limits: 2 % refused at random with Retry-After 1      ` +
      `${(chance.seconds / chance.taken / (free.seconds / free.taken)).toFixed(2)} times slower (wanted: at most 1.3)`,
  );
  for (const atRandom of [0.3, 0.4]) {
    const { taken, seconds } = await served({ atRandom }, 3000);
    console.log(
      `limits: ${percent(atRandom)} refused at random                         ` +
        `${((seconds / taken / (free.seconds / free.taken)) * (1 - atRandom)).toFixed(2)} times slower, ` +
        `what is refused left out (wanted: at most 3)`,
    );
  }
  const { taken, refused, seconds } = await served({ perMinute: 600 }, 800);
  reached(
    "600 requests a minute, the first at once",
    (taken / seconds) * 0.1,
    refused / (taken + refused),
    "wanted: at least 0.9, at most 10 %",
  );
}
