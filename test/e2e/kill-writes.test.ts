import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openReview } from "../../graphs/commands/review-run.js";
import { launch } from "../../graphs/run/launch.js";
import { builtPackage } from "../helpers/built-package.js";
import { callCommand } from "../helpers/command-in-process.js";
import { ticketSpec } from "../helpers/ticket-run.js";
import { temporaryFolder } from "../memory/temporary-folder.js";

const { main } = builtPackage();
const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/${name}.mjs`, import.meta.url));
const preload = fileURLToPath(new URL("../helpers/kill-at-write.mjs", import.meta.url));
/** Kills of each command, spread over its writes; DATAWRIGHT_KILL_ROUNDS=1000 kills at every one. */
const KILLS = Number(process.env["DATAWRIGHT_KILL_ROUNDS"] ?? 2);

function start(args: readonly string[], at: number): SpawnSyncReturns<string> {
  const { NODE_OPTIONS: _options, NODE_V8_COVERAGE: _coverage, ...inherited } = process.env;
  return spawnSync(process.execPath, ["--import", preload, main, ...args], {
    encoding: "utf8",
    env: { ...inherited, KILL_AT_WRITE: String(at) },
  });
}

/** What people read of the run, without times, and what else lies beside it. */
function outcome(workspace: string): unknown {
  const folder = join(workspace, "runs", "run");
  const text = (name: string): string => readFileSync(join(folder, name), "utf8");
  const exported = readdirSync(workspace).filter((name) => name.startsWith("out"));
  const { summary, funnel, coverage, metrics } = JSON.parse(text("report.json")) as Record<
    string,
    unknown
  >;
  const { accepted, rejected, inReview, diversity, downstream } = summary as Record<
    string,
    unknown
  >;
  return {
    dataset: text("dataset.jsonl"),
    rejected: text("rejected.jsonl"),
    report: { accepted, rejected, inReview, diversity, downstream, funnel, coverage, metrics },
    exported: exported.map((name) => [
      name,
      readFileSync(join(workspace, name)).toString("base64"),
    ]),
    leftovers: [...readdirSync(folder), ...readdirSync(workspace)].filter((name) =>
      name.endsWith(".tmp"),
    ),
  };
}

describe("a command that is killed at one of its writes", () => {
  const base = temporaryFolder();
  const answers = join(temporaryFolder(), "answers.jsonl");

  beforeAll(async () => {
    const handle = await launch(
      ticketSpec({
        target: 16,
        plan: { subtopics: 0, roundSize: 8 },
        agents: { curator: fixture("asks-people"), evaluator: fixture("measures-nothing") },
      }),
      { workspace: base, runId: "run", logLevel: null },
    );
    await handle.result;
    const session = await openReview("run", { workspace: base, logLevel: null });
    await session.close();
    expect(session.items.length).toBeGreaterThan(0);
    writeFileSync(
      answers,
      session.items
        .map(({ sampleId }, index) =>
          JSON.stringify({ sampleId, decision: index % 2 === 0 ? "accept" : "reject" }),
        )
        .join("\n"),
    );
  });

  const commands: [string, (workspace: string) => string[]][] = [
    ["review", () => ["review", "run", "--answers", answers]],
    ["extend", () => ["extend", "run", "--target", "24"]],
    [
      "export",
      (workspace) => [
        "export",
        "run",
        "--format",
        "csv",
        "--split",
        "0.5/0.5",
        "--out",
        join(workspace, "out.csv"),
      ],
    ],
  ];
  it.each(commands)(
    "%s gives the same files when it is given again",
    async (_name, command) => {
      const fresh = (): { workspace: string; args: string[] } => {
        const workspace = temporaryFolder();
        cpSync(base, workspace, { recursive: true });
        return { workspace, args: [...command(workspace), "--workspace", workspace] };
      };
      const whole = fresh();
      const { status, stderr } = start(whole.args, 0);
      expect(status).toBe(0);
      const expected = outcome(whole.workspace);
      const writes = Number(stderr.trimEnd().split("\n").at(-1));
      expect(writes).toBeGreaterThan(2);
      for (let kill = 0; kill < Math.min(KILLS, writes); kill++) {
        const { workspace, args } = fresh();
        const at = 1 + Math.floor(((kill + 0.5) * writes) / Math.min(KILLS, writes));
        expect([at, start(args, at).signal]).toEqual([at, "SIGKILL"]);
        expect([at, (await callCommand(...args)).code]).toEqual([at, 0]);
        expect([at, outcome(workspace)]).toEqual([at, expected]);
      }
    },
    60_000 + 20_000 * KILLS,
  );
});
