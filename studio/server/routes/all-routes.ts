import type { ReportTickets } from "../report-tickets.js";
import type { Route } from "../route.js";
import { aboutRoutes } from "./about.js";
import { runRoutes } from "./runs.js";
import { sampleRoutes } from "./samples.js";
import { traceRoutes } from "./traces.js";

/** Every route of the API. */
export function allRoutes(_tickets: ReportTickets): readonly Route[] {
  const routes = [...runRoutes, ...traceRoutes, ...sampleRoutes];
  return [...routes, ...aboutRoutes(routes)];
}
