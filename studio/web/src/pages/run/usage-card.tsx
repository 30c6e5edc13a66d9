import type { ReactNode } from "react";
import { Link } from "wouter";
import type { RunDetail } from "../../../../api/runs.js";
import { useLanguage } from "../../language/language.js";
import { agentName } from "../../parts/agent-name.js";
import { Cost } from "../../parts/figures.js";
import { WideTable } from "../../parts/wide-table.js";

/** What each agent asked of each model, and what that cost. */
export function UsageCard({
  run,
  detail,
}: {
  readonly run: string;
  readonly detail: RunDetail;
}): ReactNode {
  const { texts, formats } = useLanguage();
  const { usage, now } = detail;
  const { budget } = now;
  const sum = (of: (row: RunDetail["usage"][number]) => number): number =>
    usage.reduce((all, row) => all + of(row), 0);
  /** What has a limit: its name, what is used of it, and the limit. */
  const spent: readonly (readonly [string, string, string | null])[] = [
    [
      texts.run.cost,
      detail.cost === null ? "–" : formats.money(detail.cost),
      budget.usd === null ? null : formats.money(budget.usd),
    ],
    [
      texts.run.callBudget,
      formats.count(sum(({ calls }) => calls)),
      budget.calls === null ? null : formats.count(budget.calls),
    ],
    [
      texts.trace.tokens,
      formats.short(sum(({ inputTokens, outputTokens }) => inputTokens + outputTokens)),
      budget.tokens === null ? null : formats.short(budget.tokens),
    ],
  ];
  const limitsOf = (one: RunDetail["now"]["models"][number]): string =>
    [
      texts.run.usedOfLimit(formats.count(one.inFlight), formats.count(one.mostInFlight)),
      ...(one.mostPerSecond === null
        ? []
        : [texts.run.limit(texts.run.perMinute(formats.number(one.mostPerSecond * 60, 0)))]),
      ...(one.waiting === 0 ? [] : [texts.run.waiting(formats.count(one.waiting))]),
      ...(one.refusing ? [texts.run.leftAlone] : []),
    ].join(" · ");
  return (
    <section className="card">
      <header>
        <h2>{texts.run.usage}</h2>
        <span className="soft">{texts.run.usageNote}</span>
      </header>
      {usage.length === 0 ? (
        <p className="faint">{texts.run.noCalls}</p>
      ) : (
        <WideTable
          label={texts.run.usage}
          heads={
            <>
              <th>{texts.trace.agent}</th>
              <th className="number">{texts.run.calls}</th>
              <th className="number">{texts.run.cached}</th>
              <th className="number">{texts.run.tokensIn}</th>
              <th className="number">{texts.run.tokensOut}</th>
              <th className="number">{texts.run.cost}</th>
            </>
          }
        >
          {usage.map((row) => (
            <tr key={`${row.agent}/${row.model}`}>
              <td>
                <Link
                  href={`/runs/${run}/trace?operation=chat&agent=${encodeURIComponent(row.agent)}`}
                >
                  {agentName(row.agent, texts)}
                </Link>{" "}
                <span className="faint">{row.model}</span>
              </td>
              <td className="number">{formats.count(row.calls)}</td>
              <td className="number">{formats.count(row.cached)}</td>
              <td className="number">{formats.short(row.inputTokens)}</td>
              <td className="number">{formats.short(row.outputTokens)}</td>
              <td className="number">
                <Cost usd={row.cost} />
              </td>
            </tr>
          ))}
        </WideTable>
      )}
      <h3 className="under">{texts.run.now}</h3>
      <dl className="facts">
        {now.perSecond === null ? null : (
          <>
            <dt>{texts.run.drafts}</dt>
            <dd>{texts.run.perMinute(formats.number(now.perSecond * 60, 1))}</dd>
          </>
        )}
        {now.callsPerSecond === null ? null : (
          <>
            <dt>{texts.run.calls}</dt>
            <dd>{texts.run.perMinute(formats.number(now.callsPerSecond * 60, 1))}</dd>
          </>
        )}
        <dt>{texts.run.concurrency}</dt>
        <dd>
          {now.inFlight === null
            ? texts.run.limit(formats.count(now.concurrency))
            : texts.run.usedOfLimit(formats.count(now.inFlight), formats.count(now.concurrency))}
        </dd>
        {now.models.map((one, place) => (
          <div className="fact" key={`${one.model}/${place}`}>
            <dt>{one.model}</dt>
            <dd>{limitsOf(one)}</dd>
          </div>
        ))}
        {spent.map(([name, used, limit]) =>
          limit === null ? null : (
            <div className="fact" key={name}>
              <dt>{name}</dt>
              <dd>{texts.run.usedOfLimit(used, limit)}</dd>
            </div>
          ),
        )}
      </dl>
    </section>
  );
}
