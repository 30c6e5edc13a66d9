import type { ReactNode } from "react";
import { useLanguage } from "../../language/language.js";
import { Empty, Failed, Loading } from "../../parts/states.js";
import { RefusedError } from "../../server/ask.js";
import { useAnswer } from "../../server/use-answer.js";
import { useRunEvents } from "../run/use-run-events.js";

/** The run's report in a frame of its own: its script reaches nothing of this page. */
export default function ReportPage({ run }: { readonly run: string }): ReactNode {
  const { texts } = useLanguage();
  const live = useRunEvents(run);
  const { data, error, again } = useAnswer<{ readonly url: string }>(
    `/api/runs/${run}/report`,
    live.event?.status,
  );
  if (data === undefined && error instanceof RefusedError && error.status === 404)
    return <Empty title={error.message}>{error.hint}</Empty>;
  if (data === undefined && error !== undefined) return <Failed error={error} again={again} />;
  if (data === undefined) return <Loading />;
  return (
    <div className="fill">
      <h1 className="visually-hidden">{texts.frame.runPages.report}</h1>
      <iframe
        className="report-frame"
        title={texts.frame.runPages.report}
        src={data.url}
        sandbox="allow-scripts"
      />
    </div>
  );
}
