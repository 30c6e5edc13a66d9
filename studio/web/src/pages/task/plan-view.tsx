import type { ReactNode } from "react";
import type { Planned } from "../../../../api/task.js";
import { useLanguage } from "../../language/language.js";
import { JsonText } from "../../parts/json-text.js";

const MOST_CELLS = 60;

/** What would be ordered, and what that would take. */
export function PlanView({ planned }: { readonly planned: Planned }): ReactNode {
  const { texts, formats } = useLanguage();
  const { estimate, cells } = planned;
  return (
    <section>
      <h2>{texts.task.estimate}</h2>
      <dl className="facts">
        <dt>{texts.task.orders}</dt>
        <dd>{formats.count(estimate.orders)}</dd>
        <dt>{texts.run.calls}</dt>
        <dd>{formats.count(estimate.calls)}</dd>
        <dt>{texts.trace.tokens}</dt>
        <dd>
          {texts.trace.inOut(
            formats.short(estimate.tokens.input),
            formats.short(estimate.tokens.output),
          )}
        </dd>
        <dt>{texts.run.cost}</dt>
        <dd>
          {estimate.cost === null
            ? texts.run.unknownPrice
            : estimate.cost === 0
              ? texts.figures.free
              : formats.money(estimate.cost)}
        </dd>
        <dt>{texts.run.time}</dt>
        <dd>
          {formats.duration(estimate.seconds * 1000)}{" "}
          <span className="faint">{texts.task.secondsFrom[estimate.secondsFrom]}</span>
        </dd>
      </dl>
      <p className="faint">{estimate.basis}</p>
      <h2 className="under">{texts.run.cells(formats.count(cells.length))}</h2>
      <ul className="plan-cells">
        {cells.slice(0, MOST_CELLS).map((cell, index) => (
          <li key={index}>
            <span>{cellText(cell)}</span>
            <span className="number">{String(cell["quota"] ?? "")}</span>
          </li>
        ))}
      </ul>
      {cells.length > MOST_CELLS ? (
        <p className="faint">{texts.trace.moreSamples(formats.count(cells.length - MOST_CELLS))}</p>
      ) : null}
      <details className="cells">
        <summary>{texts.task.wholePlan}</summary>
        <JsonText value={planned.plan} />
      </details>
    </section>
  );
}

/** A planned cell as people read it: its path, its label and its conditions. */
function cellText(cell: Readonly<Record<string, unknown>>): string {
  const conditions = Array.isArray(cell["conditions"])
    ? (cell["conditions"] as readonly { readonly value?: unknown }[]).map(({ value }) => value)
    : [];
  const path = Array.isArray(cell["path"]) ? (cell["path"] as unknown[]) : [];
  const parts = [...path, cell["label"], ...conditions].filter(
    (part) => part !== null && part !== undefined,
  );
  return parts.length === 0
    ? String(cell["name"] ?? cell["id"] ?? "")
    : [...new Set(parts.map(String))].join(" / ");
}
