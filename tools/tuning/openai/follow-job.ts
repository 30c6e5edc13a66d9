import { setTimeout as wait } from "node:timers/promises";
import { DatawrightError } from "../../../base/errors.js";
import { redactSecrets } from "../../../base/redact-secrets.js";
import type { TuningContext } from "../contract.js";
import type { TuningClient, TuningEvent, TuningJob } from "./tuning-client.js";
import { hasEnded, type TuningState } from "./tuning-state.js";

/** Half of the seconds after which a job is first asked again. */
const FIRST_PAUSE = 0.25;

/** A job that changes no more, and what it said of its losses. */
export interface Followed {
  readonly job: TuningJob;
  readonly losses: { readonly train: number | null; readonly validation: number | null };
}

/** Asks how far a job is until it changes no more, and tells what it told. */
export async function followJob(
  begun: TuningJob,
  {
    client,
    context,
    keep,
    seconds,
  }: {
    readonly client: TuningClient;
    readonly context: TuningContext;
    readonly keep: (change: Partial<TuningState>) => Promise<void>;
    readonly seconds: number;
  },
): Promise<Followed> {
  const told = new Set<string>();
  let losses: Followed["losses"] = { train: null, validation: null };
  let job = begun;
  let status: string | null = null;
  let pause = FIRST_PAUSE;
  for (;;) {
    for (const event of await client.events(job.id)) {
      if (told.has(event.id)) continue;
      told.add(event.id);
      const step = stepOf(event);
      if (step === null) context.event(redactSecrets(event.message));
      else {
        if (step.share !== null) context.progress("fine-tuning", step.share);
        losses = {
          train: step.train ?? losses.train,
          validation: step.validation ?? losses.validation,
        };
      }
    }
    if (job.status !== status) {
      status = job.status;
      context.progress(`fine-tuning: ${status}`, status === "succeeded" ? 1 : 0);
      await keep({ status });
    }
    if (hasEnded(job.status)) return { job, losses };
    pause = Math.min(seconds, pause * 2);
    await wait(1000 * pause, undefined, { signal: context.signal }).catch(() => undefined);
    if (context.signal?.aborted)
      throw new DatawrightError({ code: "MODEL_ABORTED", message: "no longer followed" });
    job = await client.job(job.id);
  }
}

/** What an event of figures says; null for one of words. */
function stepOf({ type, data }: TuningEvent): {
  readonly share: number | null;
  readonly train: number | null;
  readonly validation: number | null;
} | null {
  if (type !== "metrics" || typeof data !== "object" || data === null) return null;
  const number = (name: string): number | null => {
    const value = (data as Record<string, unknown>)[name];
    return typeof value === "number" && Number.isFinite(value) ? value : null;
  };
  const [step, steps] = [number("step"), number("total_steps")];
  return {
    share: step === null || !steps ? null : Math.min(1, step / steps),
    train: number("train_loss"),
    validation: number("full_valid_loss") ?? number("valid_loss"),
  };
}
