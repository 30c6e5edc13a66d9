import { useRef, type ReactNode } from "react";
import type { SpanFacets } from "../../../../api/spans.js";
import { useLanguage } from "../../language/language.js";
import { agentName } from "../../parts/agent-name.js";
import { Choice } from "../../parts/choice.js";
import { SearchField } from "../../parts/search-field.js";
import { askRaw } from "../../server/ask.js";
import { useAnswer } from "../../server/use-answer.js";
import type { Level } from "./span-tree.js";

/** Filters of the trace, each a parameter of the page's address and of the API. */
export const FILTERS = [
  "text",
  "agent",
  "operation",
  "model",
  "status",
  "slowerThan",
  "sample",
] as const;

/** Milliseconds. */
const SLOW = [100, 1000, 10_000, 60_000] as const;

interface TraceFiltersProps {
  readonly run: string;
  /** Changes when there are new steps. */
  readonly version: unknown;
  readonly query: URLSearchParams;
  readonly change: (changes: Readonly<Record<string, string | null>>) => void;
  /** What the filter finds; undefined where there is none, and before it is known. */
  readonly found: Level | undefined;
  /** True once the steps are there: what can be chosen is counted behind them. */
  readonly isReady: boolean;
}

export function TraceFilters(props: TraceFiltersProps): ReactNode {
  const { run, version, query, change, found, isReady } = props;
  const { texts, formats } = useLanguage();
  const wasReady = useRef(false);
  wasReady.current ||= isReady;
  const path = wasReady.current ? `/api/runs/${run}/spans/facets` : null;
  const facets = useAnswer<SpanFacets>(path, version).data;
  const kinds = facets?.kinds ?? [];
  const known = (of: "agent" | "operation" | "model"): readonly string[] =>
    [...new Set(kinds.map((kind) => kind[of]))].filter((value) => value !== "");
  const sample = query.get("sample");
  return (
    <div className="filters" role="search">
      <SearchField
        label={texts.trace.search}
        value={query.get("text") ?? ""}
        search={(text) => change({ text })}
      />
      <Choice
        label={texts.trace.agent}
        any={texts.trace.anyAgent}
        value={query.get("agent") ?? ""}
        values={known("agent").map((agent) => [agent, agentName(agent, texts)] as const)}
        choose={(agent) => change({ agent })}
      />
      <Choice
        label={texts.trace.operation}
        any={texts.trace.anyOperation}
        value={query.get("operation") ?? ""}
        values={known("operation")}
        choose={(operation) => change({ operation })}
      />
      <Choice
        label={texts.trace.model}
        any={texts.trace.anyModel}
        value={query.get("model") ?? ""}
        values={known("model")}
        choose={(model) => change({ model })}
      />
      <Choice
        label={texts.trace.status}
        any={texts.trace.anyStatus}
        value={query.get("status") ?? ""}
        values={[
          ["ok", texts.trace.ok],
          ["error", texts.trace.failed],
        ]}
        choose={(status) => change({ status })}
      />
      <Choice
        label={texts.trace.slow}
        any={texts.trace.anyTime}
        value={query.get("slowerThan") ?? ""}
        values={SLOW.map(
          (limit) => [String(limit), texts.trace.slowerThan(formats.duration(limit))] as const,
        )}
        choose={(slowerThan) => change({ slowerThan })}
      />
      {sample === null ? null : (
        <button type="button" className="filter-set" onClick={() => change({ sample: null })}>
          {texts.trace.ofSample(sample)} <span aria-hidden="true">✕</span>
          <span className="visually-hidden">{texts.trace.takeAway}</span>
        </button>
      )}
      {found === undefined ? null : (
        <span className="faint" role="status">
          {found.total !== null
            ? texts.trace.found(formats.count(found.total))
            : found.looked !== null
              ? texts.trace.looked(
                  formats.count(found.looked.spans),
                  formats.count(found.looked.of),
                )
              : null}
        </span>
      )}
      <span className="push" />
      <DownloadTrace run={run} />
    </div>
  );
}

/** A download that sends the token: a plain link could not. */
function DownloadTrace({ run }: { readonly run: string }): ReactNode {
  const { texts } = useLanguage();
  return (
    <button
      type="button"
      onClick={() => {
        void askRaw(`/api/runs/${run}/trace.jsonl`)
          .then((answer) => answer.blob())
          .then((blob) => {
            const link = document.createElement("a");
            link.href = URL.createObjectURL(blob);
            link.download = `${decodeURIComponent(run)}.trace.jsonl`;
            link.click();
            setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
          });
      }}
    >
      {texts.trace.download}
    </button>
  );
}
