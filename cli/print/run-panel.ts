import type { RunEvent } from "../../graphs/runtime/events.js";
import { truncateDisplay } from "../../base/text/display-width.js";
import { printableLines } from "./print-table.js";

interface PanelOptions {
  readonly quiet: boolean;
  readonly stream: NodeJS.WriteStream;
}

/** Least milliseconds between two drawings: four a second. */
const REDRAW = 250;
/** Milliseconds without news after which a plain log says that the run is alive. */
const HEARTBEAT = 5000;

/** Shows a run: a line that is redrawn on a terminal, plain lines at milestones elsewhere. */
export class RunPanel {
  readonly #options: PanelOptions;
  readonly #live: boolean;
  readonly #started = performance.now();
  #target = 0;
  #accepted = 0;
  #rejected = 0;
  #drafted = 0;
  #round = 0;
  #step = "planning";
  /** Each is told of once; the summary counts. */
  readonly #failedAgents = new Set<string>();
  #cells = { cells: 0, covered: 0 };
  #drawnAt = 0;
  #saidAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: PanelOptions) {
    this.#options = options;
    this.#live = options.stream.isTTY === true && !options.quiet;
  }

  start(id: string, folder: string): void {
    if (this.#options.quiet) return;
    this.#options.stream.write(`run ${id}\n${folder}\n`);
    this.#timer = setInterval(
      () => (this.#live ? this.#draw(true) : this.#beat()),
      this.#live ? REDRAW : 1000,
    );
    this.#timer.unref();
  }

  show(event: RunEvent): void {
    switch (event.type) {
      case "run-started":
        this.#target = event.target;
        for (const note of event.notes.slice(0, 10)) this.note(note);
        if (event.notes.length > 10)
          this.note(
            `and ${event.notes.length - 10} more rows that could not be used; config.json ` +
              "names them",
          );
        break;
      case "plan-made":
        this.#step = "working";
        this.note(
          `plan: ${event.subTasks.length} sub-task${event.subTasks.length === 1 ? "" : "s"} ` +
            `(${event.subTasks.join(", ")}), ${event.cells} ` +
            `cells${event.revision > 0 ? `, revision ${event.revision}` : ""}`,
        );
        for (const note of event.notes) this.note(`  ${note}`);
        break;
      case "draft-finished":
        this.#drafted += 1;
        break;
      case "sample-accepted":
        this.#accepted = event.accepted;
        break;
      case "sample-rejected":
        this.#rejected += 1;
        break;
      case "round-sealed":
        this.#round = event.round;
        this.#accepted = event.total;
        this.#cells = event.coverage;
        if (event.accepted + event.rejected > 0)
          this.#milestone(
            `round ${event.round}: ${event.accepted} accepted, ${event.rejected} refused; ` +
              `${event.total} of ${event.target}, ${event.coverage.covered} of ` +
              `${event.coverage.cells} cells covered`,
          );
        break;
      case "work-stopped":
        this.note(`stopped: ${event.reason} (${event.detail})`);
        break;
      case "step-started":
        this.#step = event.step;
        this.#milestone(`${event.step} …`);
        break;
      case "curation-finished":
        this.note(
          `curated: ${event.rejected} taken out, ${event.relabelled} relabelled, ` +
            `${event.inReview} to people`,
        );
        break;
      case "review-needed":
        this.note(`${event.items} samples wait for a person`);
        break;
      case "agent-failed":
        if (!this.#failedAgents.has(event.agent)) this.note(event.message);
        this.#failedAgents.add(event.agent);
        break;
      case "warning":
        this.note(`warning: ${event.message}`);
        break;
      default:
        break;
    }
    if (this.#live) this.#draw(false);
  }

  /** A line that stays. */
  note(text: string): void {
    if (this.#options.quiet) return;
    if (this.#live) this.#options.stream.write("\r\u001b[2K");
    this.#options.stream.write(`${printableLines(text)}\n`);
    this.#saidAt = performance.now();
  }

  end(): void {
    clearInterval(this.#timer);
    if (this.#live) this.#options.stream.write("\r\u001b[2K");
  }

  #milestone(text: string): void {
    if (!this.#live) this.note(text);
  }

  #beat(): void {
    if (performance.now() - this.#saidAt > HEARTBEAT) this.note(this.#line());
  }

  #line(): string {
    const seconds = (performance.now() - this.#started) / 1000;
    const rate = this.#accepted / Math.max(0.001, seconds);
    const left =
      rate > 0 && this.#accepted < this.#target
        ? `, about ${Math.ceil((this.#target - this.#accepted) / rate)} s left`
        : "";
    return (
      `${this.#step}: round ${this.#round}, ${this.#accepted}/${this.#target} accepted, ` +
      `${this.#rejected} refused, ${this.#drafted} drafted, ` +
      `${this.#cells.covered}/${this.#cells.cells} cells, ${rate.toFixed(1)}/s${left}`
    );
  }

  #draw(force: boolean): void {
    const now = performance.now();
    if (!force && now - this.#drawnAt < REDRAW) return;
    this.#drawnAt = now;
    this.#options.stream.write(
      `\r\u001b[2K${truncateDisplay(this.#line(), (this.#options.stream.columns || 80) - 1)}`,
    );
  }
}
