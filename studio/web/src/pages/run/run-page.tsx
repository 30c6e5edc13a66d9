import { lazy, Suspense, type ReactNode } from "react";
import { Link } from "wouter";
import type { RunDetail, RunGraph } from "../../../../api/runs.js";
import { useLanguage } from "../../language/language.js";
import { Figure, Interval, PartsBar, Status } from "../../parts/figures.js";
import { Failed, Loading } from "../../parts/states.js";
import { useAnswer } from "../../server/use-answer.js";
import { CoverageCard } from "./coverage-card.js";
import { FunnelCard } from "./funnel-card.js";
import { RoundsCard } from "./rounds-card.js";
import { StopButton } from "./stop-button.js";
import { UsageCard } from "./usage-card.js";
import { useRunEvents } from "./use-run-events.js";

const GraphView = lazy(() => import("./graph-view.js"));

/** One run, live while it works. */
export default function RunPage({ run }: { readonly run: string }): ReactNode {
  const { texts, formats } = useLanguage();
  const live = useRunEvents(run);
  const version = live.event?.at ?? 0;
  const { data, error, again } = useAnswer<RunDetail>(`/api/runs/${run}`, version);
  const graph = useAnswer<RunGraph>(`/api/runs/${run}/graph`, version).data;
  if (error && data === undefined) return <Failed error={error} again={again} />;
  if (data === undefined) return <Loading />;
  const toReview = data.inReview + data.audits;
  const works = data.status === "working" || data.status === "waiting";
  return (
    <div className="page">
      <div className="page-head">
        <h1>{data.name}</h1>
        <Status status={data.status} />
        {data.recipe === null ? null : <span className="tag">{data.recipe}</span>}
        <span className="soft" data-live={live.connection}>
          {works ? (
            <span className={`live-mark ${live.connection}`}>
              <i aria-hidden="true" />
              {live.connection === "broken" ? texts.run.broken : texts.run.live}
            </span>
          ) : (
            (data.stopDetail ?? texts.stops[data.stop ?? ""] ?? data.stop ?? "")
          )}
        </span>
        <div className="right">
          {toReview > 0 ? (
            <Link className="button main" href={`/runs/${run}/review`}>
              {texts.run.review(formats.count(toReview))}
            </Link>
          ) : null}
          {data.status === "working" && data.startedHere ? (
            <StopButton run={run} stopped={again} />
          ) : null}
        </div>
      </div>
      <section className="card" aria-label={texts.run.figures}>
        <dl className="figures">
          <Figure
            name={texts.run.accepted}
            note={data.target === null ? undefined : texts.run.ofTarget(formats.count(data.target))}
          >
            {formats.count(data.accepted)}
          </Figure>
          <Figure
            name={texts.run.rejected}
            note={texts.run.ofDecided(
              formats.share(data.rejected / Math.max(1, data.accepted + data.rejected)),
            )}
          >
            {formats.count(data.rejected)}
          </Figure>
          <Figure
            name={texts.run.toReview}
            note={data.audits === 0 ? undefined : texts.run.audits(formats.count(data.audits))}
          >
            {formats.count(toReview)}
          </Figure>
          <Figure name={texts.run.coverage} note={texts.run.coverageNote}>
            {data.coverage === null ? <NotMeasured /> : formats.share(data.coverage)}
          </Figure>
          <Figure
            name={texts.run.faithfulness}
            note={
              data.certified !== null
                ? texts.run.certified(
                    formats.share(data.certified.atLeast),
                    formats.share(data.certified.confidence, 0),
                  )
                : data.faithfulnessFrom === null
                  ? undefined
                  : texts.run.faithfulnessFrom[data.faithfulnessFrom]
            }
          >
            <Interval estimate={data.faithfulness} certified={data.certified} />
          </Figure>
          <Figure name={texts.run.cost} note={texts.run.costNote}>
            {data.cost === null ? (
              <NotMeasured />
            ) : data.cost === 0 ? (
              texts.figures.free
            ) : (
              formats.money(data.cost)
            )}
          </Figure>
          <Figure
            name={texts.run.time}
            note={data.started === null ? undefined : texts.run.since(formats.time(data.started))}
          >
            {data.seconds === null ? <NotMeasured /> : formats.duration(data.seconds * 1000)}
          </Figure>
        </dl>
        <div className="progress">
          <PartsBar
            label={texts.run.figures}
            total={Math.max(data.target ?? 0, data.accepted + data.inReview)}
            parts={[
              { name: "accepted", count: data.accepted },
              { name: "in-review", count: data.inReview },
            ]}
          />
        </div>
      </section>
      <div className="run-grid">
        <CoverageCard run={run} coverage={data.coverageMap} />
        <FunnelCard run={run} detail={data} />
        <RoundsCard rounds={data.rounds} />
        <UsageCard run={run} detail={data} />
        <section className="card wide">
          <header>
            <h2>{texts.run.graph}</h2>
            <span className="soft">{texts.run.graphNote}</span>
          </header>
          {graph === undefined ? (
            <Loading />
          ) : (
            <Suspense fallback={<Loading />}>
              <GraphView graph={graph} />
            </Suspense>
          )}
        </section>
        <details className="card wide">
          <summary>{texts.run.config}</summary>
          <pre className="config">{JSON.stringify(data.config, null, 2)}</pre>
        </details>
      </div>
    </div>
  );
}

function NotMeasured(): ReactNode {
  const { texts } = useLanguage();
  return <span className="not-measured">{texts.figures.notMeasured}</span>;
}
