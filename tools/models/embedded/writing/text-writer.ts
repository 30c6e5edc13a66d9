import type { Random } from "../../../../base/statistics/random.js";
import { exchangeSlots } from "../exchange/slot-exchange.js";
import type { Fit } from "../fit.js";
import { joinSurfaces, surfaceTokens, UNSPACED } from "../surface-tokens.js";
import type { TokenIndex } from "../token-index.js";
import { sampleSequence } from "./sequence-sampler.js";
import { rowWeights, type Wanted } from "./wanted-answer.js";

/** Which figures and names a text may state. */
interface SourceFacts {
  /** Rows that facts may come from: those of the sources; null where there is no source. */
  readonly rows: ReadonlySet<number> | null;
  /**
   * Exchanges every figure and name that no source has for one that a source has; drops it where
   * the sources have none.
   */
  keepTo(surfaces: readonly string[], random: Random): string[];
}

const FREE: SourceFacts = { rows: null, keepTo: (surfaces) => [...surfaces] };

/** The facts of the sources in view; everything may be stated where there is none. */
function sourceFacts(fit: Fit, index: TokenIndex, ownRows: number): SourceFacts {
  if (fit.sourceTexts.length === 0) return FREE;
  const figures: string[] = [];
  const names: string[] = [];
  const known = new Set<string>();
  for (const text of fit.sourceTexts) {
    surfaceTokens(text).forEach((token, at) => {
      known.add(token.folded);
      if (token.kind === "number") figures.push(token.surface.trim());
      else if (at > 0 && isName(token.surface.trim())) names.push(token.surface.trim());
    });
  }
  const rows = new Set<number>();
  for (let row = ownRows; row < index.rows; row++) rows.add(row);
  return {
    rows,
    keepTo: (surfaces, random) =>
      surfaces.map((surface, at) => {
        const core = surface.trim();
        const isFigure = /\p{N}/u.test(core);
        if (
          (!isFigure && !(at > 0 && isName(core))) ||
          known.has(core.normalize("NFC").toLowerCase())
        )
          return surface;
        const pool = isFigure ? figures : names;
        return pool.length === 0
          ? ""
          : surface.slice(0, surface.length - surface.trimStart().length) + random.pick(pool);
      }),
  };
}

function isName(core: string): boolean {
  return core.length > 1 && /^\p{Lu}/u.test(core);
}

export interface WriteOptions {
  readonly wanted: Wanted;
  readonly temperature: number;
  readonly topP: number;
  readonly random: Random;
  /** Texts that the new one must differ from, besides the demonstrations: the version before. */
  readonly avoid?: readonly string[];
  /** Factor per demonstration on its weight: how near it is to what is given. */
  readonly nearness?: readonly number[];
}

export interface WrittenText {
  readonly text: string;
  readonly logProbabilities: readonly number[];
}

interface Candidate extends WrittenText {
  readonly score: number;
}

const TRIES = 16;
/** Tries that exchange words only for those that stood after the same word. */
const CLOSE_TRIES = 4;
/** Candidates that pass before the best of them is taken. */
const ENOUGH = 4;
const TOO_NEAR = 0.6;
/** Difference of scores that makes a candidate e times as likely to be taken. */
const SPREAD = 0.5;
/** Most that the logarithm of the length may differ from that of the wanted one. */
const MOST_OFF = 0.6;
const MOST_PIECES = 220;

/**
 * Writes a text for a field: sequences are sampled from the label's n-gram model and recombined; of
 * the first few that are no near copy of a row, the one with the best label likelihood, fluency and
 * length is taken. With each failed try runs get shorter and exchanges more frequent.
 */
export function writeText(fit: Fit, field: string, options: WriteOptions): WrittenText {
  const { records, texts } = fit.rows(field);
  const index = fit.index(field);
  const weights = rowWeights(records, texts, options.wanted, fit.sourceTexts.length);
  options.nearness?.forEach((factor, row) => (weights[row] = (weights[row] as number) * factor));
  const tokenWeights = fit.tokenWeights(field);
  const facts = sourceFacts(fit, index, records.length);
  const novelty = fit.novelty(field);
  const judge = labelJudge(fit, field, options.wanted);
  const passed: Candidate[] = [];
  const failed: Candidate[] = [];
  for (let attempt = 0; attempt < TRIES && passed.length < ENOUGH; attempt++) {
    const random = options.random.derive("try", attempt);
    const length = wantedLength(index.rowStart, records.length, weights, options.wanted, random);
    const sampled = sampleSequence(index, {
      rowWeights: weights,
      tokenWeights,
      temperature: options.temperature,
      topP: options.topP,
      length: Math.min(length, MOST_PIECES),
      longestRun: Math.max(2, 7 - Math.floor(attempt / 3)),
      random,
    });
    const exchanged = exchangeSlots(index, sampled.positions, {
      rowWeights: weights,
      rate: 0.08 + 0.035 * attempt,
      anywhere: attempt >= CLOSE_TRIES,
      random,
      factRows: facts.rows,
    });
    const text = joinSurfaces(
      facts.keepTo(
        exchanged.map((position) => index.surfaceAt(position)),
        random,
      ),
    );
    if (text === "") continue;
    const nearest = Math.max(
      novelty.nearest(text),
      ...(options.avoid ?? []).map((other) => (other === text ? 1 : 0)),
    );
    const average = mean(sampled.logProbabilities);
    const off = Math.abs(Math.log((exchanged.length + 1) / (length + 1)));
    const score = 2 * judge(text) + 0.35 * average - 1.2 * off - 0.8 * nearest - repetition(text);
    const fails = nearest > TOO_NEAR || off > MOST_OFF;
    (fails ? failed : passed).push({
      text,
      logProbabilities: sampled.logProbabilities,
      score: score - (fails ? 20 * nearest : 0),
    });
  }
  if (passed.length > 0) return drawn(passed, options.random.derive("choice"));
  const best = failed.reduce<Candidate | null>(
    (a, b) => (a === null || b.score > a.score ? b : a),
    null,
  );
  return (
    best ?? {
      text: joinSurfaces(
        surfaceTokens(texts[0] ?? fit.sourceTexts[0] ?? "").map((token) => token.surface),
      ),
      logProbabilities: [],
    }
  );
}

/**
 * One of the candidates by their scores: always the best one would be the same ones again and
 * again.
 */
function drawn(candidates: readonly Candidate[], random: Random): Candidate {
  const best = Math.max(...candidates.map(({ score }) => score));
  return candidates[
    random.weighted(candidates.map(({ score }) => Math.exp((score - best) / SPREAD)))
  ] as Candidate;
}

/**
 * Log-probability of the wanted label given the text, at least -4; 0 where labels cannot be told
 * apart.
 */
function labelJudge(fit: Fit, field: string, wanted: Wanted): (text: string) => number {
  const classifier =
    wanted.labels.length === 0
      ? null
      : fit.classifier(
          "label",
          [field],
          UNSPACED.test(fit.rows(field).texts[0] ?? "") ? "all" : "words",
        );
  if (classifier === null) return () => 0;
  const columns = wanted.labels
    .map((label) => classifier.classes.indexOf(label))
    .filter((column) => column >= 0);
  if (columns.length === 0) return () => 0;
  return (text) => {
    const probabilities = classifier.predict([text])[0]?.probabilities;
    return (
      columns.reduce(
        (sum, column) => sum + Math.max(-4, Math.log(probabilities?.[column] ?? 1)),
        0,
      ) / columns.length
    );
  };
}

/**
 * Length in pieces: that of a drawn row, or one in the wanted range of words scaled by how many
 * pieces a word takes.
 */
function wantedLength(
  starts: Int32Array,
  rows: number,
  weights: Float64Array,
  wanted: Wanted,
  random: Random,
): number {
  const drawable = rows > 0 ? weights.subarray(0, rows) : weights;
  const row = drawable.some((weight) => weight > 0) ? random.weighted(drawable) : 0;
  const drawn = (starts[row + 1] as number) - (starts[row] as number) - 2;
  if (wanted.length === null) return Math.max(1, drawn);
  const { least, most } = wanted.length;
  return Math.max(1, Math.round((least + random.next() * (most - least)) * 1.15));
}

/** How much of a text is pairs of pieces that it had before, 0 to 4. */
function repetition(text: string): number {
  const pieces = surfaceTokens(text)
    .filter((token) => token.kind === "word")
    .map((token) => token.folded);
  if (pieces.length < 2) return 0;
  const pairs = pieces.slice(1).map((piece, at) => `${pieces[at] as string} ${piece}`);
  const doubled = pieces.slice(1).filter((piece, at) => piece === pieces[at]).length;
  return 4 * (1 - new Set(pairs).size / pairs.length) + doubled;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
