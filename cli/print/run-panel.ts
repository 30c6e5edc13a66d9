import type { RunEvent } from "../../graphs/runtime/events.js";
import type { BudgetLimits, Spent } from "../../memory/budget-ledger.js";
import { displayWidth, truncateDisplay } from "../../base/text/display-width.js";
import { texts, type Texts } from "../language/texts.js";
import { clockText, durationText, moneyText, shortCount } from "./print-figures.js";
import { printable, printableLines } from "./print-table.js";

interface PanelOptions {
  readonly quiet: boolean;
  readonly stream: NodeJS.WriteStream;
}

/** Least milliseconds between two drawings: four a second. */
const REDRAW = 250;
/** Milliseconds without news after which a plain log says that the run is alive. */
const HEARTBEAT = 5000;
const NOTHING: Spent = { usd: 0, calls: 0, cachedCalls: 0, tokens: { input: 0, output: 0 } };

/** Shows a run: lines that are redrawn on a terminal, plain lines at milestones elsewhere. */
export class RunPanel {
  readonly #options: PanelOptions;
  readonly #live: boolean;
  readonly #started = performance.now();
  #target = 0;
  #budget: BudgetLimits = {};
  #accepted = 0;
  /** What was accepted before this process: it says nothing about how fast this one is. */
  #acceptedBefore: number | null = null;
  #rejected = 0;
  #drafted = 0;
  #round = 0;
  #running = 0;
  #spent = NOTHING;
  #last = "";
  #step: keyof Texts["panel"]["steps"] = "planning";
  /** Each is told of once; the summary counts. */
  readonly #failedAgents = new Set<string>();
  #cells = { cells: 0, covered: 0 };
  #drawnAt = 0;
  #saidAt = 0;
  #drawn: readonly string[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(options: PanelOptions) {
    this.#options = options;
    this.#live = options.stream.isTTY === true && !options.quiet;
  }

  start(id: string, folder: string): void {
    if (this.#options.quiet) return;
    this.#erase();
    this.#options.stream.write(`${texts().panel.run(id)}\n${folder}\n`);
    this.#timer = setInterval(
      () => (this.#live ? this.redraw() : this.#beat()),
      this.#live ? REDRAW : 1000,
    );
    this.#timer.unref();
  }

  show(event: RunEvent): void {
    this.#count(event);
    this.#tell(event);
    if (this.#live) this.#draw(false);
  }

  /** Draws anew at once. */
  redraw(): void {
    if (this.#live) this.#draw(true);
  }

  /** A line that stays. */
  note(text: string): void {
    if (this.#options.quiet) return;
    this.#erase();
    this.#options.stream.write(`${printableLines(text)}\n`);
    this.#saidAt = performance.now();
  }

  end(): void {
    clearInterval(this.#timer);
    this.#erase();
  }

  /** Takes up the figures of an event. */
  #count(event: RunEvent): void {
    if ("spent" in event) this.#spent = event.spent;
    switch (event.type) {
      case "run-started":
        this.#target = event.target;
        this.#budget = event.budget;
        break;
      case "plan-made":
        this.#step = "working";
        break;
      case "call-started":
      case "call-finished":
        this.#running = event.running;
        break;
      case "draft-finished":
        this.#drafted += 1;
        break;
      case "sample-accepted":
        this.#acceptedBefore ??= event.accepted - 1;
        this.#accepted = event.accepted;
        this.#last = event.text;
        break;
      case "sample-rejected":
        this.#rejected += 1;
        break;
      case "round-sealed":
        this.#acceptedBefore ??= event.total - event.accepted;
        this.#round = event.round;
        this.#accepted = event.total;
        this.#cells = event.coverage;
        break;
      case "step-started":
        this.#step = event.step;
        break;
      default:
        break;
    }
  }

  /** Says what stays on the screen. */
  #tell(event: RunEvent): void {
    const { panel, sentence } = texts();
    switch (event.type) {
      case "run-started":
        for (const note of event.notes.slice(0, 10)) this.note(sentence(note));
        if (event.notes.length > 10) this.note(panel.moreUnusable(event.notes.length - 10));
        break;
      case "plan-made":
        this.note(panel.plan(event.subTasks, event.cells, event.revision));
        for (const note of event.notes) this.note(`  ${sentence(note)}`);
        break;
      case "round-sealed":
        if (event.accepted + event.rejected > 0) this.#milestone(panel.sealed(event));
        break;
      case "work-stopped":
        this.note(panel.stopped(event.reason, event.detail));
        break;
      case "step-started":
        this.#milestone(`${panel.steps[event.step]} …`);
        break;
      case "curation-finished":
        this.note(panel.curated(event.rejected, event.relabelled, event.inReview));
        break;
      case "review-needed":
        this.note(panel.waiting(event.items));
        break;
      case "agent-failed":
        if (!this.#failedAgents.has(event.agent)) this.note(event.message);
        this.#failedAgents.add(event.agent);
        break;
      case "model-told":
        this.note(`${event.model}: ${event.message}`);
        break;
      case "warning":
        this.note(panel.warning(event.message));
        break;
      default:
        break;
    }
  }

  #milestone(text: string): void {
    if (!this.#live) this.note(text);
  }

  #beat(): void {
    if (performance.now() - this.#saidAt > HEARTBEAT) this.note(this.#parts().join(", "));
  }

  /** What is known now, in the order of what people look for first. */
  #parts(): string[] {
    const seconds = (performance.now() - this.#started) / 1000;
    const made = this.#accepted - (this.#acceptedBefore ?? this.#accepted);
    const rate = made / Math.max(0.001, seconds);
    const left = this.#target - this.#accepted;
    const { calls, cachedCalls, tokens, usd } = this.#spent;
    const limits = this.#budget;
    const total = tokens.input + tokens.output;
    const { panel } = texts();
    return [
      `${panel.steps[this.#step]} ${clockText(seconds)}`,
      panel.accepted(this.#accepted, this.#target, this.#rejected),
      ...(this.#step === "working" && rate > 0 && left > 0
        ? [panel.left(rateText(rate), durationText(Math.ceil(left / rate)))]
        : []),
      panel.calls(calls, limits.calls, this.#running) +
        (cachedCalls > 0 ? `, ${panel.cached(cachedCalls)}` : ""),
      panel.tokens(
        shortCount(total),
        limits.tokens === undefined ? undefined : shortCount(limits.tokens),
      ),
      usd === null
        ? panel.costUnknown
        : panel.cost(
            calls === 0 ? "$0" : moneyText(usd),
            limits.usd === undefined ? undefined : moneyText(limits.usd),
          ),
      panel.round(this.#round, this.#drafted),
      panel.cells(this.#cells.covered, this.#cells.cells),
    ];
  }

  #draw(force: boolean): void {
    const now = performance.now();
    if (!force && now - this.#drawnAt < REDRAW) return;
    this.#drawnAt = now;
    const width = (this.#options.stream.columns || 80) - 1;
    const lines = [
      ...filled(this.#parts(), width),
      ...(this.#last === "" ? [] : [truncateDisplay(`> ${printable(this.#last)}`, width)]),
    ];
    this.#erase();
    this.#options.stream.write(lines.join("\n"));
    this.#drawn = lines;
  }

  /** Takes what was drawn off the screen, as many rows as it takes at the width of now. */
  #erase(): void {
    if (!this.#live) return;
    const columns = this.#options.stream.columns || 80;
    const rows = this.#drawn.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(displayWidth(line) / columns)),
      0,
    );
    this.#options.stream.write(`\r${rows > 1 ? `\u001b[${rows - 1}A` : ""}\u001b[J`);
    this.#drawn = [];
  }
}

function rateText(perSecond: number): string {
  const { panel } = texts();
  return perSecond >= 1
    ? panel.rate(perSecond.toFixed(1))
    : panel.slowRate((perSecond * 60).toFixed(1));
}

/** Parts side by side, as many to a line as the width takes; none is left out. */
function filled(parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && displayWidth(last) + 3 + displayWidth(part) <= width)
      lines[lines.length - 1] = `${last} · ${part}`;
    else lines.push(truncateDisplay(part, width));
  }
  return lines;
}
