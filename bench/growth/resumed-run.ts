import type { extendRun as extend } from "../../graphs/run/resume-run.js";
import { growthModel } from "./growth-model.js";

/** What a process of its own is to extend. */
export interface ResumedRun {
  /** Address of the built package's module. */
  readonly module: string;
  readonly workspace: string;
  readonly target: number;
  readonly inFlight: number;
}

/** A stretch between two events of the run. */
export interface ResumedStretch {
  readonly name: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Resident set at its end, and the highest in it, in MiB. */
  readonly resident: number;
  readonly highest: number;
}

const MIB = 2 ** 20;

/** Extends a run by a few samples: the index is filled, a gate decides, everything behind it follows. */
async function resumed({ module, workspace, target, inFlight }: ResumedRun): Promise<void> {
  const { extendRun } = (await import(module)) as { readonly extendRun: typeof extend };
  const stretches: ResumedStretch[] = [];
  let [started, cpu, highest] = [performance.now(), process.cpuUsage(), 0];
  const timer = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage.rss());
  }, 50);
  const told = setInterval(() => {
    if (process.env["GROWTH_STEPS"] === undefined) return;
    const { rss, heapTotal, heapUsed, external } = process.memoryUsage();
    const [all, heap, used, outside] = [rss, heapTotal, heapUsed, external].map((bytes) =>
      (bytes / MIB).toFixed(0),
    );
    process.stderr.write(
      `    ${all} MiB resident: heap ${used} of ${heap}, outside of it ${outside}\n`,
    );
  }, 5000);
  const end = (name: string): void => {
    const { user, system } = process.cpuUsage(cpu);
    const resident = process.memoryUsage.rss() / MIB;
    const stretch = {
      name,
      seconds: (performance.now() - started) / 1000,
      cpuSeconds: (user + system) / 1e6,
      resident,
      highest: Math.max(highest / MIB, resident),
    };
    stretches.push(stretch);
    process.stderr.write(
      `  ${name}: ${stretch.seconds.toFixed(1)} s, processor ${stretch.cpuSeconds.toFixed(1)} s, resident ${resident.toFixed(0)} MiB, at most ${stretch.highest.toFixed(0)}\n`,
    );
    [started, cpu, highest] = [performance.now(), process.cpuUsage(), 0];
  };
  const handle = await extendRun("run", target, {
    workspace,
    concurrency: inFlight,
    logLevel: null,
    model: growthModel("narrow"),
  });
  let step = "index and first call";
  let isCalled = false;
  handle.on((event) => {
    if (event.type === "call-started" && !isCalled) {
      isCalled = true;
      end(step);
      step = "rounds";
    } else if (event.type === "work-stopped" || event.type === "step-started") {
      end(step);
      step = event.type === "step-started" ? event.step : "behind the last gate";
    }
  });
  const { summary } = await handle.result;
  end(step);
  clearInterval(timer);
  clearInterval(told);
  process.stdout.write(`${JSON.stringify({ accepted: summary.accepted, stretches })}\n`);
}

await resumed(JSON.parse(process.argv[2]!) as ResumedRun);
