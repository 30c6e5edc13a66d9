import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { novelTexts } from "../tools/novelty/novel-texts.js";
import { NoveltyIndex } from "../tools/novelty/novelty-index.js";
import { Random } from "../base/statistics/random.js";
import { rougeTokens } from "../tools/novelty/tokens-rouge.js";

const NAIVE_SIZE = 2000;
const LARGE_SIZE = 9000;

/**
 * Speed and growth of the novelty rule on recorded instructions, beside comparing every pair by
 * dynamic programming.
 */
export async function run(): Promise<void> {
  const data =
    process.env["DATAWRIGHT_DATA"] ?? join(import.meta.dirname, "..", "..", "shared", "data");
  const files = [
    join(data, "recorded/alpaca/alpaca_5000.json.gz"),
    join(data, "recorded/alpagasus/random_9k.json.gz"),
  ];
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length > 0) {
    console.log(`novelty: skipped, no data at ${missing.join(", ")} (set DATAWRIGHT_DATA)`);
    return;
  }
  const rows = files.flatMap(
    (file) =>
      JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as { instruction: string }[],
  );
  const texts = [...new Set(rows.map((row) => row.instruction))];
  const first = texts.slice(0, NAIVE_SIZE);
  novelTexts(texts.slice(0, 500)); // compiled before it is timed

  const naive = timed(() => naiveNovelTexts(first));
  const small = timed(() => novelTexts(first));
  const large = timed(() => novelTexts(texts.slice(0, LARGE_SIZE)));
  const growth = Math.log(large.seconds / small.seconds) / Math.log(LARGE_SIZE / NAIVE_SIZE);
  console.log(
    `novelty: first ${NAIVE_SIZE}: naive ${naive.seconds.toFixed(2)} s, index ` +
      `${small.seconds.toFixed(4)} s, ratio ${(naive.seconds / small.seconds).toFixed(0)}`,
  );
  console.log(
    `novelty: ${LARGE_SIZE} texts in ${large.seconds.toFixed(3)} s (${large.value.length} ` +
      `kept), growth n^${growth.toFixed(2)} from ${NAIVE_SIZE}`,
  );
  console.log(
    `novelty: sameAccepted ${JSON.stringify(naive.value) === JSON.stringify(small.value)} ` +
      `(${small.value.length} kept)`,
  );

  const index = new NoveltyIndex();
  texts.slice(0, 5000).forEach((text, position) => index.add(String(position), text));
  const queries = texts.slice(5000, 7000);
  const lookups = timed(() => queries.filter((text) => index.nearest(text) !== null).length);
  console.log(
    `novelty: ${(queries.length / lookups.seconds).toFixed(0)} queries/s against 5000 texts ` +
      "on one core",
  );
  costByTexts();
}

/** Words of a made vocabulary, the frequent ones far more often, and how many texts are indexed. */
const MADE = [
  { name: "300 words", words: 300, power: 2 },
  { name: "30,000 words", words: 30_000, power: 4 },
] as const;
const SIZES = (process.env["NOVELTY_SIZES"] ?? "10000,50000").split(",").map(Number);

/** What a query costs as texts grow, of vocabularies of templates and of free text. */
function costByTexts(): void {
  for (const { name, words, power } of MADE)
    for (const size of SIZES) {
      const random = new Random(`novelty/${name}`);
      const text = (): string =>
        Array.from({ length: 14 + random.integer(12) }, () =>
          String(Math.floor(words * random.next() ** power)),
        ).join(" ");
      const index = new NoveltyIndex();
      const added = spent(() => {
        for (let at = 0; at < size; at++) index.add(String(at), text());
      });
      const queries = Array.from({ length: 400 }, text);
      queries.forEach((query) => index.isNovel(query)); // compiled before it is timed
      const asked = spent(() => queries.filter((query) => !index.isNovel(query)).length);
      console.log(
        `novelty: ${size} texts of ${name}: ${(asked / queries.length).toFixed(3)} ms a query, ` +
          `${(added / size).toFixed(3)} ms to write and add one (processor)`,
      );
    }
}

/** Milliseconds of the processor. */
function spent(act: () => unknown): number {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function timed<T>(act: () => T): { value: T; seconds: number } {
  let best = Infinity;
  let value = act();
  const start = performance.now();
  value = act();
  best = (performance.now() - start) / 1000;
  return { value, seconds: best };
}

function naiveNovelTexts(texts: readonly string[]): number[] {
  const kept: { tokens: string[]; position: number }[] = [];
  texts.forEach((text, position) => {
    const tokens = rougeTokens(text);
    const similar = (other: string[]) =>
      20 * naiveLcs(tokens, other) > 7 * (tokens.length + other.length);
    if (!kept.some((entry) => similar(entry.tokens))) kept.push({ tokens, position });
  });
  return kept.map((entry) => entry.position);
}

function naiveLcs(a: readonly string[], b: readonly string[]): number {
  let row = new Int32Array(b.length + 1);
  for (const token of a) {
    const next = new Int32Array(b.length + 1);
    for (let j = 0; j < b.length; j++) {
      next[j + 1] =
        token === b[j] ? (row[j] as number) + 1 : Math.max(row[j + 1] as number, next[j] as number);
    }
    row = next;
  }
  return row[b.length] as number;
}
