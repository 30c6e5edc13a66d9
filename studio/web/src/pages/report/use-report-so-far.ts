import { useCallback, useEffect, useRef, useState } from "react";
import type { ReportSoFar, RunReport } from "../../../../api/report.js";
import type { RunChange } from "../../../../api/runs.js";
import type { Language } from "../../../../../base/language/language.js";
import { ask, pathWith } from "../../server/ask.js";

/** Accepted samples from which on something can be said of them. */
export const FEWEST = 10;
/** So many times as many samples as before are worth another look. */
const GROWTH = 1.25;
/** Rest behind each measuring, by how long it took: the run needs the machine more. */
const REST = 10;

export interface SoFar {
  readonly report: ReportSoFar | null;
  readonly measuring: boolean;
  readonly error: Error | undefined;
  readonly measure: () => void;
}

/**
 * The report of a run that has none of its own yet, made again as it grows.
 *
 * @param known what was measured before this page came; undefined while that is asked for, and for a
 * run with a report of its own
 */
export function useReportSoFar(
  run: string,
  {
    known,
    event,
    language,
  }: {
    readonly known: ReportSoFar | null | undefined;
    readonly event?: RunChange;
    readonly language: Language;
  },
): SoFar {
  const [report, setReport] = useState<ReportSoFar | null>(null);
  const [measuring, setMeasuring] = useState(false);
  const [error, setError] = useState<Error>();
  const [restedAt, setRestedAt] = useState(0);
  const tried = useRef(0);
  const running = useRef(false);
  const accepted = event?.accepted ?? 0;
  const newest = report ?? known ?? null;

  const measure = useCallback(() => {
    if (running.current) return;
    running.current = true;
    tried.current = accepted;
    setMeasuring(true);
    setError(undefined);
    const started = Date.now();
    ask<RunReport>(pathWith(`/api/runs/${run}/report`, { language }), { method: "POST" })
      .then(({ soFar }) => setReport(soFar), setError)
      .finally(() => {
        running.current = false;
        setMeasuring(false);
        setRestedAt(Date.now() + REST * (Date.now() - started));
      });
  }, [run, language, accepted]);

  useEffect(() => {
    if (known === undefined || measuring || accepted < FEWEST) return;
    if (accepted < GROWTH * Math.max(newest?.accepted ?? 0, tried.current)) return;
    const timer = setTimeout(measure, Math.max(0, restedAt - Date.now()));
    return () => clearTimeout(timer);
  }, [known, measuring, accepted, newest, restedAt, measure]);

  return { report: newest, measuring, error, measure };
}
