import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hash32, sha256Hex } from "../base/statistics/hash.js";
import { Random } from "../base/statistics/random.js";
import { fillSchema, sentence } from "../graphs/conformance/fill-schema.js";
import { openRun } from "../graphs/commands/open-run.js";
import { launch } from "../graphs/run/launch.js";
import type { TaskSpecInput } from "../schema/task-file/task-spec.js";
import { gini } from "../tools/metrics/distributions/gini.js";
import type { ChatRequest } from "../tools/models/contract.js";
import { scriptedModel } from "../tools/models/providers/scripted-model.js";

const CALLS = Number(process.env["DIVERSITY_CALLS"] ?? 240);
const SEEDS = (process.env["DIVERSITY_SEEDS"] ?? "1,2,3").split(",").map(Number);
const LABELS = ["science", "sport", "business", "culture"];
/** Texts that the model knows for a label, the n-th with probability proportional to n^-COLLAPSE. */
const TEXTS = 400;
const COLLAPSE = 1.6;
/** A condition narrows a label to so many of them, its own for each value. */
const OF_A_TOPIC = 40;
/** How often the model minds what it was told to be unlike. */
const MINDS = 0.9;
/** Asked for a distribution it lists with weights p^FLATTER: it knows more than it says. */
const FLATTER = 0.5;

/** The ways of asking, as settings over a zerogen run. */
const WAYS: Readonly<Record<string, Partial<TaskSpecInput>>> = {
  "as published (today's zerogen)": { asPublished: true },
  "list of what was written": { plan: { subtopics: 0 } },
  topics: { generate: { unlike: 0 } },
  "verbalized, 5 candidates, 3 drafts": {
    plan: { subtopics: 0 },
    generate: { unlike: 0, strategy: "verbalized" },
  },
  "verbalized and list": { plan: { subtopics: 0 }, generate: { strategy: "verbalized" } },
  "topics and list (default)": {},
  "verbalized, topics and list": { generate: { strategy: "verbalized" } },
};

/**
 * How different the samples are that a model with a collapsed distribution writes, by how it is
 * asked, at equal generator calls: the share of drafts whose text no other draft has, how unevenly
 * the model's texts are used, and calls for each different sample.
 */
export async function run(): Promise<void> {
  console.log(
    `${CALLS} generator calls, ${SEEDS.length} seeds; ${TEXTS} texts a label, p ~ n^-${COLLAPSE}\n`,
  );
  const rows: Measured[] = [];
  for (const [way, settings] of Object.entries(WAYS)) {
    const found: Measured[] = [];
    for (const seed of SEEDS) found.push(await measured(settings, seed));
    rows.push({ way, ...meanOf(found) });
  }
  const base = rows[0]!;
  console.log(
    "| way | drafts | distinct | distinct share | x today's at equal calls | Gini | calls per distinct | equal prompts |",
  );
  console.log("|---|---|---|---|---|---|---|---|");
  for (const row of rows)
    console.log(
      `| ${row.way} | ${row.drafts.toFixed(0)} | ${row.distinct.toFixed(0)} | ` +
        `${(row.distinct / row.drafts).toFixed(2)} | ${(row.distinct / base.distinct).toFixed(2)} | ` +
        `${row.gini.toFixed(2)} | ${(row.calls / row.distinct).toFixed(2)} | ` +
        `${(100 * row.equal).toFixed(0)} % |`,
    );
}

interface Measured {
  readonly way: string;
  readonly drafts: number;
  readonly distinct: number;
  readonly calls: number;
  readonly gini: number;
  readonly equal: number;
}

function meanOf(found: readonly Measured[]): Omit<Measured, "way"> {
  const mean = (of: (one: Measured) => number): number =>
    found.reduce((sum, one) => sum + of(one), 0) / found.length;
  return {
    drafts: mean((one) => one.drafts),
    distinct: mean((one) => one.distinct),
    calls: mean((one) => one.calls),
    gini: mean((one) => one.gini),
    equal: mean((one) => one.equal),
  };
}

async function measured(settings: Partial<TaskSpecInput>, seed: number): Promise<Measured> {
  const workspace = mkdtempSync(join(tmpdir(), "diversity-"));
  const prompts: string[] = [];
  const model = scriptedModel((request) => {
    const isWriting = request.origin.step.startsWith("generate:");
    if (isWriting && prompts.length >= CALLS) return { object: { text: "" } };
    if (isWriting) prompts.push(request.messages.map(({ content }) => content).join("\n"));
    return { object: isWriting ? collapsed(request, seed) : topics(request) };
  });
  try {
    const task: TaskSpecInput = {
      name: "news",
      kind: "classification",
      description: "Short news items of a local paper.",
      labels: LABELS,
      // More than so many calls can bring: what is compared is what they do bring.
      target: 4 * CALLS,
      recipe: "zerogen",
      seed,
      review: "none",
      label: { minTraining: 1_000_000 },
      evaluate: { metrics: [] },
      ...settings,
      plan: { noProgressRounds: 1, roundSize: 32, ...settings.plan },
    };
    const run = await launch(task, {
      model,
      workspace,
      logLevel: null,
      cache: false,
      concurrency: 1,
    });
    await run.result;
    const opened = await openRun(run.folder);
    const texts = (await opened.samples({ order: "ordinal" }))
      .map(({ text }) => text)
      .filter((text) => text !== "");
    opened.close();
    const counts = new Map<string, number>();
    for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
    const used = [...counts.values()];
    const unused = Array.from({ length: LABELS.length * TEXTS - used.length }, () => 0);
    return {
      way: "",
      drafts: texts.length,
      distinct: counts.size,
      calls: prompts.length,
      gini: gini([...used, ...unused]),
      equal: 1 - new Set(prompts).size / prompts.length,
    };
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

/** What the collapsed model writes: one text of its distribution, or several with probabilities. */
function collapsed(request: ChatRequest, seed: number): unknown {
  const prompt = request.messages.map(({ content }) => content).join("\n");
  const random = new Random(
    sha256Hex(`${seed} ${prompt} ${request.origin.orderId} ${request.origin.attempt}`),
  );
  const label = /"name":"label","value":"([^"]+)"/u.exec(prompt)![1]!;
  const topic = /"name":"topic","value":"([^"]+)"/u.exec(prompt)?.[1];
  const told = new Set(
    [...prompt.matchAll(/^\{"text":"([^"]+?)…?"\}$/gmu)].map((match) => match[1]!),
  );
  const start = topic === undefined ? 0 : hash32(`${label} ${topic}`) % TEXTS;
  const known = Array.from(
    { length: topic === undefined ? TEXTS : OF_A_TOPIC },
    (_unused, rank) => ({
      text: textOf(label, (start + rank) % TEXTS),
      p: (rank + 1) ** -COLLAPSE,
    }),
  ).filter(({ text }) => ![...told].some((one) => text.startsWith(one)) || random.next() >= MINDS);
  const properties = (request.format.schema?.["properties"] ?? {}) as Record<string, unknown>;
  if (!("candidates" in properties))
    return { text: known[random.weighted(known.map(({ p }) => p))]!.text };
  const total = known.reduce((sum, { p }) => sum + p, 0);
  const candidates = Array.from({ length: 5 }, () => {
    const index = random.weighted(known.map(({ p }) => p ** FLATTER));
    const [one] = known.splice(index, 1);
    return { sample: { text: one!.text }, probability: one!.p / total };
  });
  return { candidates };
}

function textOf(label: string, rank: number): string {
  const random = new Random(sha256Hex(`${label} ${rank}`));
  return `${sentence(random)} ${sentence(random)}`;
}

function topics(request: ChatRequest): unknown {
  const prompt = request.messages.map(({ content }) => content).join("\n");
  const count = Number(/List (\d+) different values/u.exec(prompt)?.[1] ?? 0);
  return count === 0
    ? fillSchema((request.format.schema ?? {}) as Record<string, unknown>, prompt)
    : { values: Array.from({ length: count }, (_unused, index) => `matter ${index + 1}`) };
}
