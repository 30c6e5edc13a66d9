import type { ReportTickets } from "../report-tickets.js";
import type { Route } from "../route.js";
import { aboutRoutes } from "./about.js";
import { agentRoutes } from "./agents.js";
import { pairRoutes } from "./pairs.js";
import { playgroundRoutes } from "./playground.js";
import { reportRoutes } from "./report.js";
import { reviewRoutes } from "./review.js";
import { taskRoutes } from "./task.js";
import { runRoutes } from "./runs.js";
import { sampleRoutes } from "./samples.js";
import { traceRoutes } from "./traces.js";

/** Every route of the API. */
export function allRoutes(tickets: ReportTickets): readonly Route[] {
  const routes = [
    ...runRoutes,
    ...traceRoutes,
    ...sampleRoutes,
    ...reviewRoutes,
    ...reportRoutes(tickets),
    ...taskRoutes,
    ...agentRoutes,
    ...playgroundRoutes,
    ...pairRoutes,
  ];
  return [...routes, ...aboutRoutes(routes)];
}
