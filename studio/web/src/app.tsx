import type { ReactNode } from "react";
import { Route, Switch } from "wouter";
import { latePage } from "./frame/late-page.js";
import { Shell } from "./frame/shell.js";
import { NothingHere } from "./parts/states.js";

const runs = latePage(() => import("./pages/runs/runs-page.js"));
const compare = latePage(() => import("./pages/compare/compare-page.js"));
const task = latePage(() => import("./pages/task/task-page.js"));
const agents = latePage(() => import("./pages/agents/agents-page.js"));
const pairs = latePage(() => import("./pages/pairs/pairs-page.js"));
const pair = latePage(() => import("./pages/pairs/pair-page.js"));
const results = latePage(() => import("./pages/pairs/pair-results-page.js"));
const run = latePage(() => import("./pages/run/run-page.js"));
const trace = latePage(() => import("./pages/trace/trace-page.js"));
const samples = latePage(() => import("./pages/samples/samples-page.js"));
const sample = latePage(() => import("./pages/samples/sample-page.js"));
const map = latePage(() => import("./pages/map/map-page.js"));
const review = latePage(() => import("./pages/review/review-page.js"));
const report = latePage(() => import("./pages/report/report-page.js"));

/** What each address shows. */
const PAGES: readonly (readonly [address: RegExp, page: { readonly load: () => Promise<void> }])[] =
  [
    [/^\/$/u, runs],
    [/^\/compare$/u, compare],
    [/^\/task$/u, task],
    [/^\/agents(?:\/[^/]+)?$/u, agents],
    [/^\/pairs$/u, pairs],
    [/^\/pairs\/[^/]+$/u, pair],
    [/^\/pairs\/[^/]+\/results$/u, results],
    [/^\/runs\/[^/]+$/u, run],
    [/^\/runs\/[^/]+\/trace$/u, trace],
    [/^\/runs\/[^/]+\/samples$/u, samples],
    [/^\/runs\/[^/]+\/samples\/[^/]+$/u, sample],
    [/^\/runs\/[^/]+\/map$/u, map],
    [/^\/runs\/[^/]+\/review$/u, review],
    [/^\/runs\/[^/]+\/report$/u, report],
  ];

/** Fetches the page of an address before the first drawing; one that fails says so when it is drawn. */
export async function loadPage(path: string): Promise<void> {
  const found = PAGES.find(([address]) => address.test(path));
  await found?.[1].load().catch(() => undefined);
}

export function App(): ReactNode {
  return (
    <Shell>
      <Switch>
        <Route path="/">
          <runs.Page />
        </Route>
        <Route path="/compare">
          <compare.Page />
        </Route>
        <Route path="/task">
          <task.Page />
        </Route>
        <Route path="/agents">
          <agents.Page />
        </Route>
        <Route path="/agents/:role">
          {({ role }) => <agents.Page role={decodeURIComponent(role)} />}
        </Route>
        <Route path="/pairs">
          <pairs.Page />
        </Route>
        <Route path="/pairs/:set">{({ set }) => <pair.Page set={set} key={set} />}</Route>
        <Route path="/pairs/:set/results">
          {({ set }) => <results.Page set={set} key={set} />}
        </Route>
        <Route path="/runs/:run">{({ run: id }) => <run.Page run={id} key={id} />}</Route>
        <Route path="/runs/:run/trace">{({ run: id }) => <trace.Page run={id} key={id} />}</Route>
        <Route path="/runs/:run/samples">
          {({ run: id }) => <samples.Page run={id} key={id} />}
        </Route>
        <Route path="/runs/:run/samples/:id">
          {(of) => <sample.Page run={of.run} id={decodeURIComponent(of.id)} />}
        </Route>
        <Route path="/runs/:run/map">{({ run: id }) => <map.Page run={id} key={id} />}</Route>
        <Route path="/runs/:run/review">{({ run: id }) => <review.Page run={id} key={id} />}</Route>
        <Route path="/runs/:run/report">{({ run: id }) => <report.Page run={id} key={id} />}</Route>
        <Route>
          <NothingHere />
        </Route>
      </Switch>
    </Shell>
  );
}
