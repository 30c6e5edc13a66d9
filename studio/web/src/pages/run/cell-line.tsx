import type { ReactNode } from "react";
import { Link } from "wouter";
import type { RunCell } from "../../../../api/runs.js";
import { useLanguage } from "../../language/language.js";
import { PartsBar } from "../../parts/figures.js";
import { pathWith } from "../../server/ask.js";

/** One cell with its name, how full it is, and its samples behind it. */
export function CellLine({
  run,
  cell,
}: {
  readonly run: string;
  readonly cell: RunCell;
}): ReactNode {
  const { texts, formats } = useLanguage();
  return (
    <li>
      <Link href={pathWith(`/runs/${run}/samples`, { cell: cell.id })}>{cellName(cell)}</Link>
      <PartsBar
        label={cellName(cell)}
        total={Math.max(cell.quota, cell.accepted + cell.inReview, 1)}
        parts={[
          { name: "accepted", count: cell.accepted },
          { name: "in-review", count: cell.inReview },
        ]}
      />
      <span className="number" title={texts.run.unseen(formats.share(cell.unseenMass, 0))}>
        {formats.count(cell.accepted)}
        <span className="faint"> / {formats.number(cell.quota, 0)}</span>
      </span>
    </li>
  );
}

/** A cell as people read it. */
function cellName(cell: RunCell): string {
  const label = typeof cell.label === "string" ? [cell.label] : (cell.label ?? []);
  const named = [
    ...cell.path,
    ...label.filter((name) => !cell.path.includes(name)),
    ...cell.conditions.map(({ value }) => value),
  ];
  return named.length === 0 ? cell.id : [...new Set(named)].join(" / ");
}
