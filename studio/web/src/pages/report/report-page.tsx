import type { ReactNode } from "react";
import type { RunReport } from "../../../../api/report.js";
import { useLanguage } from "../../language/language.js";
import { Empty, Failed, Loading } from "../../parts/states.js";
import { useAnswer } from "../../server/use-answer.js";
import { useRunEvents } from "../run/use-run-events.js";
import { FEWEST, useReportSoFar, type SoFar } from "./use-report-so-far.js";

/** The run's report in a frame of its own: its script reaches nothing of this page. */
export default function ReportPage({ run }: { readonly run: string }): ReactNode {
  const { texts, language } = useLanguage();
  const { event } = useRunEvents(run);
  const { data, error, again } = useAnswer<RunReport>(`/api/runs/${run}/report`, event?.status);
  const soFar = useReportSoFar(run, {
    known: data === undefined || data.url !== null ? undefined : data.soFar,
    event,
    language,
  });
  if (data === undefined && error !== undefined) return <Failed error={error} again={again} />;
  if (data === undefined) return <Loading />;
  const url = data.url ?? soFar.report?.url;
  if (url === undefined) return <None soFar={soFar} accepted={event?.accepted ?? 0} />;
  return (
    <div className="fill">
      <h1 className="visually-hidden">{texts.frame.runPages.report}</h1>
      {data.url === null ? <Interim soFar={soFar} /> : null}
      <iframe
        className="report-frame"
        title={texts.frame.runPages.report}
        src={url}
        sandbox="allow-scripts"
      />
    </div>
  );
}

/** Of which samples, and when: nobody shall take it for the run's own report. */
function Interim({ soFar }: { readonly soFar: SoFar }): ReactNode {
  const { texts, formats } = useLanguage();
  const { report, measuring, error, measure } = soFar;
  return (
    <div className="report-head" role="status">
      <span>
        {report === null
          ? null
          : texts.report.soFar(formats.count(report.accepted), formats.time(report.at))}
      </span>
      {measuring ? <span className="soft">{texts.report.measuring}</span> : null}
      {error === undefined ? null : <span role="alert">{error.message}</span>}
      <button type="button" disabled={measuring} onClick={measure}>
        {texts.report.measure}
      </button>
    </div>
  );
}

function None({
  soFar: { measuring, error, measure },
  accepted,
}: {
  readonly soFar: SoFar;
  readonly accepted: number;
}): ReactNode {
  const { texts, formats } = useLanguage();
  if (measuring) return <Empty title={texts.report.measuring} />;
  if (error !== undefined) return <Failed error={error} again={measure} />;
  return (
    <Empty title={texts.report.none}>
      <p>{texts.report.noneHint}</p>
      <p>{texts.report.fewest(formats.count(FEWEST))}</p>
      {accepted === 0 ? null : (
        <button type="button" onClick={measure}>
          {texts.report.atOnce}
        </button>
      )}
    </Empty>
  );
}
