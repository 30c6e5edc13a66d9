import { useMemo, useState, type ReactNode } from "react";
import { Link, useLocation } from "wouter";
import type { RunRow } from "../../../../api/runs.js";
import { useLanguage } from "../../language/language.js";
import { Choice } from "../../parts/choice.js";
import { Interval, PartsBar, Status } from "../../parts/figures.js";
import { RowTable, type RowColumn } from "../../parts/row-table.js";
import { SearchField } from "../../parts/search-field.js";
import { Empty, Failed, Loading } from "../../parts/states.js";
import { useQuery } from "../../parts/use-query.js";
import { pathWith } from "../../server/ask.js";
import { useRows } from "../../server/use-rows.js";
import { useTick } from "../../server/use-tick.js";
import { useKeys } from "../../frame/keys.js";

const STATUSES = ["working", "waiting", "finished", "interrupted", "unreadable"] as const;
/** Milliseconds between looks at runs that work. */
const LOOK_EVERY = 4000;

export default function RunsPage(): ReactNode {
  const { texts, formats } = useLanguage();
  const [, go] = useLocation();
  const [query, change] = useQuery();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const now = useTick(LOOK_EVERY);
  const filtered = query.get("q") !== null || query.get("status") !== null;
  const runs = useRows<RunRow>(
    pathWith("/api/runs", { q: query.get("q"), status: query.get("status"), limit: 100 }),
    now,
  );
  const columns = useMemo<readonly RowColumn<RunRow>[]>(
    () => [
      {
        id: "choose",
        name: "",
        width: "20px",
        narrow: "none",
        cell: (run) => (
          <input
            type="checkbox"
            aria-label={texts.runs.choose(run.name)}
            checked={chosen.includes(run.id)}
            onChange={() =>
              setChosen((before) =>
                before.includes(run.id)
                  ? before.filter((id) => id !== run.id)
                  : [...before, run.id].slice(-2),
              )
            }
          />
        ),
      },
      {
        id: "name",
        name: texts.runs.name,
        width: "minmax(280px, 2.4fr)",
        narrow: "main",
        cell: (run) => (
          <Link href={`/runs/${run.id}`} title={run.id}>
            {run.id}
          </Link>
        ),
      },
      {
        id: "status",
        name: texts.runs.status,
        width: "130px",
        cell: (run) => <Status status={run.status} />,
      },
      {
        id: "accepted",
        name: texts.runs.accepted,
        width: "112px",
        isNumber: true,
        cell: (run) => (
          <>
            {formats.count(run.accepted)}{" "}
            {run.target === null ? null : (
              <span className="faint">/ {formats.count(run.target)}</span>
            )}
          </>
        ),
      },
      {
        id: "progress",
        name: "",
        width: "minmax(50px, 1fr)",
        narrow: "none",
        cell: (run) => (
          <PartsBar
            label={run.name}
            total={Math.max(run.target ?? 0, run.accepted + run.inReview)}
            parts={[
              { name: "accepted", count: run.accepted },
              { name: "in-review", count: run.inReview },
            ]}
          />
        ),
      },
      {
        id: "rejected",
        name: texts.runs.rejected,
        width: "64px",
        isNumber: true,
        narrow: "none",
        cell: (run) => formats.count(run.rejected),
      },
      {
        id: "toReview",
        name: texts.runs.toReview,
        width: "64px",
        isNumber: true,
        narrow: "none",
        cell: (run) =>
          run.inReview + run.audits === 0 ? (
            "0"
          ) : (
            <Link href={`/runs/${run.id}/review`}>{formats.count(run.inReview + run.audits)}</Link>
          ),
      },
      {
        id: "coverage",
        name: texts.runs.coverage,
        width: "80px",
        isNumber: true,
        narrow: "none",
        cell: (run) => (run.coverage === null ? <Absent /> : formats.share(run.coverage)),
      },
      {
        id: "faithfulness",
        name: texts.runs.faithfulness,
        width: "158px",
        isNumber: true,
        narrow: "none",
        cell: (run) => <Interval estimate={run.faithfulness} certified={run.certified} />,
      },
      {
        id: "cost",
        name: texts.runs.cost,
        width: "62px",
        isNumber: true,
        narrow: "none",
        cell: (run) =>
          run.cost === null ? (
            <Absent />
          ) : run.cost === 0 ? (
            texts.figures.free
          ) : (
            formats.money(run.cost)
          ),
      },
      {
        id: "seconds",
        name: texts.runs.time,
        width: "84px",
        isNumber: true,
        narrow: "none",
        cell: (run) => (run.seconds === null ? <Absent /> : formats.duration(run.seconds * 1000)),
      },
      {
        id: "started",
        name: texts.runs.started,
        width: "124px",
        isNumber: true,
        cell: (run) =>
          run.started === null ? (
            <Absent />
          ) : (
            <time dateTime={new Date(run.started).toISOString()} title={formats.time(run.started)}>
              {formats.ago(run.started, Date.now())}
            </time>
          ),
      },
    ],
    [texts, formats, chosen],
  );
  const compare = chosen.length === 2 ? pathWith("/compare", { a: chosen[0], b: chosen[1] }) : null;
  useKeys(texts.runs.title, [
    { keys: "c", says: texts.runs.compare, press: () => compare !== null && go(compare) },
  ]);
  if (runs.error && runs.rows.length === 0) return <Failed error={runs.error} again={runs.again} />;
  return (
    <div className="fill">
      <div className="filters">
        <h1>{texts.runs.title}</h1>
        <SearchField
          label={texts.runs.search}
          value={query.get("q") ?? ""}
          search={(q) => change({ q })}
        />
        <Choice
          label={texts.runs.status}
          any={texts.runs.anyStatus}
          value={query.get("status") ?? ""}
          values={STATUSES.map((status) => [status, texts.statuses[status]] as const)}
          choose={(status) => change({ status })}
        />
        <span className="faint" aria-live="polite">
          {runs.total === undefined
            ? ""
            : texts.runs.count(formats.count(runs.total ?? runs.rows.length))}
        </span>
        <span className="push" />
        {compare === null ? (
          <span className="faint wide-only">{texts.runs.compareHint}</span>
        ) : (
          <>
            <Link href={compare} className="button">
              {texts.runs.compare}
            </Link>
            <Link
              href={pathWith("/pairs", { first: chosen[0], second: chosen[1] })}
              className="button"
            >
              {texts.runs.compareBlind}
            </Link>
          </>
        )}
        <Link href="/task" className="button main">
          {texts.frame.task}
        </Link>
      </div>
      {runs.total === undefined ? (
        <Loading />
      ) : runs.total === 0 ? (
        <Empty title={filtered ? texts.runs.noneFound : texts.runs.none}>
          {filtered ? (
            <button type="button" onClick={() => change({ q: null, status: null })}>
              {texts.runs.allRuns}
            </button>
          ) : (
            <>
              <p>{texts.runs.noneHint}</p>
              <pre className="json">datawright run examples/support-tickets/task.yaml</pre>
            </>
          )}
        </Empty>
      ) : (
        <RowTable
          label={texts.runs.title}
          columns={columns}
          rows={runs.rows}
          total={runs.total}
          rowKey={(run) => run.id}
          open={(run) => go(`/runs/${run.id}`)}
          more={runs.more}
          hasMore={runs.hasMore}
        />
      )}
    </div>
  );
}

function Absent(): ReactNode {
  const { texts } = useLanguage();
  return (
    <span
      className="faint"
      title={texts.figures.notMeasured}
      aria-label={texts.figures.notMeasured}
    >
      –
    </span>
  );
}
