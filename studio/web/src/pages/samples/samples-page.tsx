import { useMemo, useState, type ReactNode } from "react";
import { Link, useLocation } from "wouter";
import type { SampleFacets, SampleRow } from "../../../../api/samples.js";
import { useLanguage } from "../../language/language.js";
import { Choice } from "../../parts/choice.js";
import { Status } from "../../parts/figures.js";
import { RowTable, type RowColumn } from "../../parts/row-table.js";
import { SearchField } from "../../parts/search-field.js";
import { Empty, Failed, Loading } from "../../parts/states.js";
import { useQuery } from "../../parts/use-query.js";
import { pathWith } from "../../server/ask.js";
import { useAnswer } from "../../server/use-answer.js";
import { useRows } from "../../server/use-rows.js";
import { useRunEvents } from "../run/use-run-events.js";
import { labelText } from "../../parts/label-text.js";
import { ColumnChoice } from "./column-choice.js";

const STATUSES = ["accepted", "rejected", "in-review", "drafted", "planned"] as const;
/** Filters of the page's address, which the API has by the same names. */
const FILTERS = [
  ...["text", "status", "reason", "label", "condition"],
  ...["minScore", "maxScore", "minDisagreement", "minWeight", "cell"],
] as const;
const SCORES = ["0.5", "0.7", "0.8", "0.9"] as const;
/** One minus the small model's probability of the label, and the curator's weights, at least. */
const DISAGREEMENTS = ["0.1", "0.3", "0.5", "0.8"] as const;
const WEIGHTS = ["0.5", "1", "1.5", "2"] as const;
const ALWAYS = new Set(["text"]);

export default function SamplesPage({ run }: { readonly run: string }): ReactNode {
  const { texts, formats } = useLanguage();
  const statuses: Readonly<Record<string, string>> = texts.statuses;
  const [, go] = useLocation();
  const [query, change] = useQuery();
  const live = useRunEvents(run);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set(["weight", "disagreement"]));
  const filtered = FILTERS.some((name) => query.get(name) !== null);
  const sort = query.get("sort") ?? "";
  const samples = useRows<SampleRow>(
    pathWith(`/api/runs/${run}/samples`, {
      ...Object.fromEntries(FILTERS.map((name) => [name, query.get(name)])),
      sort,
      limit: 200,
    }),
    live.event === undefined ? 0 : live.event.accepted + live.event.rejected + live.event.drafted,
  );
  const facets = useAnswer<SampleFacets>(
    `/api/runs/${run}/samples/facets`,
    live.event?.status,
  ).data;
  const columns = useMemo<readonly RowColumn<SampleRow>[]>(
    () => [
      {
        id: "status",
        name: texts.samples.status,
        width: "104px",
        cell: (sample) => <Status status={sample.status} />,
      },
      {
        id: "label",
        name: texts.samples.label,
        width: "minmax(90px, 150px)",
        cell: (sample) =>
          sample.label === null ? <span className="faint">–</span> : labelText(sample.label),
      },
      {
        id: "text",
        name: texts.samples.text,
        width: "minmax(280px, 1fr)",
        narrow: "main",
        cell: (sample) => (
          <Link href={`/runs/${run}/samples/${encodeURIComponent(sample.id)}`} title={sample.text}>
            {sample.text === "" ? (
              <span className="faint">{texts.samples.noText}</span>
            ) : (
              sample.text
            )}
          </Link>
        ),
      },
      {
        id: "reason",
        name: texts.samples.reason,
        width: "minmax(90px, 150px)",
        narrow: "none",
        cell: (sample) => (
          <span className="soft" title={sample.reason}>
            {sample.reason === sample.status ? "" : sample.reason}
          </span>
        ),
      },
      {
        id: "score",
        name: texts.samples.score,
        width: "64px",
        isNumber: true,
        sort: "score",
        narrow: "none",
        cell: (sample) =>
          sample.score === null ? <span className="faint">–</span> : formats.number(sample.score),
      },
      {
        id: "weight",
        name: texts.samples.weight,
        width: "64px",
        isNumber: true,
        sort: "weight",
        narrow: "none",
        cell: (sample) => formats.number(sample.weight),
      },
      {
        id: "disagreement",
        name: texts.samples.disagreement,
        width: "110px",
        isNumber: true,
        sort: "disagreement",
        narrow: "none",
        cell: (sample) =>
          sample.disagreement === null ? (
            <span className="faint">–</span>
          ) : (
            formats.number(sample.disagreement)
          ),
      },
      {
        id: "revisions",
        name: texts.samples.revisions,
        width: "76px",
        isNumber: true,
        narrow: "none",
        cell: (sample) => formats.count(sample.revisions),
      },
      {
        id: "round",
        name: texts.samples.round,
        width: "60px",
        isNumber: true,
        sort: "ordinal",
        narrow: "none",
        cell: (sample) => formats.count(sample.round),
      },
    ],
    [texts, formats, run],
  );
  return (
    <div className="fill">
      <h1 className="visually-hidden">{texts.frame.runPages.samples}</h1>
      <div className="filters" role="search">
        <SearchField
          label={texts.samples.search}
          value={query.get("text") ?? ""}
          search={(text) => change({ text })}
        />
        <Choice
          label={texts.samples.status}
          any={texts.samples.anyStatus}
          value={query.get("status") ?? ""}
          values={STATUSES.map((status) => [status, texts.statuses[status]] as const)}
          choose={(status) => change({ status })}
        />
        <Choice
          label={texts.samples.reason}
          any={texts.samples.anyReason}
          value={query.get("reason") ?? ""}
          values={reasonsOf(facets).map(
            ([reason, count]) =>
              [reason, `${statuses[reason] ?? reason} (${formats.count(count)})`] as const,
          )}
          choose={(reason) => change({ reason })}
        />
        {facets?.labels.length === 0 ? null : (
          <Choice
            label={texts.samples.label}
            any={texts.samples.anyLabel}
            value={query.get("label") ?? ""}
            values={(facets?.labels ?? []).map(
              ({ label, count }) => [label, `${label} (${formats.count(count)})`] as const,
            )}
            choose={(label) => change({ label })}
          />
        )}
        {facets?.conditions.length === 0 ? null : (
          <Choice
            label={texts.samples.condition}
            any={texts.samples.anyCondition}
            value={query.get("condition") ?? ""}
            values={(facets?.conditions ?? []).flatMap(({ name, values }) =>
              values.map((value) => [`${name}=${value}`, `${name}: ${value}`] as const),
            )}
            choose={(condition) => change({ condition })}
          />
        )}
        <Choice
          label={texts.samples.score}
          any={texts.samples.anyScore}
          value={scoreOf(query)}
          values={[
            ...SCORES.map((score) => [`min ${score}`, texts.samples.scoreFrom(score)] as const),
            ...SCORES.map((score) => [`max ${score}`, texts.samples.scoreTo(score)] as const),
          ]}
          choose={(chosen) => {
            const [end, score = null] = chosen?.split(" ") ?? [];
            change({
              minScore: end === "min" ? score : null,
              maxScore: end === "max" ? score : null,
            });
          }}
        />
        <Choice
          label={texts.samples.disagreement}
          any={texts.samples.anyDisagreement}
          value={query.get("minDisagreement") ?? ""}
          values={DISAGREEMENTS.map(
            (least) => [least, texts.samples.disagreementFrom(least)] as const,
          )}
          choose={(minDisagreement) => change({ minDisagreement })}
        />
        <Choice
          label={texts.samples.weight}
          any={texts.samples.anyWeight}
          value={query.get("minWeight") ?? ""}
          values={WEIGHTS.map((least) => [least, texts.samples.weightFrom(least)] as const)}
          choose={(minWeight) => change({ minWeight })}
        />
        {query.get("cell") === null ? null : (
          <button type="button" className="filter-set" onClick={() => change({ cell: null })}>
            {texts.samples.ofCell(query.get("cell") ?? "")} <span aria-hidden="true">✕</span>
            <span className="visually-hidden">{texts.trace.takeAway}</span>
          </button>
        )}
        <span className="faint" role="status">
          {samples.total === undefined || samples.total === null
            ? ""
            : texts.samples.count(formats.count(samples.total))}
        </span>
        <span className="push" />
        <ColumnChoice
          columns={columns.filter(({ id }) => !ALWAYS.has(id))}
          hidden={hidden}
          change={setHidden}
        />
      </div>
      {samples.error && samples.rows.length === 0 ? (
        <Failed error={samples.error} again={samples.again} />
      ) : samples.total === undefined ? (
        <Loading />
      ) : samples.rows.length === 0 ? (
        <Empty title={filtered ? texts.samples.noneFound : texts.samples.none}>
          {filtered ? (
            <button
              type="button"
              onClick={() => change(Object.fromEntries(FILTERS.map((name) => [name, null])))}
            >
              {texts.samples.all}
            </button>
          ) : (
            texts.samples.noneHint
          )}
        </Empty>
      ) : (
        <RowTable
          label={texts.frame.runPages.samples}
          columns={columns}
          hidden={hidden}
          rows={samples.rows}
          total={samples.total}
          rowKey={(sample) => sample.id}
          open={(sample) => go(`/runs/${run}/samples/${encodeURIComponent(sample.id)}`)}
          more={samples.more}
          hasMore={samples.hasMore}
          sort={sort}
          sortBy={(by) => change({ sort: by })}
        />
      )}
    </div>
  );
}

function scoreOf(query: URLSearchParams): string {
  const [least, most] = [query.get("minScore"), query.get("maxScore")];
  return least !== null ? `min ${least}` : most !== null ? `max ${most}` : "";
}

/** Reasons with how many samples have them, the most frequent first. */
function reasonsOf(facets: SampleFacets | undefined): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { reason, count } of facets?.statuses ?? [])
    if (reason !== "") counts.set(reason, (counts.get(reason) ?? 0) + count);
  return [...counts].toSorted(([, a], [, b]) => b - a);
}
