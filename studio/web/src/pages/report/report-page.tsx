import { useEffect, useState, type ReactNode } from "react";
import { useLanguage } from "../../language/language.js";
import { askRaw } from "../../server/ask.js";
import { Empty, Failed, Loading } from "../../parts/states.js";
import { RefusedError } from "../../server/ask.js";
import { useRunEvents } from "../run/use-run-events.js";

/** The run's report in a frame without rights: it is a page of its own, with its own styles. */
export default function ReportPage({ run }: { readonly run: string }): ReactNode {
  const { texts } = useLanguage();
  const live = useRunEvents(run);
  const [html, setHtml] = useState<string | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [asked, setAsked] = useState(0);
  const status = live.event?.status;
  useEffect(() => {
    const ending = new AbortController();
    askRaw(`/api/runs/${run}/report`, { signal: ending.signal })
      .then((answer) => answer.text())
      .then(
        (text) => {
          setHtml(text);
          setError(null);
        },
        (failure: unknown) => {
          if (!ending.signal.aborted)
            setError(failure instanceof Error ? failure : new Error(String(failure)));
        },
      );
    return () => ending.abort();
  }, [run, status, asked]);
  if (html === null && error instanceof RefusedError && error.status === 404)
    return <Empty title={error.message}>{error.hint}</Empty>;
  if (html === null && error !== null)
    return <Failed error={error} again={() => setAsked((times) => times + 1)} />;
  if (html === null) return <Loading />;
  return (
    <div className="fill">
      <h1 className="visually-hidden">{texts.frame.runPages.report}</h1>
      <iframe
        className="report-frame"
        title={texts.frame.runPages.report}
        srcDoc={html}
        sandbox=""
      />
    </div>
  );
}
