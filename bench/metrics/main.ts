import { embeddedEmbeddings } from "../../tools/embeddings/embedded-embeddings.js";
import { distributionDistance } from "../../tools/metrics/distributions/distribution-distance.js";
import { lengthDistance } from "../../tools/metrics/distributions/length-distance.js";
import { selfBleu } from "../../tools/metrics/lexical/self-bleu.js";
import { embeddedRows } from "../../tools/metrics/work/embedded-rows.js";
import { measureInWorker } from "../../tools/metrics/work/measure-in-worker.js";
import { madeTexts } from "./made-texts.js";

const ROWS = Number(process.env["METRICS_ROWS"] ?? 100_000);
const SEED = 1;
const LABELS = 20;

let most = 0;
const watched = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 50);
watched.unref();

/**
 * Time and memory of the figures of diversity: those with a formula in O(n d) or O(n d^2), exact, of
 * 100,000 texts; those that compare all pairs, of a sample with its interval; self-BLEU of 10,000.
 */
export async function run(): Promise<void> {
  const texts = madeTexts(ROWS, SEED);
  const reference = madeTexts(ROWS, SEED + 1);
  const classOf = Int32Array.from(texts, (_, row) => row % LABELS);
  const embeddings = embeddedEmbeddings();
  const embed = (batch: readonly string[]) => embeddings.embed(batch);
  console.log(`${ROWS} texts, ${embeddings.dimension} dimensions, ${LABELS} labels\n`);
  const units = (await timed(
    "embedding (not a metric)",
    () => embeddedRows(texts, embed),
    () => "",
  ))!;
  const others = (await embeddedRows(reference.slice(0, 20_000), embed))!;
  const started = performance.now();
  const [lexical] = await Promise.all([
    timed(
      "vocabulary, distinct-n, entropy, INGF, self-BLEU, MTLD",
      () => measureInWorker({ name: "lexical", texts, classOf }),
      (found) =>
        `exact; vocabulary ${found.vocabulary}, distinct-2 ${found.distinct[1]!.toFixed(4)}, ` +
        `entropy-2 ${found.entropy[1]!.toFixed(3)}`,
    ),
    timed(
      "average pairwise similarity, remote-clique, Vendi",
      () => measureInWorker({ name: "vectors", units, classOf, seed: SEED }),
      (found) =>
        `exact; ${found.all!.toFixed(5)}, ${(1 - found.all!).toFixed(5)}, ${found.vendi!.toFixed(2)}`,
    ),
  ]);
  const others2 = await measureInWorker({ name: "lexical", texts: reference, classOf: null });
  await timed(
    "length and label distances",
    () => ({
      length: lengthDistance(lexical.lengths, others2.lengths)!,
      label: distributionDistance(
        new Map([["a", ROWS]]),
        new Map([
          ["a", ROWS - 1],
          ["b", 1],
        ]),
      )!,
    }),
    ({ length }) => `exact; Wasserstein ${length.wasserstein.toFixed(4)} tokens`,
  );
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `\nexact figures of ${ROWS} texts together: ${seconds.toFixed(1)} s (below 60: ` +
      `${seconds < 60}), ${(most / 2 ** 30).toFixed(2)} GiB (below 2: ${most < 2 ** 31})\n`,
  );
  await timed(
    "chamfer, rows with a twin",
    () => measureInWorker({ name: "chamfer", units, seed: SEED }),
    (found) =>
      `${found!.value.toFixed(4)} [${found!.low.toFixed(4)}, ${found!.high.toFixed(4)}] of ` +
      `${found!.rows} rows against all`,
  );
  await timed(
    "precision, recall, density, coverage",
    () => measureInWorker({ name: "neighbours", sets: [units, others], seed: SEED }),
    (found) =>
      `${found.precision.toFixed(3)}, ${found.recall.toFixed(3)} of ${found.rows.join(" and ")} rows`,
  );
  await timed(
    "MAUVE",
    () => measureInWorker({ name: "mauve", sets: [units, others], seed: SEED }),
    (found) => `${found.value.toFixed(3)} of ${found.rows} rows each`,
  );
  await timed(
    "MMD, 200 permutations",
    () => measureInWorker({ name: "discrepancy", sets: [units, others], seed: SEED }),
    (found) => `p ${found.probability.toFixed(3)} of ${found.rows.join(" and ")} rows`,
  );
  await timed(
    "duplicates, exact and near",
    () => measureInWorker({ name: "duplicates", texts }),
    (found) => `${found.exact} and ${found.near}`,
  );
  await timed(
    "self-BLEU-5 of 10,000 texts",
    () => selfBleu(texts.slice(0, 10_000), { n: 5 }),
    (found) => `exact; ${found!.toFixed(5)}`,
  );
  console.log(`\nmost memory: ${(most / 2 ** 30).toFixed(2)} GiB`);
}

async function timed<T>(
  name: string,
  work: () => T | Promise<T>,
  tell: (found: T) => string,
): Promise<T> {
  const started = performance.now();
  const found = await work();
  most = Math.max(most, process.memoryUsage.rss());
  console.log(
    `${((performance.now() - started) / 1000).toFixed(2).padStart(7)} s  ${name}: ${tell(found)}`,
  );
  return found;
}
