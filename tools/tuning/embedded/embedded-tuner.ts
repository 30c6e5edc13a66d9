import { join } from "node:path";
import { z } from "zod";
import { configurable } from "../../../base/slots/configurable.js";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { DatawrightError } from "../../../base/errors.js";
import { wilsonInterval } from "../../../base/statistics/intervals.js";
import { writeFileAtomic } from "../../../memory/atomic-file.js";
import type { Row } from "../../../schema/sample.js";
import { tunedRowsText } from "../../models/embedded/tuned-rows.js";
import type { Tuner, TuningContext, TuningOutcome, TuningSet } from "../contract.js";
import { FREE_TUNING } from "../free-tuning.js";
import { triedStrengths, WEIGHTED } from "./tried-strengths.js";
import { toldApart } from "./told-apart.js";

/** Rows to choose by below which no difference could be shown. */
const FEWEST = 20;
const FILE = "embedded.json";

const settings = z.strictObject({
  strength: numberSetting(
    { from: 0, to: 10 },
    "How much words that tell labels apart count more; 0 for not at all. Default: what helps on the rows kept apart, else 0.",
  ),
});

/**
 * Fits the embedded model to rows for good: an n-gram model for each label, in which words that tell
 * labels apart may count more (discriminative weights after FewGen, Meng et al. 2023). They do where a
 * small model that is trained on what is then written does better on the rows kept apart (paired
 * bootstrap). The model is used as `embedded:FILE`.
 */
export const embeddedTuner = configurable({
  settings,
  make: ({ strength }): Tuner => ({
    name: "embedded",
    asks: false,
    estimate: () => Promise.resolve(FREE_TUNING),
    tune: async (set, context) => {
      const { task, train } = set;
      if (train.every(({ text }) => text.trim() === ""))
        throw new DatawrightError({
          code: "NO_TEXT_TO_FIT",
          message: "no row to learn from has a text",
        });
      context.progress("fitting", 0);
      const names = Object.keys(task.fields).filter(
        (name) => task.textFields.includes(name) || task.writtenFields.includes(name),
      );
      const records = train.map((row) => recordOf(row, names));
      const chosen = await chosenStrength(set, context, { records, wanted: strength ?? null });
      const file = join(context.folder, FILE);
      await writeFileAtomic(file, tunedRowsText({ strength: chosen.strength, records }));
      context.progress("fitting", 1);
      const { figures, notes } = chosen;
      return {
        model: `embedded:${file}`,
        task: null,
        costUsd: 0,
        figures: { strength: { value: chosen.strength }, ...figures },
        notes,
        files: [file],
      };
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

interface Chosen extends Pick<TuningOutcome, "figures" | "notes"> {
  readonly strength: number;
}

/** The strength that helps on the rows kept apart, with what it was chosen by. */
async function chosenStrength(
  set: TuningSet,
  context: TuningContext,
  {
    records,
    wanted,
  }: { readonly records: Record<string, unknown>[]; readonly wanted: number | null },
): Promise<Chosen> {
  const known = new Set(set.train.flatMap(({ label }) => (typeof label === "string" ? label : [])));
  const held = set.validation.filter(({ label }) => typeof label === "string" && known.has(label));
  const figuresOf = (strength: number): Chosen["figures"] => {
    const told = toldApart(set, held, strength);
    if (told === null) return {};
    const { lower, upper } = wilsonInterval(told.right, held.length);
    return {
      labelToldApart: {
        value: told.right / held.length,
        low: lower,
        high: upper,
        rows: held.length,
      },
      perplexity: { value: told.perplexity, rows: held.length },
    };
  };
  if (wanted !== null) return { strength: wanted, figures: figuresOf(wanted), notes: [] };
  const plain = (note: string): Chosen => ({ strength: 0, figures: figuresOf(0), notes: [note] });
  if (known.size < 2) return plain("the rows have not two labels: no word tells any apart");
  if (held.length < FEWEST)
    return plain(
      `${held.length} rows kept apart are too few to show that weights help: every word counts alike`,
    );
  const { best, gain, before, after } = await triedStrengths({ set, held, records, context });
  const isReal = gain.low > 0;
  const strength = isReal ? best : 0;
  return {
    strength,
    figures: { before, after, gain, ...figuresOf(strength) },
    notes: isReal
      ? []
      : [
          `weights of ${WEIGHTED.join(", ")} show no gain on ${held.length} rows kept apart: every word counts alike`,
        ],
  };
}
