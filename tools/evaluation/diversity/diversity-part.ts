import { semanticDuplicates } from "../../dedup/semantic-duplicates.js";
import type { VerbObjectPairs } from "../../metrics/lexical/verb-object-pairs.js";
import { measureInWorker } from "../../metrics/work/measure-in-worker.js";
import type { MeasuringResults } from "../../metrics/work/measuring-tasks.js";
import type { EvaluationInput, EvaluationPart, Figure, PartReport } from "../contract.js";
import { measured, unmeasured } from "../figure.js";
import { attributeBias } from "./attribute-bias.js";
import { diversityFindings } from "./diversity-findings.js";
import { diversityInputs, type DiversityInputs, type RowSet } from "./diversity-inputs.js";
import { lexicalPart } from "./lexical-part.js";
import { REFERENCE_FIGURES, referencePart } from "./reference-part.js";
import { labelCounts, spacePart } from "./space-part.js";
import { vectorPart } from "./vector-part.js";

/** Rows up to which each is compared with its nearest ones that were kept. */
const MOST_SEMANTIC = 5000;
/** The field that holds what is asked for, by kind; verbs are counted in these alone. */
const INSTRUCTION_FIELDS: Readonly<Partial<Record<string, string>>> = {
  instruction: "instruction",
  preference: "prompt",
  "tool-use": "query",
};

/** How different the rows are from each other, and how near they come to a reference. */
export const diversityPart: EvaluationPart = {
  async measure(input, context) {
    const inputs = await diversityInputs(input, context);
    const { data, reference, equal } = inputs;
    const { seed, signal } = context;
    const lexicalOf = ({ texts, classOf }: RowSet): Promise<MeasuringResults["lexical"]> =>
      measureInWorker({ name: "lexical", texts, classOf }, { signal });
    const vectorsOf = ({ units, classOf }: RowSet): Promise<MeasuringResults["vectors"]> =>
      measureInWorker({ name: "vectors", units, classOf, seed }, { signal });
    context.progress("diversity", 0);
    const lexical = await lexicalOf(data);
    const referenceLexical = reference === null ? null : await lexicalOf(reference);
    const equalLexical =
      equal === null
        ? null
        : {
            data: equal.data === data ? lexical : await lexicalOf(equal.data),
            reference:
              equal.reference === reference ? referenceLexical! : await lexicalOf(equal.reference),
          };
    context.progress("diversity", 0.3);
    const [vectors, chamfer, duplicates, semantic, verbs] = await Promise.all([
      vectorsOf(data),
      measureInWorker({ name: "chamfer", units: data.units, seed }, { signal }),
      measureInWorker({ name: "duplicates", texts: data.texts }, { signal }),
      semanticFigure(data, signal),
      verbsOf(input, signal),
    ]);
    const equalVectors =
      equal === null
        ? null
        : {
            rows: equal.data.rows.length,
            data: equal.data === data ? vectors : await vectorsOf(equal.data),
            reference: await vectorsOf(equal.reference),
          };
    context.progress("diversity", 0.7);
    const n = data.rows.length;
    const { whole } = input;
    const bias = await attributeBias(input.rows, input.reference, {
      seed,
      signal,
      progress: (share) => context.progress("diversity", 0.7 + 0.3 * share),
    });
    const figures: Record<string, Figure> = {
      ...lexicalPart(lexical, equalLexical),
      verbObjectPairs: verbs.figure,
      ...vectorPart(n, { own: vectors, chamfer, equal: equalVectors }),
      exactDuplicates: measured(whole?.exactDuplicates ?? duplicates.exact, whole?.rows ?? n),
      nearDuplicates: measured(whole?.nearDuplicates ?? duplicates.near, whole?.rows ?? n),
      semanticDuplicates: semantic,
      ...spacePart(input, duplicates.counts),
      ...(reference === null
        ? withoutReference(n)
        : await referencePart(data, reference, {
            context,
            lengths: { data: lexical.lengths, reference: referenceLexical!.lengths },
          })),
      attributeBias: bias.figure,
    };
    context.progress("diversity", 1);
    return {
      figures,
      findings: [...diversityFindings(figures, input), ...bias.findings],
      details: {
        ...detailsOf(inputs, { lexical, duplicates, verbs: verbs.pairs }),
        byAttribute: bias.byAttribute,
      },
    } satisfies PartReport;
  },
};

function withoutReference(n: number): Record<string, Figure> {
  return Object.fromEntries(
    REFERENCE_FIGURES.map((name) => [name, unmeasured("no reference rows were given", n)]),
  );
}

async function semanticFigure(
  { units, rows }: RowSet,
  signal: AbortSignal | undefined,
): Promise<Figure> {
  if (rows.length > MOST_SEMANTIC)
    return unmeasured(
      `counted up to ${MOST_SEMANTIC} rows; the share of rows with a twin says it of more`,
      rows.length,
    );
  const { values, dimension } = units;
  const vectors = rows.map((_, at) =>
    Float32Array.from(values.subarray(at * dimension, (at + 1) * dimension)),
  );
  const { duplicates } = await semanticDuplicates(vectors, { signal });
  return measured(duplicates.length, rows.length);
}

async function verbsOf(
  { rows, task }: EvaluationInput,
  signal: AbortSignal | undefined,
): Promise<{ readonly figure: Figure; readonly pairs: VerbObjectPairs | null }> {
  const field = INSTRUCTION_FIELDS[task.spec.kind];
  const none = (note: string) => ({ figure: unmeasured(note, rows.length), pairs: null });
  if (field === undefined) return none(`counted in instructions; these rows are ${task.spec.kind}`);
  if (!/^en\b/iu.test(task.spec.language))
    return none(`verbs are told in English only; these rows are in ${task.spec.language}`);
  const texts = rows.map(({ fields }) => String(fields[field] ?? ""));
  const pairs = await measureInWorker({ name: "verbs", texts }, { signal });
  return { figure: measured(pairs.different, pairs.found, { of: rows.length }), pairs };
}

function detailsOf(
  { data, reference, classes }: DiversityInputs,
  found: {
    readonly lexical: MeasuringResults["lexical"];
    readonly duplicates: MeasuringResults["duplicates"];
    readonly verbs: VerbObjectPairs | null;
  },
): Record<string, unknown> {
  const counts = labelCounts(data.rows);
  const real = reference === null ? null : labelCounts(reference.rows);
  const names = [...new Set([...counts.keys(), ...(real?.keys() ?? [])])].sort();
  return {
    byLabel: Object.fromEntries(
      names.map((name) => [
        name,
        {
          rows: counts.get(name) ?? 0,
          vocabulary: found.lexical.classVocabulary[classes.indexOf(name)] ?? null,
          ...(real === null ? {} : { referenceRows: real.get(name) ?? 0 }),
        },
      ]),
    ),
    // Rows by their number from 1 among those that could be used.
    nearGroups: found.duplicates.groups.map((group) => group.map((at) => at + 1)),
    topVerbObjectPairs: found.verbs?.top ?? null,
  };
}
