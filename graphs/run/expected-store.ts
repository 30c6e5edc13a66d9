import type { ExpectedStore } from "../../memory/database/check-run-database.js";
import type { RunConfig } from "../runtime/run-config.js";

/** What a run's configuration says that its database holds. */
export function expectedStore({ format, runId, data }: RunConfig): ExpectedStore {
  return {
    runId: format === undefined ? null : runId,
    rows: {
      support: data.support,
      validation: data.validation ?? 0,
      "held-out": data.heldOut,
      inputs: data.inputs,
    },
  };
}
