import { nearDuplicates } from "../tools/dedup/near-duplicates.js";
import { Random } from "../base/statistics/random.js";
import { normalizeText } from "../base/text/normalize.js";

const THRESHOLD = 0.7;
const SYLLABLES = (
  "ba be bi bo bu da de di do du ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no " +
  "nu ra re ri ro ru sa se si so su ta te ti to tu va ve vi vo vu"
).split(" ");

interface Planted {
  readonly texts: string[];
  /** Index of an edited text and of the text that it was made of. */
  readonly pairs: readonly (readonly [number, number])[];
}

/**
 * Speed, memory, recall, precision and growth of near-duplicate search over texts with planted
 * edits.
 */
export async function run(): Promise<void> {
  const large = Number(process.env["DEDUP_SIZE"] ?? 1_000_000);
  measure("warm-up", plant(20_000, 0));
  const quarter = measure("uniform", plant(large / 4, 0));
  const whole = measure("uniform", plant(large, 0));
  console.log(
    `dedup: growth n^${(Math.log(whole / quarter) / Math.log(4)).toFixed(2)} from ` +
      `${large / 4} to ${large}`,
  );
  const skewSmall = measure("10 % share a prefix", plant(large / 4, 0.1));
  const skewLarge = measure("10 % share a prefix", plant(large, 0.1));
  crowd(large / 50);
  crowd(large / 10);
  console.log(
    "dedup: growth with shared prefix " +
      `n^${(Math.log(skewLarge / skewSmall) / Math.log(4)).toFixed(2)} from ${large / 4} to ` +
      `${large}`,
  );
}

function measure(name: string, { texts, pairs }: Planted): number {
  const start = performance.now();
  const found = nearDuplicates(texts, { threshold: THRESHOLD });
  const seconds = (performance.now() - start) / 1000;
  const memory = process.resourceUsage().maxRSS / 1024 / 1024;
  const reported = new Set(found.pairs.map(({ a, b }) => a * texts.length + b));
  const cluster = new Map(
    found.clusters.flatMap((members, index) => members.map((member) => [member, index] as const)),
  );
  let similar = 0;
  let recalled = 0;
  let together = 0;
  for (const [edited, original] of pairs) {
    if (trueJaccard(texts[edited] as string, texts[original] as string) < THRESHOLD) continue;
    similar++;
    if (reported.has(Math.min(edited, original) * texts.length + Math.max(edited, original)))
      recalled++;
    if (cluster.has(edited) && cluster.get(edited) === cluster.get(original)) together++;
  }
  const checked = found.pairs.filter(
    (_, index) => index % Math.ceil(found.pairs.length / 50_000) === 0,
  );
  const right = checked.filter(
    ({ a, b }) => trueJaccard(texts[a] as string, texts[b] as string) >= THRESHOLD,
  ).length;
  console.log(
    `dedup: ${name}, ${texts.length} texts: ${seconds.toFixed(1)} s, peak ` +
      `${memory.toFixed(2)} GiB, ${found.pairs.length} pairs, ` +
      `recall ${(recalled / similar).toFixed(4)} of ${similar} planted (in one cluster ` +
      `${(together / similar).toFixed(4)}), ` +
      `precision ${(right / checked.length).toFixed(4)} of ${checked.length} checked, ` +
      `implied ${found.implied}`,
  );
  return seconds;
}

/** Texts that are all near copies of one: nothing may compare all pairs of them. */
function crowd(size: number): void {
  const base =
    "this one long sentence is the same in every text of the crowd except for the number at " +
    "its end which is";
  const texts = Array.from({ length: size }, (_, index) => `${base} ${index}`);
  const start = performance.now();
  const found = nearDuplicates(texts, { threshold: THRESHOLD });
  console.log(
    `dedup: ${size} near copies of one text: ` +
      `${((performance.now() - start) / 1000).toFixed(1)} s, ${found.clusters.length} ` +
      `cluster, ${found.pairs.length} pairs`,
  );
}

/**
 * About 12 words of a Zipf-like vocabulary a text; every fifth text is an edit of an earlier one,
 * of 5, 10 or 20 % of its words.
 */
function plant(size: number, prefixShare: number): Planted {
  const random = new Random(`dedup ${size} ${prefixShare}`);
  const vocabulary = Array.from({ length: 20_000 }, () =>
    Array.from({ length: 1 + random.integer(4) }, () => random.pick(SYLLABLES)).join(""),
  );
  const word = () => vocabulary[Math.floor(vocabulary.length ** random.next()) - 1] as string;
  const boilerplate = Array.from(
    { length: 12 },
    () => vocabulary[random.integer(vocabulary.length)] as string,
  );
  const rows: string[][] = [];
  const pairs: [number, number][] = [];
  for (let index = 0; index < size; index++) {
    if (index % 5 === 4) {
      const original = random.integer(index);
      const edited = (rows[original] as string[]).slice();
      const changes = Math.max(1, Math.round(edited.length * random.pick([0.05, 0.1, 0.2])));
      for (let change = 0; change < changes; change++)
        edited[random.integer(edited.length)] = word();
      rows.push(edited);
      pairs.push([index, original]);
      continue;
    }
    const own = Array.from({ length: 9 + random.integer(7) }, word);
    rows.push(random.next() < prefixShare ? [...boilerplate, ...own] : own);
  }
  return { texts: rows.map((row) => row.join(" ")), pairs };
}

/** Jaccard similarity of the sets of five characters in a row, on strings. */
function trueJaccard(a: string, b: string): number {
  const x = shingles(a);
  const y = shingles(b);
  let shared = 0;
  for (const shingle of x) if (y.has(shingle)) shared++;
  return shared / (x.size + y.size - shared);
}

function shingles(text: string): Set<string> {
  const normal = normalizeText(text);
  const found = new Set<string>();
  for (let start = 0; start + 5 <= Math.max(5, normal.length); start++)
    found.add(normal.slice(start, start + 5));
  return found;
}
