import { crossValidatedProbabilities } from "../tools/learning/cross-validated-probabilities.js";
import type { TextInput } from "../tools/learning/contract.js";
import { embeddedInputs } from "../tools/learning/features/embedded-inputs.js";
import { resolveEmbeddings } from "../tools/models/providers/resolve-model.js";
import { labelledSet, type LabelledText } from "./labelled-sets.js";

/** PAIRS_ROWS=4000 takes so many rows of each training file. */
const ROWS = Number(process.env["PAIRS_ROWS"] ?? 2500);
/** PAIRS_EMBEDDINGS=openai:text-embedding-3-small asks that model. */
const EMBEDDINGS = process.env["PAIRS_EMBEDDINGS"] ?? "embedded";
const FOLDS = 4;

/**
 * Accuracy and log loss on inference tasks, cross-validated on training rows: words alone, with the
 * alignment of the two texts, and with embeddings beside them.
 */
export async function run(): Promise<void> {
  const model = await resolveEmbeddings(EMBEDDINGS, {});
  for (const name of ["RTE", "QNLI"]) {
    const found = labelledSet(name);
    if (found.set === null) {
      console.log(`pair-features: ${name} skipped: ${found.missing} is not there`);
      continue;
    }
    const rows = found.set.train.slice(0, ROWS);
    const pairs = rows.map(({ pair }) => pair!);
    const both = await embeddedInputs(pairs, {
      embed: (texts) => model.embed(texts),
      features: "both",
    });
    measure(`${name}, words`, { rows, texts: pairs, alignmentShare: 0 });
    measure(`${name}, words and alignment`, { rows, texts: pairs, alignmentShare: 2 });
    measure(`${name}, and embeddings (${EMBEDDINGS})`, { rows, texts: both, alignmentShare: 2 });
  }
}

function measure(
  name: string,
  {
    rows,
    texts,
    alignmentShare,
  }: {
    readonly rows: readonly LabelledText[];
    readonly texts: readonly TextInput[];
    readonly alignmentShare: number;
  },
): void {
  const started = performance.now();
  const { probabilities, classes } = crossValidatedProbabilities({
    texts,
    labels: rows.map(({ label }) => String(label)),
    algorithm: "logistic-regression",
    folds: FOLDS,
    features: { alignmentShare, minDocumentFrequency: 2 },
  });
  const own = probabilities.map((row, at) => row[classes.indexOf(String(rows[at]!.label))]!);
  const right = own.filter((value) => value > 0.5).length / own.length;
  const loss = own.reduce((sum, value) => sum - Math.log(Math.max(1e-9, value)), 0) / own.length;
  console.log(
    `pair-features: ${name.padEnd(42)} ${rows.length} rows, accuracy ${right.toFixed(4)}, ` +
      `log loss ${loss.toFixed(4)}, ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
}
