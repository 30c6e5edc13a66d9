import type { OpeningProgress as Progress } from "../../graphs/runtime/run-options.js";
import { texts } from "../language/texts.js";
import { durationText } from "./print-figures.js";

/** Milliseconds between two lines, on a terminal and elsewhere. */
const REDRAW = 250;
const PLAIN = 5000;
/** Runs of fewer samples are open before anyone wonders. */
const LARGE = 20_000;

/**
 * Shows how far a large stored run is opened: one redrawn line on a terminal, a line every few seconds
 * elsewhere.
 */
export class OpeningProgress {
  readonly #stream: NodeJS.WriteStream;
  readonly #now: () => number;
  #startedAt = 0;
  #shownAt = -Infinity;
  #drawn = false;

  constructor(stream: NodeJS.WriteStream, now: () => number = () => performance.now()) {
    this.#stream = stream;
    this.#now = now;
  }

  show({ step, done, of }: Progress): void {
    if (of < LARGE) return;
    const now = this.#now();
    const { opening } = texts();
    // Checking is one query after the other, in which no time can be told: it is said before.
    if (step === "checking") {
      this.#write(opening.checking(of));
      return;
    }
    if (this.#startedAt === 0) this.#startedAt = now;
    const isLive = this.#stream.isTTY === true;
    if (now - this.#shownAt < (isLive ? REDRAW : PLAIN)) return;
    const seconds = (now - this.#startedAt) / 1000;
    if (seconds === 0) return;
    this.#shownAt = now;
    const rate = done / seconds;
    const left = durationText(Math.ceil((of - done) / rate));
    this.#write(opening.indexing(done, of, Math.round(rate), left));
  }

  /** Takes the line off a terminal. */
  end(): void {
    if (this.#drawn) this.#stream.write("\r\u001b[2K");
    this.#drawn = false;
  }

  #write(text: string): void {
    const isLive = this.#stream.isTTY === true;
    this.#stream.write(isLive ? `\r\u001b[2K${text}` : `${text}\n`);
    this.#drawn = isLive;
  }
}
