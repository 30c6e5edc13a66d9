import type { ReactNode } from "react";
import { useLanguage } from "../language/language.js";
import type { Estimate } from "../language/formats.js";

/** A share with its interval, else the least that was shown of it, or that it was not measured. */
export function Interval({
  estimate,
  certified = null,
}: {
  readonly estimate: Estimate | null;
  readonly certified?: { readonly atLeast: number } | null;
}): ReactNode {
  const { formats, texts } = useLanguage();
  if (estimate === null && certified !== null)
    return <span className="interval">≥ {formats.share(certified.atLeast)}</span>;
  if (estimate === null) return <span className="not-measured">{texts.figures.notMeasured}</span>;
  return (
    <span className="interval">
      {formats.share(estimate.value)}{" "}
      <span className="faint" title={texts.figures.interval}>
        {formats.interval(estimate)}
      </span>
    </span>
  );
}

/** What model calls cost, in US dollars; null where a price is not known. */
export function Cost({ usd }: { readonly usd: number | null }): ReactNode {
  const { formats, texts } = useLanguage();
  if (usd === null) return <span className="faint">{texts.run.unknownPrice}</span>;
  return usd === 0 ? texts.figures.free : formats.money(usd);
}

/** A figure with what it counts. */
export function Figure({
  name,
  children,
  note,
}: {
  readonly name: string;
  readonly children: ReactNode;
  readonly note?: ReactNode;
}): ReactNode {
  return (
    <div className="figure">
      <dt>{name}</dt>
      <dd>
        <span className="figure-value">{children}</span>
        {note === undefined ? null : <span className="figure-note">{note}</span>}
      </dd>
    </div>
  );
}

const STATUS_CLASS: Readonly<Record<string, string>> = {
  accepted: "accepted",
  rejected: "rejected",
  "in-review": "review",
  drafted: "drafted",
  planned: "planned",
  working: "drafted",
  waiting: "review",
  finished: "accepted",
  unreadable: "rejected",
  interrupted: "planned",
};
const STATUS_MARK: Readonly<Record<string, string>> = {
  accepted: "✓",
  rejected: "✕",
  "in-review": "?",
  drafted: "•",
  planned: "○",
  working: "•",
  waiting: "?",
  finished: "✓",
  unreadable: "✕",
  interrupted: "‖",
};

/** A status as a word with a mark: never by colour alone. */
export function Status({ status }: { readonly status: string }): ReactNode {
  const { texts } = useLanguage();
  return (
    <span className={`status ${STATUS_CLASS[status] ?? "planned"}`}>
      <span aria-hidden="true" className={status === "working" ? "pulse" : undefined}>
        {STATUS_MARK[status] ?? "○"}
      </span>
      {texts.statuses[status as keyof typeof texts.statuses] ?? status}
    </span>
  );
}

/** One bar of parts: each with its name, its count and its colour's class. */
export function PartsBar({
  parts,
  total,
  label,
}: {
  readonly parts: readonly { readonly name: string; readonly count: number }[];
  readonly total: number;
  readonly label: string;
}): ReactNode {
  const { formats, texts } = useLanguage();
  const statuses: Readonly<Record<string, string>> = texts.statuses;
  const told = parts
    .map(({ name, count }) => `${statuses[name] ?? name} ${formats.count(count)}`)
    .join(", ");
  return (
    <div className="parts-bar" role="img" aria-label={`${label}: ${told}`} title={told}>
      {parts.map((part) =>
        part.count === 0 ? null : (
          <span
            key={part.name}
            className={`fill-${STATUS_CLASS[part.name] ?? "planned"}`}
            style={{ width: `${(100 * part.count) / Math.max(1, total)}%` }}
          />
        ),
      )}
    </div>
  );
}
