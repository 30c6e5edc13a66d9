import type { SharedLimits } from "../../../memory/redis/shared-limits.js";
import type { ModelSettings } from "../../../schema/task-file/model-spec.js";
import { ModelShare } from "./model-share.js";
import { Admission } from "../middleware/admission.js";

/** What an admission is made for. */
export interface Admitted {
  readonly name: string;
  /** The same wherever the same model is asked; undefined for one that cannot be told from others. */
  readonly fingerprint: string | undefined;
  readonly settings: ModelSettings;
  readonly concurrency: number;
  readonly shared: SharedLimits | undefined;
}

/** An admission of its own. */
export function newAdmission({
  name,
  fingerprint,
  settings,
  concurrency,
  shared,
}: Admitted): Admission {
  const { requestsPerMinute, tokensPerMinute, maxRetries, batch } = settings;
  const isLimited = [settings.concurrency, requestsPerMinute, tokensPerMinute].some(
    (limit) => limit !== undefined,
  );
  return new Admission({
    concurrency: settings.concurrency ?? concurrency,
    // A batch takes all that is there at once.
    ...(batch && { start: settings.concurrency ?? concurrency }),
    name,
    requestsPerMinute,
    tokensPerMinute,
    maxRetries,
    share:
      shared !== undefined && isLimited
        ? new ModelShare(shared, {
            provider: fingerprint ?? name,
            most: settings.concurrency,
            requestsPerMinute,
            tokensPerMinute,
          })
        : undefined,
  });
}

/**
 * Admissions in use, by model and limits: two runs in one process at the same time share the
 * provider's limits.
 */
const admissions = new Map<string, WeakRef<Admission>>();

/** The admission of a model, the same for all who ask it under the same limits. */
export function admissionFor(admitted: Admitted): Admission {
  const { settings, concurrency, shared } = admitted;
  const key = JSON.stringify([
    admitted.fingerprint,
    settings.concurrency ?? concurrency,
    settings.requestsPerMinute,
    settings.tokensPerMinute,
    settings.maxRetries,
    shared?.member,
  ]);
  let admission = admissions.get(key)?.deref();
  if (!admission || admission.circuitOpen) {
    admission = newAdmission(admitted);
    admissions.set(key, new WeakRef(admission));
  }
  return admission;
}
