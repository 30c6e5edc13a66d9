import type { Logger } from "../../memory/logger-contract.js";
import type { EventStream, RunEvent } from "./events.js";

/**
 * Writes the milestones of a run into its log, and refused drafts for whoever reads at the level
 * debug.
 */
export function logEvents(events: EventStream, log: Logger): void {
  events.on((event) => logEvent(event, log));
}

function logEvent(event: RunEvent, log: Logger): void {
  const { type, ...details } = event;
  switch (event.type) {
    case "call-started":
    case "call-finished":
    case "draft-finished":
    case "sample-accepted":
      return;
    case "sample-rejected":
      return log.debug("sample rejected", details);
    case "warning":
      return log.warn(event.message);
    case "agent-failed": {
      const { agent, role, method, code, sampleIds } = event;
      return log.error(event.message, { agent, role, method, code, sampleIds });
    }
    case "run-finished": {
      const { stop, stopDetail, accepted, rejected, inReview, rounds, modelCalls, seconds } =
        event.summary;
      return log.info("run finished", {
        stop,
        stopDetail,
        accepted,
        rejected,
        inReview,
        rounds,
        modelCalls,
        seconds,
      });
    }
    default:
      return log.info(type.replaceAll("-", " "), details);
  }
}
