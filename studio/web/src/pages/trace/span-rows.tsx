import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type ReactNode } from "react";
import type { SpanRow } from "../../../../api/spans.js";
import { useLanguage } from "../../language/language.js";
import { spanName } from "../../parts/agent-name.js";
import { useNarrow } from "../../parts/use-narrow.js";
import type { TreeLine } from "./span-tree.js";

interface SpanRowsProps {
  readonly lines: readonly TreeLine[];
  readonly extent: { readonly from: number; readonly to: number };
  readonly at: number;
  readonly chosen: string | null;
  readonly choose: (line: TreeLine, index: number) => void;
  readonly toggle: (row: SpanRow, isOpen: boolean) => void;
  readonly canToggle: (row: SpanRow) => boolean;
  readonly more: (level: string) => void;
}

const ROW_HEIGHT = 26;
const NARROW_ROW_HEIGHT = 34;
/** Pixels that a child stands to the right of its parent, and the most levels that are shown so. */
const INDENT = 14;
const MOST_LEVELS = 12;
/** Rows below those in sight that are fetched already. */
const AHEAD = 60;
const TICKS = [0, 0.25, 0.5, 0.75];

/** Tree and waterfall in the same rows, on one axis of time. */
export function SpanRows(props: SpanRowsProps): ReactNode {
  const { lines, extent, at, chosen, choose, toggle, canToggle, more } = props;
  const { texts, formats } = useLanguage();
  const narrow = useNarrow();
  const scroller = useRef<HTMLDivElement>(null);
  const height = narrow ? NARROW_ROW_HEIGHT : ROW_HEIGHT;
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 16,
    scrollPaddingStart: 30,
  });
  useEffect(() => virtual.measure(), [height, virtual]);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [at, virtual]);
  const items = virtual.getVirtualItems();
  // What comes into sight, or nearly, and is not here yet is fetched.
  const last = items.at(-1)?.index ?? 0;
  const waiting = [...items.map(({ index }) => index), ...range(last + 1, last + AHEAD)]
    .map((index) => lines[index])
    .find((line) => line?.kind === "more" && line.error === undefined);
  const level = waiting?.kind === "more" ? waiting.level : undefined;
  const next = waiting?.kind === "more" ? waiting.next : null;
  useEffect(() => {
    if (level !== undefined) more(level);
    // Of a search a piece may be empty: its end alone says that there is more.
  }, [level, next, more, lines.length]);
  const whole = Math.max(1, extent.to - extent.from);
  return (
    <div
      className="trace-rows"
      role="treegrid"
      aria-label={texts.frame.runPages.trace}
      aria-rowcount={lines.length + 1}
      tabIndex={0}
      ref={scroller}
    >
      <div role="rowgroup">
        <div className="trace-head" role="row">
          <span role="columnheader">{texts.trace.step}</span>
          <span role="columnheader" className="number">
            {texts.trace.took}
          </span>
          <span role="columnheader" className="trace-axis" aria-label={texts.trace.when}>
            {TICKS.map((tick) => (
              <span key={tick} style={{ left: `${tick * 100}%` }}>
                {formats.duration(whole * tick)}
              </span>
            ))}
          </span>
        </div>
      </div>
      <div role="rowgroup" className="grid-body" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const line = lines[item.index];
          if (!line) return null;
          const place = { height, transform: `translateY(${item.start}px)` };
          const indent = { paddingLeft: Math.min(line.depth, MOST_LEVELS) * INDENT };
          if (line.kind === "more")
            return (
              <div key={line.key} role="row" className="span-row is-context" style={place}>
                <div role="gridcell" className="span-name" style={indent}>
                  <span className="span-toggle" />
                  {line.error ? (
                    <button type="button" className="plain" onClick={() => more(line.level)}>
                      {line.error.message} {texts.states.again}
                    </button>
                  ) : (
                    texts.states.loading
                  )}
                </div>
              </div>
            );
          const { row } = line;
          return (
            <div
              key={line.key}
              role="row"
              aria-rowindex={item.index + 2}
              aria-level={line.depth + 1}
              aria-expanded={canToggle(row) ? line.isOpen : undefined}
              aria-selected={line.key === chosen || item.index === at}
              className={row.context ? "span-row is-context" : "span-row"}
              style={place}
              onClick={() => choose(line, item.index)}
              data-span={row.id}
            >
              <div role="gridcell" className="span-name" style={indent}>
                {canToggle(row) ? (
                  <button
                    type="button"
                    className="plain span-toggle"
                    tabIndex={-1}
                    aria-label={line.isOpen ? texts.trace.fold : texts.trace.unfold}
                    onClick={(event) => {
                      event.stopPropagation();
                      toggle(row, line.isOpen);
                    }}
                  >
                    {line.isOpen ? "▾" : "▸"}
                  </button>
                ) : (
                  <span className="span-toggle" />
                )}
                <span className={`span-kind kind-${row.operation}`} title={row.operation} />
                <span className="span-title" title={row.name}>
                  {spanName(narrow ? row.name.replace(/^invoke_agent /u, "") : row.name, texts)}
                </span>
                {row.folded === null ? null : (
                  <span className="span-fold">
                    {texts.trace.times(formats.count(row.folded.count))}
                    <span className="wide-only">
                      {texts.trace.percentiles(
                        formats.duration(row.folded.p50),
                        formats.duration(row.folded.p95),
                      )}
                    </span>
                  </span>
                )}
                <Failures row={row} />
              </div>
              <div role="gridcell" className="span-duration">
                {formats.duration(row.folded?.p50 ?? row.durationMs)}
              </div>
              <div role="gridcell" className="span-time">
                <i
                  className={`kind-${row.operation}${row.status === "error" ? " is-failed" : ""}${row.folded ? " is-fold" : ""}`}
                  style={{
                    left: `${(100 * (row.startedAt - extent.from)) / whole}%`,
                    width: `${Math.max(0.15, (100 * row.durationMs) / whole)}%`,
                  }}
                />
              </div>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, step) => from + step);
}

function Failures({ row }: { readonly row: SpanRow }): ReactNode {
  const { texts, formats } = useLanguage();
  if (row.folded !== null && row.folded.failed > 0)
    return (
      <span className="span-failed">{texts.trace.failures(formats.count(row.folded.failed))}</span>
    );
  if (row.folded === null && row.status === "error")
    return <span className="span-failed">✕ {row.errorCode ?? texts.trace.failed}</span>;
  return null;
}
