import { useCallback, useEffect, useMemo, useState, type ReactNode } from "react";
import type { SpanRow } from "../../../../api/spans.js";
import { useKeys } from "../../frame/keys.js";
import { useLanguage } from "../../language/language.js";
import { Empty, Failed, Loading } from "../../parts/states.js";
import { useQuery } from "../../parts/use-query.js";
import { pathWith } from "../../server/ask.js";
import { useRows } from "../../server/use-rows.js";
import { useRunEvents } from "../run/use-run-events.js";
import { SpanDetail } from "./span-detail.js";
import { SpanRows } from "./span-rows.js";
import { foundLines } from "./span-tree.js";
import { FILTERS, TraceFilters } from "./trace-filters.js";
import { useSpanTree } from "./use-span-tree.js";

export default function TracePage({ run }: { readonly run: string }): ReactNode {
  const { texts } = useLanguage();
  const [query, change] = useQuery();
  const live = useRunEvents(run);
  const filter = Object.fromEntries(FILTERS.map((name) => [name, query.get(name)]));
  const filtered = FILTERS.some((name) => query.get(name) !== null);
  const tree = useSpanTree(run, live.event?.spans ?? 0);
  const found = useRows<SpanRow>(
    filtered ? pathWith(`/api/runs/${run}/spans`, { ...filter, limit: 300 }) : null,
  );
  // A text is looked for in pieces: an empty piece is no answer yet.
  const { more: lookOn } = found;
  const isLooking = filtered && found.rows.length === 0 && found.hasMore;
  useEffect(() => {
    if (isLooking && !found.loading) lookOn();
  }, [isLooking, found.loading, lookOn]);
  const chosen = query.get("span");
  const choose = useCallback((span: string | null) => change({ span }), [change]);
  const lines = useMemo(
    () => (filtered ? foundLines(found.rows) : tree.lines),
    [filtered, found.rows, tree.lines],
  );
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
    if (line?.kind !== "span" || line.row.children === 0) return;
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
  const error = filtered ? found.error : tree.error;
  const loading = filtered ? found.total === undefined || isLooking : tree.extent === null;
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
        found={filtered ? found.total : undefined}
      />
      <div className={chosen === null ? "trace" : "trace has-detail"}>
        {error && lines.length === 0 ? (
          <Failed error={error} again={filtered ? found.again : tree.again} />
        ) : loading ? (
          <Loading />
        ) : filtered && found.rows.length === 0 ? (
          <Empty title={texts.trace.noneFound}>
            <button
              type="button"
              onClick={() => change(Object.fromEntries(FILTERS.map((name) => [name, null])))}
            >
              {texts.trace.allSpans}
            </button>
          </Empty>
        ) : lines.length === 0 || tree.extent === null ? (
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
            canToggle={!filtered}
            more={filtered ? found.more : tree.more}
            hasMore={filtered && found.hasMore}
          />
        )}
        {chosen === null ? null : (
          <SpanDetail run={run} span={chosen} close={() => choose(null)} choose={choose} />
        )}
      </div>
    </div>
  );
}
