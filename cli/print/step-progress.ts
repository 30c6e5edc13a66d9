/**
 * Shows how far a long operation is: one redrawn line on a terminal, a line every few seconds
 * elsewhere, nothing before two seconds.
 */
export class StepProgress {
  readonly #stream: NodeJS.WriteStream;
  readonly #quiet: boolean;
  readonly #started = performance.now();
  #shownAt = 0;
  #drawn = false;

  constructor(stream: NodeJS.WriteStream, quiet: boolean) {
    this.#stream = stream;
    this.#quiet = quiet;
  }

  show(step: string, share: number): void {
    const now = performance.now();
    const live = this.#stream.isTTY === true;
    if (this.#quiet || now - this.#started < 2000 || now - this.#shownAt < (live ? 250 : 5000))
      return;
    this.#shownAt = now;
    const text = `${Math.round(100 * Math.min(1, Math.max(0, share)))} % ${step}`;
    this.#stream.write(live ? `\r\u001b[2K${text}` : `${text}\n`);
    this.#drawn = live;
  }

  end(): void {
    if (this.#drawn) this.#stream.write("\r\u001b[2K");
  }
}
