import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { PerformanceObserver } from "node:perf_hooks";
import type { launch as launchRun } from "../../graphs/run/launch.js";
import type { RunEvent } from "../../graphs/runtime/events.js";
import { ticketSpec } from "../../test/helpers/ticket-run.js";
import { widened, type Vocabulary } from "./answers.js";
import { growthModel } from "./growth-model.js";

/** What a process of its own is to run. */
export interface WholeRun {
  /** Address of the built package: sources would be compiled anew in every thread. */
  readonly module: string;
  readonly workspace: string;
  readonly target: number;
  readonly vocabulary: Vocabulary;
  readonly inFlight: number;
  readonly index: "memory" | "compact";
  /** Address of the server; null for a model object in the process, which answers at once. */
  readonly url: string | null;
}

/** What a stretch of a run took. */
export interface Stretch {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /**
   * Most milliseconds of the processor that the event loop took before it turned, and behind which
   * event: a machine that does other work too makes longer ones by the clock.
   */
  readonly stall: number;
  readonly stalledBehind: string;
  /** Resident set at its end, and the highest until then, in MiB. */
  readonly resident: number;
  readonly peak: number;
}

export interface RunFigures {
  readonly calls: number;
  readonly accepted: number;
  /** From the launch to the last gate, and from there to the report. */
  readonly work: Stretch;
  readonly finish: Stretch;
  /** Bytes of the run's folder, of its database alone, and of the cache of answers. */
  readonly bytes: { readonly run: number; readonly database: number; readonly cache: number };
}

const TURN_MILLISECONDS = 5;
const MIB = 2 ** 20;

/** What the main thread has had of the processor; the clock where the system does not tell. */
function threadMilliseconds(): number {
  try {
    const text = readFileSync(`/proc/self/task/${process.pid}/schedstat`, "utf8");
    return Number(text.slice(0, text.indexOf(" "))) / 1e6;
  } catch {
    return performance.now();
  }
}

/** Measures stretches of the process, one behind the other. */
class Meter {
  /** The latest event of the run. */
  event = "launch";
  #stall = 0;
  #stalledBehind = "";
  #turned = threadMilliseconds();
  #started = performance.now();
  #cpu = process.cpuUsage();
  readonly #begun = { at: performance.now(), cpu: process.cpuUsage() };
  /** Calls that are out, and the sum of them times milliseconds since the last step was told. */
  #out = 0;
  #changed = performance.now();
  #told = { at: performance.now(), sum: 0 };

  constructor() {
    if (process.env["GROWTH_STALLS"] !== undefined)
      new PerformanceObserver((list) => {
        for (const { duration, startTime } of list.getEntries())
          if (duration > 15)
            process.stderr.write(
              `garbage collected for ${duration.toFixed(0)} ms by the clock at ${((startTime - this.#started) / 1000).toFixed(1)} s\n`,
            );
      }).observe({ entryTypes: ["gc"] });
    setInterval(() => this.#turn(), TURN_MILLISECONDS).unref();
  }

  /** Tells when what begins, what the processors have given by then, and how many calls were out. */
  tell(what: string): void {
    const { user, system } = process.cpuUsage(this.#begun.cpu);
    const seconds = (performance.now() - this.#begun.at) / 1000;
    this.call(0);
    const { at, sum } = this.#told;
    this.#told = { at: performance.now(), sum: 0 };
    const inFlight = sum / (this.#told.at - at);
    process.stderr.write(
      `${seconds.toFixed(2).padStart(8)} s ${((user + system) / 1e6).toFixed(2).padStart(8)} s CPU ` +
        `${(threadMilliseconds() / 1000).toFixed(2).padStart(8)} s of the main thread; ` +
        `${inFlight.toFixed(1).padStart(5)} calls in flight until ${what}\n`,
    );
  }

  /** Notes that a call has begun or ended. */
  call(change: -1 | 0 | 1): void {
    const now = performance.now();
    this.#told.sum += this.#out * (now - this.#changed);
    this.#changed = now;
    this.#out += change;
  }

  next(): Stretch {
    this.#turn();
    const { user, system } = process.cpuUsage(this.#cpu);
    const stretch = {
      seconds: (performance.now() - this.#started) / 1000,
      cpuSeconds: (user + system) / 1e6,
      stall: this.#stall,
      stalledBehind: this.#stalledBehind,
      resident: process.memoryUsage.rss() / MIB,
      peak: process.resourceUsage().maxRSS / 1024,
    };
    this.#stall = 0;
    this.#started = performance.now();
    this.#cpu = process.cpuUsage();
    return stretch;
  }

  #turn(): void {
    const now = threadMilliseconds();
    const gap = now - this.#turned;
    this.#turned = now;
    if (process.env["GROWTH_STALLS"] !== undefined && gap > 30)
      process.stderr.write(
        `stall of ${gap.toFixed(0)} ms at ${((performance.now() - this.#started) / 1000).toFixed(1)} s, behind ${this.event}\n`,
      );
    if (gap <= this.#stall) return;
    this.#stall = gap;
    this.#stalledBehind = this.event;
  }
}

function bytesOf(folder: string, wanted: (name: string) => boolean = () => true): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).reduce(
    (sum, file) =>
      file.isFile() && wanted(file.name) ? sum + statSync(join(file.path, file.name)).size : sum,
    0,
  );
}

function specOf({ target, vocabulary, index }: WholeRun) {
  const { rows } = ticketSpec().support as { rows: { text: string; label: string }[] };
  const support =
    vocabulary === "narrow"
      ? rows
      : rows.map(({ text, label }) => ({ text: widened(text, `support/${text}`), label }));
  return ticketSpec({
    target,
    plan: { subtopics: 6 },
    critique: { index },
    review: "none",
    support: { rows: support },
  });
}

/** An event in words; those that come for each sample and each call have the same. */
function stepOf(event: RunEvent): string {
  const { type } = event;
  if (type === "step-started") return `${type} ${event.step}`;
  if (type === "round-started" || type === "round-sealed") return `${type} ${event.round}`;
  return type;
}

/** Planner, generator, critic, labeler, curator and evaluator as they are built in, to the report. */
async function wholeRun(run: WholeRun): Promise<RunFigures> {
  const { module, workspace, vocabulary, inFlight, url } = run;
  process.env["OPENAI_API_KEY"] ??= "none";
  const { launch } = (await import(module)) as { readonly launch: typeof launchRun };
  const meter = new Meter();
  const handle = await launch(specOf(run), {
    workspace,
    runId: "run",
    concurrency: inFlight,
    logLevel: null,
    ...(url === null
      ? { model: growthModel(vocabulary) }
      : { model: `openai:${vocabulary}`, baseUrl: url }),
  });
  const told = new Set<string>();
  if (process.env["GROWTH_STEPS"] !== undefined) meter.tell("launched");
  let work: Stretch | undefined;
  handle.on((event) => {
    if (event.type === "call-started") meter.call(1);
    if (event.type === "call-finished") meter.call(-1);
    const step = stepOf(event);
    if (process.env["GROWTH_STEPS"] !== undefined && !told.has(step)) meter.tell(step);
    told.add(step);
    meter.event = event.type === "step-started" ? `${event.type} ${event.step}` : event.type;
    if (event.type === "work-stopped") work ??= meter.next();
  });
  const { summary } = await handle.result;
  const finish = meter.next();
  const folder = summary.folder;
  return {
    calls: summary.modelCalls,
    accepted: summary.accepted,
    work: work ?? finish,
    finish,
    bytes: {
      run: bytesOf(folder),
      database: bytesOf(folder, (name) => name.startsWith("run.db")),
      cache: bytesOf(workspace, (name) => name.startsWith("cache.db")),
    },
  };
}

const figures = await wholeRun(JSON.parse(process.argv[2]!) as WholeRun);
process.stdout.write(`${JSON.stringify(figures)}\n`);
