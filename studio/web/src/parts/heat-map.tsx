import type { ReactNode } from "react";
import { Link } from "wouter";
import { useLanguage } from "../language/language.js";

export interface HeatCell {
  readonly accepted: number;
  /** null where nothing was wanted. */
  readonly quota: number | null;
  /** How much may be unseen yet, 0 to 1; null where nobody estimated it. */
  readonly unseen: number | null;
  readonly href: string;
}

interface HeatMapProps {
  readonly label: string;
  readonly rows: readonly string[];
  readonly columns: readonly { readonly group: string; readonly name: string }[];
  readonly cell: (row: number, column: number) => HeatCell | undefined;
}

/** Two attributes against each other: accepted of quota in each cell, and a link to its samples. */
export function HeatMap({ label, rows, columns, cell }: HeatMapProps): ReactNode {
  const { texts, formats } = useLanguage();
  const groups: { name: string; span: number }[] = [];
  for (const { group } of columns) {
    const last = groups.at(-1);
    if (last?.name === group) last.span += 1;
    else groups.push({ name: group, span: 1 });
  }
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={label}>
      <table className="heat">
        <thead>
          {groups.length > 0 && groups[0]?.name !== "" ? (
            <tr>
              <td />
              {groups.map((group) => (
                <th key={group.name} colSpan={group.span} scope="colgroup" className="heat-group">
                  {group.name}
                </th>
              ))}
            </tr>
          ) : null}
          <tr>
            <td />
            {columns.map((column) => (
              <th key={`${column.group}/${column.name}`} scope="col">
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((name, row) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {columns.map((column, index) => {
                const found = cell(row, index);
                if (!found) return <td key={`${column.group}/${column.name}`} />;
                const wanted = found.quota ?? 0;
                const filled =
                  wanted > 0 ? Math.min(1, found.accepted / wanted) : found.accepted > 0 ? 1 : 0;
                const said = texts.run.cellSays(
                  formats.count(found.accepted),
                  found.quota === null ? null : formats.number(found.quota, 1),
                  found.unseen === null ? null : formats.share(found.unseen, 0),
                );
                return (
                  <td key={`${column.group}/${column.name}`}>
                    <Link
                      href={found.href}
                      className="heat-cell"
                      style={{
                        backgroundColor: `color-mix(in oklab, var(--heat-1) ${Math.round(filled * 62)}%, var(--heat-0))`,
                      }}
                      title={`${name} × ${column.name}: ${said}`}
                    >
                      {formats.count(found.accepted)}
                      {found.quota === null ? null : (
                        <span className="heat-quota">/{formats.number(found.quota, 0)}</span>
                      )}
                    </Link>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
