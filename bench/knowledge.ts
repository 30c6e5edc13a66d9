import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineAgent, KnowledgeGraph, launch, type KnowledgeTriple } from "../index.js";
import { gini } from "../tools/metrics/distributions/gini.js";
import { Random } from "../base/statistics/random.js";

/**
 * Memory of a run on a large document beside a small one, speed of search, and how evenly a sampler
 * covers the relations of a skewed graph.
 */
export async function run(): Promise<void> {
  const role = process.env["KNOWLEDGE_BENCH"];
  if (role !== undefined) return runOn(role);
  const folder = await mkdtemp(join(tmpdir(), "bench-knowledge-"));
  try {
    const peaks: number[] = [];
    for (const megabytes of [2, Number(process.env["KNOWLEDGE_MB"] ?? 200)]) {
      const path = join(folder, `${megabytes}.txt`);
      await writeText(path, megabytes * 1024 * 1024);
      peaks.push(await inProcess(path));
    }
    console.log(
      `knowledge: peak of a run ${peaks[1]!.toFixed(0)} MB on the large document, ` +
        `${peaks[0]!.toFixed(0)} MB on 2 MB: ratio ${(peaks[1]! / peaks[0]!).toFixed(2)}`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  for (const shape of [
    { triples: 20_000, relations: 40, entities: 4000, sets: 1000 },
    { triples: 200_000, relations: 300, entities: 40_000, sets: 5000 },
  ])
    await evenness(shape);
}

/** A run of its own process each, because a peak never goes down. */
async function inProcess(path: string): Promise<number> {
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1]!, "knowledge"], {
    env: { ...process.env, KNOWLEDGE_BENCH: path },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (part: Buffer) => (output += part.toString()));
  await once(child, "exit");
  process.stdout.write(output.replace(/^==.*\n/u, ""));
  return Number(/peak (\d+)/u.exec(output)?.[1]);
}

async function runOn(path: string): Promise<void> {
  const workspace = await mkdtemp(join(tmpdir(), "bench-knowledge-run-"));
  const started = performance.now();
  const seconds = (): string => ((performance.now() - started) / 1000).toFixed(1);
  const times: Record<"words" | "embedding", number[]> = { words: [], embedding: [] };
  const built = new Map<string, Promise<number>>();
  let queue: Promise<void> = Promise.resolve();
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const before = performance.now();
    await work();
    return performance.now() - before;
  };
  const isLarge = !path.endsWith("/2.txt");
  const looksUp = defineAgent({
    name: "looks-up",
    role: "stage",
    run: async ({ draft }, { knowledge }) => {
      for (const by of isLarge ? (["words"] as const) : (["words", "embedding"] as const)) {
        const search = (): Promise<unknown> =>
          knowledge.search(draft.text.split(" ").slice(0, 6).join(" "), 10, { by });
        // The first search builds the index; the others wait for it and are timed by themselves.
        if (!built.has(by)) built.set(by, timed(search));
        await built.get(by);
        await (queue = queue.then(async () => void times[by].push(await timed(search))));
      }
      return {};
    },
  });
  try {
    const handle = await launch(
      {
        name: "bench",
        kind: "custom",
        description: "Notes.",
        fields: { text: {} },
        target: 20,
        review: "none",
        plan: { subtopics: 0, roundSize: 32, noProgressRounds: 1 },
        critique: { criteria: ["format"] },
        knowledge: [{ name: "text", path }],
        generate: { sources: { count: 2 } },
      },
      {
        workspace,
        logLevel: null,
        concurrency: 1,
        ...(process.env["KNOWLEDGE_SEARCH"] || !isLarge
          ? { stages: [{ after: "generator", agent: looksUp }] }
          : {}),
      },
    );
    const read = seconds();
    await handle.result;
    const searched: string[] = [];
    for (const [by, first] of built) {
      const own = [...times[by as keyof typeof times]].sort((a, b) => a - b);
      searched.push(
        `search by ${by} ${own[own.length >> 1]!.toFixed(2)} ms after ` +
          `${((await first) / 1000).toFixed(1)} s for the index`,
      );
    }
    console.log(
      `knowledge: ${path.split("/").at(-1)}: read in ${read} s, run done after ${seconds()} ` +
        `s, peak ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} ` +
        `MB${searched.map((line) => `, ${line}`).join("")}`,
    );
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

async function writeText(path: string, bytes: number): Promise<void> {
  const random = new Random(1);
  const words = Array.from(
    { length: 20_000 },
    (_unused, index) => `w${index.toString(36)}${["ing", "ed", "er", "", "s", "ly"][index % 6]}`,
  );
  const file = createWriteStream(path);
  for (let written = 0; written < bytes;) {
    let paragraph = "";
    for (let count = 40 + random.integer(120); count > 0; count--)
      paragraph +=
        words[Math.floor(words.length * random.next() ** 3)]! + (random.next() < 0.08 ? ". " : " ");
    written += paragraph.length + 2;
    if (!file.write(`${paragraph}\n\n`)) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
}

/**
 * Relations as often as in real graphs (Zipf, exponent 1.2), and hubs; the sampler beside sets of
 * neighbours drawn without weights.
 */
async function evenness({
  triples,
  relations,
  entities,
  sets,
}: {
  triples: number;
  relations: number;
  entities: number;
  sets: number;
}): Promise<void> {
  const random = new Random(7);
  const weights = Array.from({ length: relations }, (_unused, rank) => 1 / (rank + 1) ** 1.2);
  const hub = (): string => `e${Math.floor(entities * random.next() ** 3)}`;
  const all = Array.from({ length: triples }, (_unused, index): KnowledgeTriple => ({
    id: `t${index}`,
    subject: hub(),
    relation: `r${random.weighted(weights)}`,
    object: hub(),
    literal: false,
    weight: 1,
    source: "bench",
  }));
  const graph = await KnowledgeGraph.of(all);
  const sampler = graph.sampler();
  const plain = new Map(graph.relations().map(({ id }) => [id, 0]));
  const started = performance.now();
  for (let set = 0; set < sets; set++) sampler.draw({ random, size: 3 });
  const milliseconds = (performance.now() - started) / sets;
  for (let set = 0; set < sets; set++) {
    const first = random.pick(all);
    const around = graph
      .neighbours(first.subject)
      .map(({ triple }) => triple)
      .filter(({ id }) => id !== first.id);
    for (const { relation } of [first, ...random.sample(around, 2)])
      plain.set(relation, plain.get(relation)! + 1);
  }
  const even = gini([...sampler.counts.values()]);
  const naive = gini([...plain.values()]);
  console.log(
    `knowledge: ${triples} triples, ${relations} relations, ${sets} sets of 3: Gini ` +
      `${even.toFixed(3)} against ${naive.toFixed(3)} without weights ` +
      `(${(naive / even).toFixed(1)} times), least used ` +
      `${Math.min(...sampler.counts.values())} against ${Math.min(...plain.values())}, ` +
      `${milliseconds.toFixed(2)} ms a set`,
  );
}
