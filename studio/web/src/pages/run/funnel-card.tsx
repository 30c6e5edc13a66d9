import type { ReactNode } from "react";
import { Link } from "wouter";
import type { RunDetail } from "../../../../api/runs.js";
import { useLanguage } from "../../language/language.js";

const MOST_REASONS = 8;

/** What was planned, written and revised, and what became of it. */
export function FunnelCard({
  run,
  detail,
}: {
  readonly run: string;
  readonly detail: RunDetail;
}): ReactNode {
  const { texts, formats } = useLanguage();
  const { funnel } = detail;
  const rejected = funnel.rejected.reduce((sum, { count }) => sum + count, 0);
  const most = Math.max(1, funnel.planned, funnel.drafted, funnel.accepted);
  const samples = `/runs/${run}/samples`;
  const steps = [
    { name: texts.run.planned, count: funnel.planned, colour: "planned", href: null },
    { name: texts.run.drafted, count: funnel.drafted, colour: "drafted", href: null },
    { name: texts.run.revised, count: funnel.revised, colour: "drafted", href: null },
    {
      name: texts.statuses.accepted,
      count: funnel.accepted,
      colour: "accepted",
      href: `${samples}?status=accepted`,
    },
    {
      name: texts.statuses["in-review"],
      count: funnel.inReview,
      colour: "review",
      href: `${samples}?status=in-review`,
    },
    {
      name: texts.statuses.rejected,
      count: rejected,
      colour: "rejected",
      href: `${samples}?status=rejected`,
    },
  ];
  const reasons = funnel.rejected.toSorted((a, b) => b.count - a.count);
  return (
    <section className="card">
      <header>
        <h2>{texts.run.funnel}</h2>
        <span className="soft">{texts.run.funnelNote}</span>
      </header>
      <ol className="bars">
        {steps.map((step) => (
          <li key={step.name}>
            <span className="bar-name">
              {step.href === null ? step.name : <Link href={step.href}>{step.name}</Link>}
            </span>
            <span className="bar" aria-hidden="true">
              <span
                className={`fill-${step.colour}`}
                style={{ width: `${(100 * step.count) / most}%` }}
              />
            </span>
            <span className="bar-count">{formats.count(step.count)}</span>
          </li>
        ))}
      </ol>
      {reasons.length === 0 ? null : (
        <>
          <h3 className="under">{texts.run.whyRejected}</h3>
          <ol className="bars">
            {reasons.slice(0, MOST_REASONS).map((reason) => (
              <li key={reason.reason} className="bar-reason">
                <Link
                  href={`${samples}?status=rejected&reason=${encodeURIComponent(reason.reason)}`}
                >
                  {reason.meaning === "" ? null : `${reason.meaning} `}
                  <code className="reason-code">{reason.reason}</code>
                </Link>
                <span className="bar" aria-hidden="true">
                  <span
                    className="fill-rejected"
                    style={{ width: `${(100 * reason.count) / Math.max(1, rejected)}%` }}
                  />
                </span>
                <span className="bar-count">{formats.count(reason.count)}</span>
              </li>
            ))}
          </ol>
          {reasons.length > MOST_REASONS ? (
            <p className="faint">
              {texts.run.moreReasons(formats.count(reasons.length - MOST_REASONS))}
            </p>
          ) : null}
        </>
      )}
    </section>
  );
}
