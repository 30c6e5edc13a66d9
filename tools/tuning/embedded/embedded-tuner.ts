import { join } from "node:path";
import { z } from "zod";
import { configurable } from "../../../base/slots/configurable.js";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { DatawrightError } from "../../../base/errors.js";
import { wilsonInterval } from "../../../base/statistics/intervals.js";
import { atOnce } from "../../../base/workers/interruptible-work.js";
import { writeFileAtomic } from "../../../memory/atomic-file.js";
import type { Row } from "../../../schema/sample.js";
import { LabelNgrams } from "../../models/embedded/label-ngrams.js";
import { surfaceTokens } from "../../models/embedded/surface-tokens.js";
import { TokenIndex } from "../../models/embedded/token-index.js";
import { tunedRowsText } from "../../models/embedded/tuned-rows.js";
import type { Tuner, TuningOutcome, TuningSet } from "../contract.js";
import { FREE_TUNING } from "../free-tuning.js";

/** Strengths that are tried, from none on. */
const STRENGTHS = [0, 0.25, 0.5, 1, 2];
/** How much worse the texts themselves may be told for labels to be told better. */
const MOST_PERPLEXITY = 1.1;
/** Taken where no rows choose. */
const USUAL_STRENGTH = 0.5;
const FILE = "embedded.json";

const settings = z.strictObject({
  strength: numberSetting(
    { from: 0, to: 10 },
    "How much words that tell labels apart count more; 0 for not at all. Default: what tells the rows kept apart best.",
  ),
});

/**
 * Fits the embedded model to rows for good: an n-gram model for each label, in which words that tell
 * labels apart count more (discriminative weights after FewGen, Meng et al. 2023), by as much as rows
 * kept apart choose. It is used as `embedded:FILE`.
 */
export const embeddedTuner = configurable({
  settings,
  make: ({ strength }): Tuner => ({
    name: "embedded",
    asks: false,
    estimate: () => Promise.resolve(FREE_TUNING),
    tune: async (set, { folder, progress }) => {
      const { task, train } = set;
      const fields = task.textFields;
      if (train.every(({ text }) => text.trim() === ""))
        throw new DatawrightError({
          code: "NO_TEXT_TO_FIT",
          message: "no row to learn from has a text",
        });
      progress("fitting", 0);
      const chosen = chosenStrength(set, strength ?? null);
      const names = Object.keys(task.fields).filter(
        (name) => fields.includes(name) || task.writtenFields.includes(name),
      );
      const records = train.map((row) => recordOf(row, names));
      const file = join(folder, FILE);
      await writeFileAtomic(file, tunedRowsText({ strength: chosen.strength, records }));
      progress("fitting", 1);
      return { ...chosen.outcome, model: `embedded:${file}`, files: [file] };
    },
  }),
});

function recordOf({ fields, label }: Row, names: readonly string[]): Record<string, unknown> {
  return {
    ...Object.fromEntries(
      names.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]),
    ),
    ...(label === null ? {} : { label }),
  };
}

interface Strength {
  readonly strength: number;
  readonly outcome: Pick<TuningOutcome, "task" | "figures" | "notes" | "costUsd">;
}

/** The strength under which rows kept apart are told best, their texts still well. */
function chosenStrength({ task, train, validation }: TuningSet, wanted: number | null): Strength {
  const names = task.labels.map(({ name }) => name);
  const classOf = ({ label }: Row): number | null => {
    const at = typeof label === "string" ? names.indexOf(label) : -1;
    return at < 0 ? null : at;
  };
  const base = { task: null, costUsd: 0 } as const;
  const labels = train.map(classOf);
  if (names.length < 2 || new Set(labels.filter((label) => label !== null)).size < 2)
    return {
      strength: 0,
      outcome: {
        ...base,
        figures: { strength: { value: 0 } },
        notes: ["the rows have not two labels: no word tells any apart"],
      },
    };
  const index = atOnce(TokenIndex.inPieces(train.map(({ text }) => text)));
  const plain = new LabelNgrams(index, labels, { classes: names.length });
  const held = validation.flatMap((row) => {
    const label = classOf(row);
    return label === null ? [] : [{ label, ids: index.foldedIds(surfaceTokens(row.text)) }];
  });
  if (held.length === 0)
    return {
      strength: wanted ?? USUAL_STRENGTH,
      outcome: {
        ...base,
        figures: { strength: { value: wanted ?? USUAL_STRENGTH } },
        notes: wanted === null ? ["no rows were kept apart that could choose the strength"] : [],
      },
    };
  const tried = [...new Set([0, ...(wanted === null ? STRENGTHS : [wanted])])].map((strength) => {
    const weights = strength === 0 ? null : plain.discriminativeWeights(strength);
    const model = new LabelNgrams(index, labels, { classes: names.length, weights });
    let [right, loss, tokens, told] = [0, 0, 0, 0];
    for (const { label, ids } of held) {
      const found = model.logProbabilities(ids);
      const most = Math.max(...found);
      const all = most + Math.log(found.reduce((sum, value) => sum + Math.exp(value - most), 0));
      if (found[label] === most) right++;
      loss -= found[label]!;
      told += found[label]! - all;
      tokens += ids.length + 1;
    }
    return { strength, right, told, perplexity: Math.exp(loss / tokens) };
  });
  const [unweighted] = tried;
  const best =
    wanted !== null
      ? tried.find(({ strength }) => strength === wanted)!
      : tried
          .filter(({ perplexity }) => perplexity <= unweighted!.perplexity * MOST_PERPLEXITY)
          .reduce((a, b) =>
            b.right > a.right || (b.right === a.right && b.told > a.told) ? b : a,
          );
  const share = (right: number): TuningOutcome["figures"][string] => {
    const { lower, upper } = wilsonInterval(right, held.length);
    return { value: right / held.length, low: lower, high: upper, rows: held.length };
  };
  return {
    strength: best.strength,
    outcome: {
      ...base,
      figures: {
        strength: { value: best.strength },
        labelToldApart: share(best.right),
        labelToldApartBefore: share(unweighted!.right),
        perplexity: { value: best.perplexity, rows: held.length },
        perplexityBefore: { value: unweighted!.perplexity, rows: held.length },
      },
      notes: [],
    },
  };
}
