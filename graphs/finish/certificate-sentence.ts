import type { Certificate } from "../../schema/task-file/certify-settings.js";

/** A certificate in one sentence, for the report and the command line. */
export function certificateSentence(certificate: Omit<Certificate, "sentence">): string {
  const { faithfulness, confidence, status, atLeast, audited, faithful, waiting } = certificate;
  const [share, sure] = [percent(faithfulness), percent(confidence)];
  const looked = `${faithful} of ${audited} audited samples are right`;
  const out =
    certificate.takenOut === 0
      ? ""
      : `; ${certificate.takenOut} samples with a score below ` +
        `${(certificate.threshold ?? 0).toFixed(3)} were taken out`;
  switch (status) {
    case "holds":
      return (
        `certified: at least ${percent(atLeast ?? 0)} faithful at ${sure} confidence ` +
        `(${share} was promised); ${looked}${out}`
      );
    case "waiting":
      return `not certified yet: ${share} faithful at ${sure} confidence was promised; ${waiting} audits wait for people`;
    case "cannot":
      return audited === 0
        ? `not certified: ${share} faithful at ${sure} confidence was promised, and nobody audited a sample`
        : `not certified: ${share} faithful at ${sure} confidence was promised and could not be shown; ${looked}${out}`;
  }
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
