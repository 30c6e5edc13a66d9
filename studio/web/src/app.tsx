import { lazy, Suspense, type ReactNode } from "react";
import { Route, Switch } from "wouter";
import { Shell } from "./frame/shell.js";
import { Loading, NothingHere } from "./parts/states.js";

const RunsPage = lazy(() => import("./pages/runs/runs-page.js"));
const RunPage = lazy(() => import("./pages/run/run-page.js"));
const TracePage = lazy(() => import("./pages/trace/trace-page.js"));
const SamplesPage = lazy(() => import("./pages/samples/samples-page.js"));
const SamplePage = lazy(() => import("./pages/samples/sample-page.js"));
const ReviewPage = lazy(() => import("./pages/review/review-page.js"));
const ReportPage = lazy(() => import("./pages/report/report-page.js"));
const MapPage = lazy(() => import("./pages/map/map-page.js"));
const ComparePage = lazy(() => import("./pages/compare/compare-page.js"));
const TaskPage = lazy(() => import("./pages/task/task-page.js"));
const PairsPage = lazy(() => import("./pages/pairs/pairs-page.js"));
const PairPage = lazy(() => import("./pages/pairs/pair-page.js"));
const PairResultsPage = lazy(() => import("./pages/pairs/pair-results-page.js"));
const AgentsPage = lazy(() => import("./pages/agents/agents-page.js"));

export function App(): ReactNode {
  return (
    <Shell>
      <Suspense fallback={<Loading />}>
        <Switch>
          <Route path="/">
            <RunsPage />
          </Route>
          <Route path="/compare">
            <ComparePage />
          </Route>
          <Route path="/task">
            <TaskPage />
          </Route>
          <Route path="/agents">
            <AgentsPage />
          </Route>
          <Route path="/agents/:role">
            {({ role }) => <AgentsPage role={decodeURIComponent(role)} />}
          </Route>
          <Route path="/pairs">
            <PairsPage />
          </Route>
          <Route path="/pairs/:set">{({ set }) => <PairPage set={set} key={set} />}</Route>
          <Route path="/pairs/:set/results">
            {({ set }) => <PairResultsPage set={set} key={set} />}
          </Route>
          <Route path="/runs/:run">{({ run }) => <RunPage run={run} key={run} />}</Route>
          <Route path="/runs/:run/trace">{({ run }) => <TracePage run={run} key={run} />}</Route>
          <Route path="/runs/:run/samples">
            {({ run }) => <SamplesPage run={run} key={run} />}
          </Route>
          <Route path="/runs/:run/samples/:id">
            {({ run, id }) => <SamplePage run={run} id={decodeURIComponent(id)} />}
          </Route>
          <Route path="/runs/:run/map">{({ run }) => <MapPage run={run} key={run} />}</Route>
          <Route path="/runs/:run/review">{({ run }) => <ReviewPage run={run} key={run} />}</Route>
          <Route path="/runs/:run/report">{({ run }) => <ReportPage run={run} key={run} />}</Route>
          <Route>
            <NothingHere />
          </Route>
        </Switch>
      </Suspense>
    </Shell>
  );
}
