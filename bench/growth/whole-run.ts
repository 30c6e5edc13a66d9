import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { launch } from "../../graphs/run/launch.js";
import { ticketSpec } from "../../test/helpers/ticket-run.js";
import type { ChatModel } from "../../tools/models/contract.js";
import { answerOf, widened, type Vocabulary } from "./answers.js";

/** What a process of its own is to run. */
export interface WholeRun {
  readonly workspace: string;
  readonly target: number;
  readonly vocabulary: Vocabulary;
  readonly inFlight: number;
  /** Address of the server; null for a model object in the process, which answers at once. */
  readonly url: string | null;
}

/** What a stretch of a run took. */
export interface Stretch {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Longest time that the event loop did not turn, in milliseconds. */
  readonly stall: number;
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

const RESOLUTION = 5;
const MIB = 2 ** 20;

/** Measures stretches of the process, one behind the other. */
class Meter {
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION });
  #started = performance.now();
  #cpu = process.cpuUsage();

  constructor() {
    this.#delay.enable();
  }

  next(): Stretch {
    const { user, system } = process.cpuUsage(this.#cpu);
    const stretch = {
      seconds: (performance.now() - this.#started) / 1000,
      cpuSeconds: (user + system) / 1e6,
      stall: Math.max(0, this.#delay.max / 1e6 - RESOLUTION),
      resident: process.memoryUsage.rss() / MIB,
      peak: process.resourceUsage().maxRSS / 1024,
    };
    this.#delay.reset();
    this.#started = performance.now();
    this.#cpu = process.cpuUsage();
    return stretch;
  }
}

function bytesOf(folder: string, wanted: (name: string) => boolean = () => true): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).reduce(
    (sum, file) =>
      file.isFile() && wanted(file.name) ? sum + statSync(join(file.path, file.name)).size : sum,
    0,
  );
}

function modelOf(vocabulary: Vocabulary): ChatModel {
  return {
    info: {
      name: vocabulary,
      fingerprint: vocabulary,
      contextTokens: 8000,
      price: { input: 0, output: 0 },
      logProbabilities: false,
      structured: ["schema"],
    },
    complete: async (request) => ({
      text: JSON.stringify(answerOf(request, vocabulary)),
      usage: { inputTokens: 100, outputTokens: 20 },
      finish: "stop",
      model: vocabulary,
    }),
  };
}

function specOf(target: number, vocabulary: Vocabulary) {
  const { rows } = ticketSpec().support as { rows: { text: string; label: string }[] };
  const support =
    vocabulary === "narrow"
      ? rows
      : rows.map(({ text, label }) => ({ text: widened(text, `support/${text}`), label }));
  return ticketSpec({
    target,
    plan: { subtopics: 6 },
    critique: {},
    review: "none",
    support: { rows: support },
  });
}

/** Planner, generator, critic, labeler, curator and evaluator as they are built in, to the report. */
async function wholeRun({
  workspace,
  target,
  vocabulary,
  inFlight,
  url,
}: WholeRun): Promise<RunFigures> {
  process.env["OPENAI_API_KEY"] ??= "none";
  const meter = new Meter();
  const handle = await launch(specOf(target, vocabulary), {
    workspace,
    runId: "run",
    concurrency: inFlight,
    logLevel: null,
    ...(url === null
      ? { model: modelOf(vocabulary) }
      : { model: `openai:${vocabulary}`, baseUrl: url }),
  });
  let work: Stretch | undefined;
  handle.on((event) => {
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
