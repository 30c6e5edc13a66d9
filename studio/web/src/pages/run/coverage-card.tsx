import { useState, type ReactNode } from "react";
import type { RunCell, RunDetail } from "../../../../api/runs.js";
import { useLanguage } from "../../language/language.js";
import { HeatMap } from "../../parts/heat-map.js";
import { pathWith } from "../../server/ask.js";
import { CellLine } from "./cell-line.js";
import { ConceptTree } from "./concept-tree.js";

const FIRST_CELLS = 40;

interface CoverageCardProps {
  readonly run: string;
  readonly coverage: RunDetail["coverageMap"];
}

/** What the plan wanted and what there is: a heat map or a tree, and every cell below it. */
export function CoverageCard({ run, coverage }: CoverageCardProps): ReactNode {
  const { texts, formats } = useLanguage();
  const [all, setAll] = useState(false);
  const { heat, tree, cells } = coverage;
  const shown = all ? cells : cells.slice(0, FIRST_CELLS);
  return (
    <section className="card">
      <header>
        <h2>{texts.run.coverage}</h2>
        <span className="soft">{heat === null ? texts.run.cellsNote : texts.run.matrixNote}</span>
      </header>
      {cells.length === 0 ? <p className="faint">{texts.run.noCells}</p> : null}
      {heat === null ? null : <Heat run={run} heat={heat} cells={cells} />}
      {tree === null || tree.children.length === 0 ? null : (
        <details open={heat === null} className="cells">
          <summary>{texts.run.tree}</summary>
          <ConceptTree run={run} tree={tree} cells={cells} />
        </details>
      )}
      {cells.length === 0 ? null : (
        <details open={heat === null && tree === null} className="cells">
          <summary>{texts.run.cells(formats.count(cells.length))}</summary>
          <ul className="tree-list">
            {shown.map((cell) => (
              <CellLine key={cell.id} run={run} cell={cell} />
            ))}
          </ul>
          {cells.length > FIRST_CELLS && !all ? (
            <button type="button" onClick={() => setAll(true)}>
              {texts.run.allCells(formats.count(cells.length))}
            </button>
          ) : null}
        </details>
      )}
    </section>
  );
}

function Heat({
  run,
  heat,
  cells,
}: {
  readonly run: string;
  readonly heat: NonNullable<CoverageCardProps["coverage"]["heat"]>;
  readonly cells: readonly RunCell[];
}): ReactNode {
  const { texts } = useLanguage();
  const places = new Map(heat.cells.map((cell) => [`${cell.row}/${cell.column}`, cell]));
  const conditions = new Set(cells.flatMap((cell) => cell.conditions.map(({ name }) => name)));
  /** What asks for the samples of one side: a condition has a name, the label has none. */
  const filter = (side: { name: string }, value: string): Readonly<Record<string, string>> =>
    conditions.has(side.name) ? { condition: `${side.name}=${value}` } : { label: value };
  return (
    <HeatMap
      label={texts.run.coverage}
      rows={heat.rows.values}
      columns={heat.columns.values.map((name) => ({ group: heat.columns.name, name }))}
      cell={(row, column) => {
        const found = places.get(`${row}/${column}`);
        const down = heat.rows.values[row];
        const across = heat.columns.values[column];
        if (found === undefined || down === undefined || across === undefined) return undefined;
        const [only] = found.cellIds;
        const asked = { ...filter(heat.rows, down), ...filter(heat.columns, across) };
        return {
          accepted: found.accepted,
          quota: found.quota,
          unseen: found.unseenMass,
          href: pathWith(
            `/runs/${run}/samples`,
            // two conditions cannot be asked for at once: where it is one cell, that is
            Object.keys(asked).length === 2 || found.cellIds.length > 1 || only === undefined
              ? asked
              : { cell: only },
          ),
        };
      }}
    />
  );
}
