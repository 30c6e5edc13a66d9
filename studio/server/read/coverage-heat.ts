import type { Cell } from "../../../schema/coverage.js";
import type { RunDetail } from "../../api/runs.js";

type Heat = NonNullable<RunDetail["coverageMap"]["heat"]>;

/** Values of a dimension that are drawn: wider maps cannot be read. */
const MOST_VALUES = 60;

/** Cells as a matrix of their first two dimensions; null where they have fewer. */
export function coverageHeat(cells: readonly Cell[]): Heat | null {
  const dimensions = dimensionsOf(cells);
  const [rows, columns] = dimensions;
  if (rows === undefined || columns === undefined) return null;
  if (rows.values.length > MOST_VALUES || columns.values.length > MOST_VALUES) return null;
  const found = new Map<string, Heat["cells"][number]>();
  for (const cell of cells) {
    const row = rows.values.indexOf(rows.of(cell) ?? "");
    const column = columns.values.indexOf(columns.of(cell) ?? "");
    if (row < 0 || column < 0) continue;
    const key = `${row} ${column}`;
    const own = found.get(key) ?? {
      row,
      column,
      quota: 0,
      accepted: 0,
      unseenMass: 0,
      cellIds: [],
    };
    const quota = own.quota + cell.quota;
    found.set(key, {
      ...own,
      quota,
      accepted: own.accepted + cell.accepted,
      // Of several cells the mean, weighed by what is wanted of each.
      unseenMass:
        quota === 0
          ? cell.unseenMass
          : (own.unseenMass * own.quota + cell.unseenMass * cell.quota) / quota,
      cellIds: [...own.cellIds, cell.id],
    });
  }
  const plain = ({ name, values }: Dimension) => ({ name, values: [...values] });
  return { rows: plain(rows), columns: plain(columns), cells: [...found.values()] };
}

interface Dimension {
  readonly name: string;
  readonly values: readonly string[];
  of(cell: Cell): string | undefined;
}

function dimensionsOf(cells: readonly Cell[]): Dimension[] {
  const labelOf = ({ label }: Cell): string | undefined =>
    label === null ? undefined : [label].flat().join(" + ");
  const names = [...new Set(cells.flatMap(({ conditions }) => conditions.map(({ name }) => name)))];
  const all = [
    { name: "label", of: labelOf },
    ...names.map((name) => ({
      name,
      of: (cell: Cell) => cell.conditions.find((condition) => condition.name === name)?.value,
    })),
  ];
  const depth = Math.max(0, ...cells.map(({ path }) => path.length));
  for (let at = 0; at < depth; at++)
    all.push({ name: `level ${at + 1}`, of: (cell) => cell.path[at] });
  const seen = new Set<string>();
  return all.flatMap(({ name, of }) => {
    const values = [...new Set(cells.flatMap((cell) => of(cell) ?? []))];
    // A level of the tree may say what the label or an attribute says already.
    const key = JSON.stringify(cells.map((cell) => of(cell) ?? null));
    if (values.length < 2 || seen.has(key)) return [];
    seen.add(key);
    return [{ name, values, of }];
  });
}
