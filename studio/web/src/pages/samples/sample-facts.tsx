import type { ReactNode } from "react";
import { Link } from "wouter";
import type { SampleDetail } from "../../../../api/samples.js";
import { useLanguage } from "../../language/language.js";
import { Facts, type Fact } from "../../parts/facts.js";
import { labelText } from "../../parts/label-text.js";
import { pathWith } from "../../server/ask.js";

/** A name of a program in words: `someName` is "some name". */
function inWords(name: string): string {
  return name.replace(/(?<=[a-z])[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`);
}

/** What is known of a sample beside its text. */
export function SampleFacts({
  run,
  sample,
}: {
  readonly run: string;
  readonly sample: SampleDetail;
}): ReactNode {
  const { texts, formats } = useLanguage();
  const facts: Fact[] = [];
  if (sample.label !== null || sample.given !== null) {
    const ordered = labelText(sample.given);
    facts.push(
      [
        texts.samples.label,
        <>
          {labelText(sample.label)}
          {ordered === labelText(sample.label) || sample.given === null ? null : (
            <span className="soft"> {texts.samples.orderedAs(ordered)}</span>
          )}
        </>,
      ],
      [
        texts.samples.labelFrom,
        `${texts.samples.sources[sample.labelSource as keyof typeof texts.samples.sources] ?? sample.labelSource}${sample.confidence === null ? "" : `, ${formats.share(sample.confidence, 0)}`}`,
      ],
    );
  }
  if (sample.student !== null)
    facts.push([
      texts.samples.student,
      texts.samples.studentSays(
        labelText(sample.student.label),
        formats.share(sample.student.confidence, 0),
      ),
    ]);
  for (const { name, value } of sample.conditions) facts.push([name, value]);
  facts.push([texts.samples.round, formats.count(sample.round)]);
  if (sample.cell !== "")
    facts.push([
      texts.samples.cell,
      <Link href={pathWith(`/runs/${run}/samples`, { cell: sample.cell })}>{sample.cell}</Link>,
    ]);
  if (sample.reasons.length > 0)
    facts.push([
      texts.samples.reasons,
      sample.reasons.map(({ code, meaning }) => (
        <span key={code} className="reason">
          {meaning === "" ? null : `${meaning} `}
          <code className="reason-code">{code}</code>
        </span>
      )),
    ]);
  if (sample.weight !== 1) facts.push([texts.samples.weight, formats.number(sample.weight)]);
  for (const [name, score] of Object.entries(sample.scores))
    facts.push([texts.scoreNames[name] ?? inWords(name), formats.number(score, 3)]);
  if (sample.parents.length > 0)
    facts.push([texts.samples.parents, <span className="mono">{sample.parents.join(", ")}</span>]);
  return (
    <section className="card">
      <Facts facts={facts} />
      {sample.order === null ? null : (
        <details className="cells">
          <summary>{texts.samples.order}</summary>
          <pre className="config">{JSON.stringify(sample.order, null, 2)}</pre>
        </details>
      )}
    </section>
  );
}
