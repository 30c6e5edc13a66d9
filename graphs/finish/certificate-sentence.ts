import type { Certificate } from "../../schema/task-file/certify-settings.js";

/** A certificate in one sentence, for the report and the command line. */
export function certificateSentence(certificate: Omit<Certificate, "sentence">): string {
  const { faithfulness, confidence, status, atLeast, audited, faithful, waiting } = certificate;
  const wanted = `${percent(faithfulness)} faithful at ${percent(confidence)} confidence`;
  const looked = `${faithful} of ${audited} audited samples are right`;
  const out =
    certificate.takenOut === 0
      ? ""
      : `; ${certificate.takenOut} samples with a score below ` +
        `${(certificate.threshold ?? 0).toFixed(3)} were taken out`;
  switch (status) {
    case "holds":
      return (
        `certified: at least ${percent(atLeast ?? 0)} faithful at ${percent(confidence)} ` +
        `confidence (${percent(faithfulness)} was promised); ${looked}${out}`
      );
    case "waiting":
      return `not certified yet: ${wanted} was promised; ${waiting} audits wait for people`;
    case "cannot":
      return audited === 0
        ? `not certified: ${wanted} was promised, and nobody audited a sample`
        : `not certified: ${wanted} was promised and could not be shown; ${looked}${out}`;
  }
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
