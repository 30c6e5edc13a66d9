import { normalForm } from "../../../../base/text/normal-form.js";
import { Random } from "../../../../base/statistics/random.js";
import { TokenTable } from "../../../novelty/token-table.js";
import { CORRUPTION_KINDS, corruptions } from "./corruptions.js";
import { Detector } from "./detector.js";
import type { Pieces } from "../../../../base/workers/interruptible-work.js";
import { PairCounts } from "./pair-counts.js";
import { RatingScale } from "./rating-scale.js";
import { WordBeginnings } from "./word-beginnings.js";
import { surfaceTokens, type SurfaceToken } from "../surface-tokens.js";
import { END, START, TokenIndex } from "../token-index.js";

const SHUFFLES = 3;
/** Rows that are measured without themselves; more add time, not accuracy. */
const MEASURED = 96;
const MOST = 1.5;
/** Characters in a row whose strangeness is measured together. */
const STRETCH = 6;
/** The weights are fitted, so texts to come rate a little lower than these. */
const WIDER = 0.1;
/** Rating of a text with bytes read in the wrong encoding, where no shown text has any. */
const BROKEN_RATING = 0.1;
/** What a pair that never stood counts as, and the most that one counts more often than chance. */
const OF_PIECES = { floor: 0.5, most: 40 };
const OF_CLASSES = { floor: 0.25, most: 20 };
const OF_SHAPES = { floor: 0.15, most: 20 };
const BROKEN_BYTES =
  /[\u0000-\u0008\u000e-\u001f\u0080-\u009f\ufffd]|[\u00c2\u00c3\u00e2][\u0080-\u00bf\u2018-\u20ac\u0192]/gu;

/**
 * How well the order of a text's words and characters fits the texts that were shown: what
 * neighbouring pieces and classes of pieces gain over chance, against shuffles of the same pieces,
 * with repetition, characters and the end of the text. The weights come from telling the shown
 * texts, each left out in turn, from broken versions of them.
 */
export class OrderStatistic {
  readonly #index: TokenIndex;
  readonly #pieces = new PairCounts();
  readonly #classes = new PairCounts();
  readonly #characters = new PairCounts();
  readonly #bigrams = new PairCounts();
  readonly #characterIds = new TokenTable();
  readonly #shapes = new PairCounts();
  readonly #shapeIds = new TokenTable();
  readonly #beginnings = new WordBeginnings();
  /**
   * One score for each way in which a text can be broken: the lowest decides, so that none
   * outweighs another.
   */
  readonly #scores: Detector[] = [];
  #scale = new RatingScale([]);
  readonly #hasBrokenBytes: boolean;

  private constructor(index: TokenIndex, hasBrokenBytes: boolean) {
    this.#index = index;
    this.#hasBrokenBytes = hasBrokenBytes;
  }

  static *inPieces(texts: readonly string[]): Pieces<OrderStatistic> {
    const index = yield* TokenIndex.inPieces(texts);
    const statistic = new OrderStatistic(
      index,
      texts.some((text) => text.search(BROKEN_BYTES) >= 0),
    );
    yield* statistic.#count(texts);
    yield* statistic.#train(texts);
    return statistic;
  }

  *#count(texts: readonly string[]): Pieces<void> {
    for (const text of texts) {
      const { pieces, classes, shapes, words } = this.#symbols(text);
      this.#beginnings.add(words);
      this.#pieces.add(pieces);
      this.#classes.add(classes);
      this.#shapes.add(shapes);
      const characters = this.#characterSymbols(text, true);
      this.#characters.add(characters);
      this.#bigrams.add(bigramsOf(characters));
      yield;
    }
  }

  *#train(texts: readonly string[]): Pieces<void> {
    const step = Math.max(1, Math.ceil(texts.length / MEASURED));
    const good: Float64Array[] = [];
    const bad = new Map(CORRUPTION_KINDS.map((kind): [string, Float64Array[]] => [kind, []]));
    for (let row = 0; row < texts.length; row += step) {
      const text = texts[row] as string;
      good.push(this.#features(text, row));
      for (const broken of corruptions(text, new Random(`corruptions ${text}`))) {
        yield;
        bad.get(broken.kind)?.push(this.#features(broken.text, row));
      }
      yield;
    }
    for (const rows of bad.values()) {
      if (rows.length > 1 && good.length > 3) this.#scores.push(new Detector(good, rows));
      yield;
    }
    this.#scale = new RatingScale(
      good.map((_, row) =>
        Math.min(MOST, ...this.#scores.map((score) => score.heldOut[row] as number)),
      ),
      WIDER,
    );
  }

  /** Rating of a text in [0, 1]. */
  rate(text: string): number {
    if (!this.#hasBrokenBytes && (text.match(BROKEN_BYTES)?.length ?? 0) > 0) return BROKEN_RATING;
    return this.#scale.rate(this.#lowest(this.#features(text, -1)));
  }

  #lowest(features: Float64Array): number {
    return Math.min(MOST, ...this.#scores.map((score) => score.of(features)));
  }

  #features(text: string, without: number): Float64Array {
    const symbols = this.#symbols(text);
    const { pieces, classes, shapes, words } = symbols;
    const real = this.#gains(symbols, without);
    const random = new Random(`order ${text}`);
    const inner = Array.from({ length: pieces.length - 2 }, (_, at) => at + 1);
    let shuffledPieces = 0;
    let shuffledClasses = 0;
    let shuffledShapes = 0;
    for (let shuffle = 0; shuffle < SHUFFLES; shuffle++) {
      const order = [0, ...random.shuffle(inner), pieces.length - 1];
      const moved = (ids: readonly number[]) => order.map((at) => ids[at] as number);
      const gains = this.#gains(
        { pieces: moved(pieces), classes: moved(classes), shapes: moved(shapes) },
        without,
      );
      shuffledShapes += gains.shapes / SHUFFLES;
      shuffledPieces += gains.pieces / SHUFFLES;
      shuffledClasses += gains.classes / SHUFFLES;
    }
    const pairs = pieces.length - 1;
    const strength = Math.sqrt(pairs);
    const characters = this.#characterFit(text, without);
    return Float64Array.of(
      real.pieces,
      real.classes,
      real.shapes,
      (real.shapes - shuffledShapes) * strength,
      (real.pieces - shuffledPieces) * strength,
      (real.classes - shuffledClasses) * strength,
      -repeats(words),
      characters.mean,
      characters.worst,
      Math.log(0.1 + this.#classes.ratio(classes.at(-2) as number, END, without)) +
        0.5 * Math.log(0.1 + this.#pieces.ratio(pieces.at(-2) as number, END, without)),
      Math.log(0.1 + this.#classes.ratio(START, classes[1] as number, without)),
      this.#pieces.count(pieces.at(-2) as number, without) > 0
        ? 0
        : -1 - Number(this.#beginnings.isBeginning(words.at(-1) ?? "", without)),
      -Math.min(4, text.match(BROKEN_BYTES)?.length ?? 0),
      Math.min(3, Math.log(pieces.length)),
    );
  }

  #gains(
    { pieces, classes, shapes }: Omit<Symbols, "words">,
    without: number,
  ): { pieces: number; classes: number; shapes: number } {
    let ofPieces = 0;
    let ofClasses = 0;
    let ofShapes = 0;
    for (let at = 1; at < pieces.length; at++) {
      ofPieces += gain(
        this.#pieces.ratio(pieces[at - 1] as number, pieces[at] as number, without),
        OF_PIECES,
      );
      ofClasses += gain(
        this.#classes.ratio(classes[at - 1] as number, classes[at] as number, without),
        OF_CLASSES,
      );
      ofShapes += gain(
        this.#shapes.ratio(shapes[at - 1] as number, shapes[at] as number, without),
        OF_SHAPES,
      );
    }
    const pairs = pieces.length - 1;
    return { pieces: ofPieces / pairs, classes: ofClasses / pairs, shapes: ofShapes / pairs };
  }

  /** How usual the characters after each other are: the mean and the worst stretch. */
  #characterFit(text: string, without: number): { mean: number; worst: number } {
    const symbols = this.#characterSymbols(text, false);
    const values: number[] = [];
    for (let at = 1; at < symbols.length; at++) {
      const a = symbols[at - 1] as number;
      const b = symbols[at] as number;
      const longer =
        at >= 2 && symbols[at - 2]! >= 0
          ? this.#bigrams.ratio((symbols[at - 2] as number) * WIDE + a, a * WIDE + b, without)
          : 0;
      values.push(
        Math.log(
          0.08 +
            0.5 * Math.min(20, this.#characters.ratio(a, b, without)) +
            0.04 * Math.min(60, longer),
        ),
      );
    }
    if (values.length === 0) return { mean: 0, worst: 0 };
    let worst = Infinity;
    let sum = 0;
    for (let at = 0; at < values.length; at++) {
      sum += (values[at] as number) - (at >= STRETCH ? (values[at - STRETCH] as number) : 0);
      if (at >= STRETCH - 1 || at === values.length - 1)
        worst = Math.min(worst, sum / Math.min(STRETCH, at + 1));
    }
    return { mean: values.reduce((sum, value) => sum + value, 0) / values.length, worst };
  }

  #characterSymbols(text: string, add: boolean): Int32Array {
    const characters = Array.from(
      ` ${normalForm(text, "NFC").toLowerCase()} `.replace(/\p{N}/gu, "0").replace(/\s+/gu, " "),
    );
    return add ? this.#characterIds.intern(characters) : this.#characterIds.find(characters);
  }

  #symbols(text: string): Symbols {
    const tokens = surfaceTokens(text);
    return {
      pieces: [START, ...this.#index.foldedIds(tokens), END],
      classes: [START, ...tokens.map((token) => this.#index.classOf(token)), END],
      shapes: [
        ...this.#shapeIds.intern([
          "\u0002",
          ...tokens.map((token) => this.#shapeOf(token)),
          "\u0003",
        ]),
      ],
      words: tokens.map((token) => token.folded),
    };
  }

  /** Case, length and frequency of a word; a mark stands for itself. */
  #shapeOf({ surface, folded, kind }: SurfaceToken): string {
    if (kind !== "word") return kind === "number" ? "0" : folded;
    const core = surface.trim();
    const shape =
      core === folded ? "a" : core.length > 1 && core === core.toUpperCase() ? "A" : "Aa";
    return `${shape}${this.#index.isFrequent(folded) ? "" : folded.length > 3 ? "-" : "."}${surface === core ? "" : " "}`;
  }
}

interface Symbols {
  readonly pieces: readonly number[];
  readonly classes: readonly number[];
  readonly shapes: readonly number[];
  readonly words: readonly string[];
}

const WIDE = 4096;

function bigramsOf(characters: Int32Array): number[] {
  return Array.from(
    { length: Math.max(0, characters.length - 1) },
    (_, at) => (characters[at] as number) * WIDE + (characters[at + 1] as number),
  );
}

/** Share of neighbouring pairs that stood before, and of pieces that follow themselves. */
function repeats(words: readonly string[]): number {
  if (words.length < 2) return 0;
  const seen = new Set<string>();
  let again = 0;
  for (let at = 1; at < words.length; at++) {
    const pair = `${words[at - 1] as string}\u0000${words[at] as string}`;
    if (seen.has(pair) || words[at] === words[at - 1]) again++;
    seen.add(pair);
  }
  return again / (words.length - 1);
}

function gain(ratio: number, { floor, most }: typeof OF_PIECES): number {
  return Math.log(floor + (1 - floor) * Math.min(most, ratio));
}
