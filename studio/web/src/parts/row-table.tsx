import {
  columnVisibilityFeature,
  createColumnHelper,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { useKeys } from "../frame/keys.js";
import { useLanguage } from "../language/language.js";
import { useNarrow } from "./use-narrow.js";

/** A column: what it is called, what stands in it, and how wide it is (a track of a CSS grid). */
export interface RowColumn<T> {
  readonly id: string;
  readonly name: string;
  readonly width: string;
  readonly cell: (row: T) => ReactNode;
  readonly isNumber?: boolean;
  /** What the server sorts by when its name is pressed. */
  readonly sort?: string;
  /** On a telephone: the first line of a row, or not there at all. */
  readonly narrow?: "main" | "none";
}

interface RowTableProps<T> {
  readonly label: string;
  readonly columns: readonly RowColumn<T>[];
  /** Names of columns that are not shown. */
  readonly hidden?: ReadonlySet<string>;
  readonly rows: readonly T[];
  readonly total: number | null | undefined;
  readonly rowKey: (row: T) => string;
  readonly open: (row: T) => void;
  readonly more?: () => void;
  readonly hasMore?: boolean;
  /** `name` or `-name`: what the rows are ordered by. */
  readonly sort?: string;
  readonly sortBy?: (sort: string) => void;
  readonly foot?: ReactNode;
}

const ROW_HEIGHT = 32;
const NARROW_ROW_HEIGHT = 58;
const features = tableFeatures({ columnVisibilityFeature });

/** A table of any length: only the rows in sight are drawn, and more are fetched as they are reached. */
export function RowTable<T extends object>({
  label,
  columns,
  hidden,
  rows,
  total,
  rowKey,
  open,
  more,
  hasMore = false,
  sort,
  sortBy,
  foot,
}: RowTableProps<T>): ReactNode {
  const { texts } = useLanguage();
  const narrow = useNarrow();
  const scroller = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState(-1);
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const defined = useMemo(() => {
    const helper = createColumnHelper<typeof features, T>();
    return helper.columns(
      columns.map((column) =>
        helper.display({
          id: column.id,
          header: () => column.name,
          cell: ({ row }) => column.cell(row.original),
        }),
      ),
    );
  }, [columns]);
  const columnVisibility = useMemo(
    () => Object.fromEntries([...(hidden ?? [])].map((id) => [id, false])),
    [hidden],
  );
  const table = useTable({
    features,
    columns: defined,
    data: rows as T[],
    getRowId: (row) => rowKey(row),
    state: { columnVisibility },
  });
  const drawn = table.getRowModel().rows;
  const height = narrow ? NARROW_ROW_HEIGHT : ROW_HEIGHT;
  const virtual = useVirtualizer({
    count: drawn.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
  });
  useEffect(() => virtual.measure(), [height, virtual]);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (hasMore && last >= drawn.length - 40) more?.();
  }, [hasMore, last, drawn.length, more]);
  const move = (to: number): void => {
    const next = Math.max(0, Math.min(drawn.length - 1, to));
    setChosen(next);
    virtual.scrollToIndex(next);
  };
  useKeys(label, [
    { keys: "j", says: texts.keys.next, press: () => move(chosen + 1) },
    { keys: "k", says: texts.keys.previous, press: () => move(chosen - 1) },
    {
      keys: "o",
      says: texts.keys.open,
      press: () => {
        const row = drawn[chosen];
        if (row) open(row.original);
      },
    },
  ]);
  const shown = columns.filter(({ id }) => !hidden?.has(id));
  const tracks = narrow ? undefined : shown.map(({ width }) => width).join(" ");
  return (
    <div
      className="grid-table"
      role="table"
      aria-label={label}
      aria-rowcount={(total ?? drawn.length) + 1}
      tabIndex={0}
      ref={scroller}
    >
      <div role="rowgroup" className="grid-head-group">
        {table.getHeaderGroups().map((group) => (
          <div
            key={group.id}
            role="row"
            className="grid-head"
            style={{ gridTemplateColumns: tracks }}
          >
            {group.headers.map((header) => {
              const column = byId.get(header.column.id);
              const own = column?.sort;
              const up = own !== undefined && sort === own;
              const down = own !== undefined && sort === `-${own}`;
              return (
                <div
                  key={header.id}
                  role="columnheader"
                  className={`grid-cell ${column?.isNumber ? "number" : ""}`}
                  aria-sort={up ? "ascending" : down ? "descending" : undefined}
                >
                  {own === undefined || sortBy === undefined ? (
                    <table.FlexRender header={header} />
                  ) : (
                    <button
                      type="button"
                      className="plain"
                      onClick={() => sortBy(down ? own : `-${own}`)}
                    >
                      <table.FlexRender header={header} />
                      {up ? " ↑" : down ? " ↓" : ""}
                    </button>
                  )}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      <div role="rowgroup" className="grid-body" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = drawn[item.index];
          if (!row) return null;
          return (
            <div
              key={row.id}
              role="row"
              aria-rowindex={item.index + 2}
              aria-current={item.index === chosen ? "true" : undefined}
              className="grid-row"
              style={{
                height,
                transform: `translateY(${item.start}px)`,
                gridTemplateColumns: tracks,
              }}
              onClick={(event) => {
                setChosen(item.index);
                if ((event.target as HTMLElement).closest("a, button, input") === null)
                  open(row.original);
              }}
            >
              {row.getVisibleCells().map((cell) => {
                const column = byId.get(cell.column.id);
                return (
                  <div
                    key={cell.id}
                    role="cell"
                    className={`grid-cell ${column?.isNumber ? "number" : ""} ${
                      column?.narrow === "none"
                        ? "wide-only"
                        : column?.narrow === "main"
                          ? "grid-main"
                          : ""
                    }`}
                  >
                    <table.FlexRender cell={cell} />
                  </div>
                );
              })}
            </div>
          );
        })}
      </div>
      {foot === undefined ? null : <div className="grid-foot">{foot}</div>}
    </div>
  );
}
