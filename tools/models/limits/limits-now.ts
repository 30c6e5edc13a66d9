import type { LimitsNow } from "../../../schema/limits-now.js";
import type { Admission } from "../middleware/admission.js";

/** The limits of every model that was met so far, in order of their names. */
export class LimitsWatch {
  readonly #admissions = new Map<Admission, string>();
  #elsewhere: () => readonly (readonly LimitsNow[])[] = () => [];

  /** Watches what lets a model's requests through; the servers of one model each on their own. */
  add(admission: Admission, model: string): void {
    this.#admissions.set(admission, model);
  }

  /** @param heard what every other process says that asks models for the same run */
  follow(heard: () => readonly (readonly LimitsNow[])[]): void {
    this.#elsewhere = heard;
  }

  /** Of this process and those that it follows. */
  now(): LimitsNow[] {
    return together([this.#here(), ...this.#elsewhere()]);
  }

  #here(): LimitsNow[] {
    return [...this.#admissions].map(([{ inFlight, waiting, limit, rate, refusing }, model]) => ({
      ...{ model, inFlight, waiting, refusing },
      mostInFlight: Math.floor(limit),
      mostPerSecond: Number.isFinite(rate) ? rate : null,
    }));
  }
}

/** Rows of several processes, of which each names the servers of a model in the order of the task. */
function together(processes: readonly (readonly LimitsNow[])[]): LimitsNow[] {
  const servers = new Map<string, LimitsNow[]>();
  for (const rows of processes) {
    const met = new Map<string, number>();
    for (const row of rows) {
      const number = met.get(row.model) ?? 0;
      met.set(row.model, number + 1);
      const server = JSON.stringify([row.model, number]);
      servers.set(server, [...(servers.get(server) ?? []), row]);
    }
  }
  return [...servers.values()]
    .map((rows) => (rows.length === 1 ? rows[0]! : sumOf(rows)))
    .sort((a, b) => (a.model < b.model ? -1 : a.model > b.model ? 1 : 0));
}

function sumOf(rows: readonly LimitsNow[]): LimitsNow {
  const sum = (of: (row: LimitsNow) => number): number =>
    rows.reduce((total, row) => total + of(row), 0);
  // A process that has nothing to ask has met no limit.
  const busy = rows.filter(({ inFlight, waiting }) => inFlight + waiting > 0);
  const asking = busy.length > 0 ? busy : rows;
  return {
    model: rows[0]!.model,
    inFlight: sum(({ inFlight }) => inFlight),
    waiting: sum(({ waiting }) => waiting),
    mostInFlight: sum(({ mostInFlight }) => mostInFlight),
    mostPerSecond: asking.some(({ mostPerSecond }) => mostPerSecond === null)
      ? null
      : asking.reduce((total, { mostPerSecond }) => total + mostPerSecond!, 0),
    refusing: asking.every(({ refusing }) => refusing),
  };
}
