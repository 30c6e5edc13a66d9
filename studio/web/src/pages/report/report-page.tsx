import type { ReactNode } from "react";
import { useLanguage } from "../../language/language.js";
import { Empty, Failed, Loading } from "../../parts/states.js";
import { useAnswer } from "../../server/use-answer.js";
import { useRunEvents } from "../run/use-run-events.js";

/** The run's report in a frame of its own: its script reaches nothing of this page. */
export default function ReportPage({ run }: { readonly run: string }): ReactNode {
  const { texts } = useLanguage();
  const live = useRunEvents(run);
  const { data, error, again } = useAnswer<{ readonly url: string | null }>(
    `/api/runs/${run}/report`,
    live.event?.status,
  );
  if (data === undefined && error !== undefined) return <Failed error={error} again={again} />;
  if (data === undefined) return <Loading />;
  if (data.url === null) return <Empty title={texts.report.none}>{texts.report.noneHint}</Empty>;
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
