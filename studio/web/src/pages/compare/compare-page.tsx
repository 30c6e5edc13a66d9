import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Comparison } from "../../../../api/task.js";
import { useLanguage } from "../../language/language.js";
import { Sentence } from "../../parts/sentence.js";
import { Empty, Failed, Loading } from "../../parts/states.js";
import { WideTable } from "../../parts/wide-table.js";
import { useQuery } from "../../parts/use-query.js";
import { pathWith } from "../../server/ask.js";
import { useAnswer } from "../../server/use-answer.js";

type Compared = Comparison["figures"][number];

function placesOf(size: number): number {
  return size >= 100 ? 0 : size >= 10 ? 1 : 3;
}

/** Two runs: what differs in their tasks, and which of their figures really differ. */
export default function ComparePage(): ReactNode {
  const { texts, formats } = useLanguage();
  const [query] = useQuery();
  const a = query.get("a");
  const b = query.get("b");
  const { data, error, again } = useAnswer<Comparison>(
    a === null || b === null ? null : pathWith("/api/compare", { a, b }),
  );
  if (a === null || b === null)
    return (
      <Empty title={texts.compare.chooseTwo}>
        <Link href="/">{texts.states.toRuns}</Link>
      </Empty>
    );
  if (error) return <Failed error={error} again={again} />;
  if (data === undefined) return <Loading />;
  /** As many places as the larger of the two runs' figures is worth. */
  const figure = (value: number | null, { unit, first, second }: Compared): string =>
    value === null
      ? "–"
      : unit === "share"
        ? formats.share(value)
        : unit === "usd"
          ? formats.money(value)
          : formats.number(value, placesOf(Math.max(Math.abs(first ?? 0), Math.abs(second ?? 0))));
  /** Of two percentages the difference is one of points. */
  const difference = (value: number | null, row: Compared): string =>
    value !== null && row.unit === "share" ? formats.points(value) : figure(value, row);
  const interval = ({ low, high, ...row }: Compared): string | null =>
    low === null || high === null || low === high
      ? null
      : row.unit === "share"
        ? formats.pointsBetween(low, high)
        : `${figure(low, { low, high, ...row })} … ${figure(high, { low, high, ...row })}`;
  return (
    <div className="page">
      <div className="page-head">
        <h1>{texts.compare.title}</h1>
        <span className="soft">{texts.compare.tests(formats.count(data.tests))}</span>
      </div>
      <section className="card compare-sides">
        {[data.first, data.second].map((side, index) => (
          <div key={index}>
            <h3>{index === 0 ? "A" : "B"}</h3>
            <Link href={`/runs/${side.id}`}>{side.id}</Link>
            <p className="soft">
              {texts.compare.side(formats.count(side.accepted), side.recipe, String(side.seed))}
            </p>
          </div>
        ))}
      </section>
      <section className="card">
        <header>
          <h2>{texts.compare.figures}</h2>
          <span className="soft">{texts.compare.figuresNote}</span>
        </header>
        <WideTable
          label={texts.compare.figures}
          className="compare-figures"
          heads={
            <>
              <th>{texts.compare.figure}</th>
              <th className="number">A</th>
              <th className="number">B</th>
              <th className="number">{texts.compare.difference}</th>
              <th className="number">{texts.figures.interval}</th>
              <th>{texts.compare.verdict}</th>
            </>
          }
        >
          {data.figures.map((row, index) => (
            <tr key={index}>
              <td>
                {texts.compare.names[row.name] ?? row.name}
                {row.of === null ? null : (
                  <span className="faint"> {texts.criteria[row.of] ?? row.of}</span>
                )}
              </td>
              <td className="number">{figure(row.first, row)}</td>
              <td className="number">{figure(row.second, row)}</td>
              <td className="number">{difference(row.difference, row)}</td>
              <td className={interval(row) === null ? "number soft is-none" : "number soft"}>
                {interval(row) ?? "–"}
              </td>
              <td>
                <span
                  className={row.verdict === "real" ? "status drafted" : "soft"}
                  title={
                    row.method === null
                      ? undefined
                      : (texts.compare.methods[row.method] ?? row.method)
                  }
                >
                  {row.verdict === "real" ? <span aria-hidden="true">≠</span> : null}
                  {texts.compare.verdicts[row.verdict]}
                </span>
                {row.note === null ? null : <span className="faint"> · {row.note}</span>}
              </td>
            </tr>
          ))}
        </WideTable>
      </section>
      <section className="card">
        <header>
          <h2>{texts.compare.settings}</h2>
        </header>
        {data.settings.length === 0 ? (
          <p className="faint">{texts.compare.sameSettings}</p>
        ) : (
          <WideTable
            label={texts.compare.settings}
            heads={
              <>
                <th>{texts.compare.setting}</th>
                <th>A</th>
                <th>B</th>
              </>
            }
          >
            {data.settings.map((row) => (
              <tr key={row.path}>
                <td className="mono">{row.path}</td>
                <td>
                  <pre>{JSON.stringify(row.first) ?? "–"}</pre>
                </td>
                <td>
                  <pre>{JSON.stringify(row.second) ?? "–"}</pre>
                </td>
              </tr>
            ))}
          </WideTable>
        )}
      </section>
      {data.notes.map((note) => (
        <p key={note} className="soft">
          <Sentence text={note} />
        </p>
      ))}
    </div>
  );
}
