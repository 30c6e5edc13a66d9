import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clopperPearson } from "../base/statistics/clopper-pearson.js";
import { Random } from "../base/statistics/random.js";
import { fillSchema } from "../graphs/conformance/fill-schema.js";
import { launch } from "../graphs/run/launch.js";
import { lightAgents } from "./light-agents.js";
import { scriptedModel } from "../tools/models/providers/scripted-model.js";

const SEEDS = Number(process.env["RUNS"] ?? 100);
const WRONG = "Wrongly, ";
const PROMISE = { faithfulness: 0.9, confidence: 0.9, audits: 120 };

/** Writes a wrong text with a known chance; the judge rates a share of those lower. */
function world({ seed, wrong, seen }: { seed: number; wrong: number; seen: number }) {
  return scriptedModel((request) => {
    const { messages, format, parameters } = request;
    const schema = (format.schema ?? {}) as Record<string, unknown>;
    const random = new Random(JSON.stringify([seed, messages, parameters.seed]));
    const properties = (schema["properties"] ?? {}) as Record<string, unknown>;
    const answer = fillSchema(schema, JSON.stringify([messages, parameters.seed])) as Record<
      string,
      unknown
    >;
    if (!("text" in properties)) {
      const isWrong = messages.at(-1)!.content.includes(WRONG);
      const low = isWrong ? random.next() < seen : random.next() < 0.05;
      return { object: { ...answer, reason: "so", coherent: 5, on_task: low ? 3 : 5 } };
    }
    const words = Array.from({ length: 14 }, () => random.integer(1e6).toString(36)).join(" ");
    return { object: { text: `${random.next() < wrong ? WRONG : ""}The parcel ${words}.` } };
  });
}

async function once(options: { seed: number; wrong: number; seen: number }) {
  const workspace = mkdtempSync(join(tmpdir(), "datawright-certify-"));
  try {
    const handle = await launch(
      {
        name: "promise",
        kind: "classification",
        description: "Messages to a parcel service.",
        labels: ["early", "late"],
        target: 150,
        seed: options.seed,
        plan: { subtopics: 0, roundSize: 64 },
        critique: { criteria: ["format", "on-task"] },
        review: "blocking",
        certify: PROMISE,
        support: {
          rows: Array.from({ length: 6 }, (_, at) => ({
            text: `Parcel number ${at} has come to me`,
            label: at % 2 === 0 ? "early" : "late",
          })),
        },
      },
      {
        model: world(options),
        workspace,
        logLevel: null,
        runId: "run",
        cache: false,
        agents: lightAgents,
      },
    );
    let result = await handle.result;
    let asked = 0;
    while (result.status === "waiting") {
      asked += result.review.length;
      result = await handle.resume(
        result.review.map(({ sampleId, fields }) => ({
          sampleId,
          decision: String(fields["text"]).includes(WRONG) ? "reject" : "accept",
        })),
      );
    }
    const rows = readFileSync(join(handle.folder, "dataset.jsonl"), "utf8").trim().split("\n");
    const right = rows.filter((row) => !row.includes(WRONG)).length / rows.length;
    return { certificate: result.report.certificate!, right, asked, rows: rows.length };
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

/**
 * Whether a run keeps what `certify` promises, on a scripted model whose true faithfulness is known:
 * of the runs that say that it holds, how many are wrong.
 */
export async function run(): Promise<void> {
  for (const { wrong, seen } of [
    { wrong: 0.12, seen: 0.8 },
    { wrong: 0.12, seen: 0.05 },
  ]) {
    let [kept, holds, asked, rows] = [0, 0, 0, 0];
    for (let seed = 1; seed <= SEEDS; seed++) {
      const found = await once({ seed, wrong, seen });
      const says = found.certificate.status === "holds";
      if (says) {
        holds++;
        rows += found.rows;
      }
      if (!says || found.right >= PROMISE.faithfulness) kept++;
      asked += found.asked;
    }
    const { low } = clopperPearson({ successes: kept, trials: SEEDS });
    console.log(
      `${wrong} wrong, judge sees ${seen} of it: the promise is kept in ${kept} of ${SEEDS} runs ` +
        `(at least ${low.toFixed(3)}), ${holds} say that it holds, ${(asked / SEEDS).toFixed(0)} ` +
        `audits and ${(rows / Math.max(1, holds)).toFixed(0)} rows each`,
    );
  }
}
