import { useCallback, useEffect, useRef, useState, type ReactNode } from "react";
import { useKeys } from "../../frame/keys.js";
import { useLanguage } from "../../language/language.js";
import { Empty, Failed, Loading } from "../../parts/states.js";
import { useQuery } from "../../parts/use-query.js";
import { useRunEvents } from "../run/use-run-events.js";
import { SpanDetail } from "./span-detail.js";
import { SpanRows } from "./span-rows.js";
import { ROOTS } from "./span-tree.js";
import { FILTERS, TraceFilters } from "./trace-filters.js";
import { canOpen, useSpanTree } from "./use-span-tree.js";

const NO_FILTER = {};

export default function TracePage({ run }: { readonly run: string }): ReactNode {
  const { texts } = useLanguage();
  const [query, change] = useQuery();
  const live = useRunEvents(run);
  const filter = Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = query.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
  const filtered = Object.keys(filter).length > 0;
  // Behind a filter the whole trace is first asked for when it is shown; then it stays as it was opened.
  const wasShown = useRef(false);
  wasShown.current ||= !filtered;
  const whole = useSpanTree(run, {
    filter: wasShown.current ? NO_FILTER : null,
    version: live.event?.spans ?? 0,
  });
  const found = useSpanTree(run, { filter: filtered ? filter : null });
  const tree = filtered ? found : whole;
  const { lines, top } = tree;
  // A text is looked for in pieces: an empty piece is no answer yet.
  const { more } = found;
  const isEmptyPiece =
    found.top !== undefined && found.top.rows.length === 0 && found.top.next !== null;
  const isLooking = filtered && isEmptyPiece;
  useEffect(() => {
    if (isLooking && found.top?.loading === false) more(ROOTS);
  }, [isLooking, found.top, more]);
  const chosen = query.get("span");
  const choose = useCallback((span: string | null) => change({ span }), [change]);
  const [cursor, setCursor] = useState(-1);
  const at = cursor >= 0 ? cursor : lines.findIndex(({ key }) => key === chosen);
  const step = (by: number): void => {
    let next = Math.max(0, Math.min(lines.length - 1, at + by));
    if (lines[next]?.kind === "more") next = Math.max(0, Math.min(lines.length - 1, next + by));
    setCursor(next);
    const line = lines[next];
    if (chosen !== null && line?.kind === "span" && line.row.folded === null) choose(line.key);
  };
  const toggle = (open: boolean | null): void => {
    const line = lines[at];
    if (line?.kind !== "span" || !canOpen(line.row, filtered)) return;
    if (open ?? !line.isOpen) tree.open(line.row);
    else tree.close(line.row);
  };
  useKeys(texts.frame.runPages.trace, [
    { keys: "j, ArrowDown", shownAs: "j ↓", says: texts.keys.next, press: () => step(1) },
    { keys: "k, ArrowUp", shownAs: "k ↑", says: texts.keys.previous, press: () => step(-1) },
    { keys: "l, ArrowRight", shownAs: "l →", says: texts.trace.unfold, press: () => toggle(true) },
    { keys: "h, ArrowLeft", shownAs: "h ←", says: texts.trace.fold, press: () => toggle(false) },
    {
      keys: "o, Enter",
      shownAs: "o Enter",
      says: texts.keys.open,
      press: () => {
        const line = lines[at];
        if (line?.kind !== "span") return;
        if (line.row.folded === null) choose(line.key);
        else toggle(null);
      },
    },
    { keys: "Escape", shownAs: "Esc", says: texts.trace.closeDetail, press: () => choose(null) },
  ]);
  // While the first answer is on its way there are no rows and no error.
  const isAsking = top === undefined || (top.rows.length === 0 && (top.loading || isLooking));
  return (
    <div className="fill">
      <h1 className="visually-hidden">{texts.frame.runPages.trace}</h1>
      <TraceFilters
        run={run}
        version={live.event?.status}
        query={query}
        change={(changes) => {
          setCursor(-1);
          change(changes);
        }}
        found={filtered ? found.top : undefined}
        isReady={top !== undefined && !top.loading}
      />
      <div className={chosen === null ? "trace" : "trace has-detail"}>
        {tree.error && (top?.rows.length ?? 0) === 0 ? (
          <Failed error={tree.error} again={tree.again} />
        ) : isAsking || tree.extent === null ? (
          <Loading />
        ) : filtered && top.rows.length === 0 ? (
          <Empty title={texts.trace.noneFound}>
            <button
              type="button"
              onClick={() => change(Object.fromEntries(FILTERS.map((name) => [name, null])))}
            >
              {texts.trace.allSpans}
            </button>
          </Empty>
        ) : top.rows.length === 0 ? (
          <Empty title={texts.trace.none}>{texts.trace.noneHint}</Empty>
        ) : (
          <SpanRows
            lines={lines}
            extent={tree.extent}
            at={at}
            chosen={chosen}
            choose={(line, index) => {
              setCursor(index);
              if (line.kind !== "span") return;
              if (line.row.folded === null) choose(line.key);
              else if (line.isOpen) tree.close(line.row);
              else tree.open(line.row);
            }}
            toggle={(row, isOpen) => (isOpen ? tree.close(row) : tree.open(row))}
            canToggle={(row) => canOpen(row, filtered)}
            more={tree.more}
          />
        )}
        {chosen === null ? null : (
          <SpanDetail run={run} span={chosen} close={() => choose(null)} choose={choose} />
        )}
      </div>
    </div>
  );
}
