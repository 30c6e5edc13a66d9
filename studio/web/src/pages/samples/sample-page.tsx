import { type ReactNode } from "react";
import { Link } from "wouter";
import type {
  LifeWords,
  Neighbours as NeighbourRows,
  SampleDetail,
} from "../../../../api/samples.js";
import { useKeys } from "../../frame/keys.js";
import { useLanguage } from "../../language/language.js";
import { CopyButton } from "../../parts/copy-button.js";
import { Status } from "../../parts/figures.js";
import { labelText } from "../../parts/label-text.js";
import { SampleFields } from "../../parts/sample-fields.js";
import { Failed, Loading } from "../../parts/states.js";
import { TextDiff } from "../../parts/text-diff.js";
import { useAnswer } from "../../server/use-answer.js";
import { Verdicts } from "../../parts/verdicts.js";
import { lifeText } from "./life-text.js";
import { SampleFacts } from "./sample-facts.js";

interface SamplePageProps {
  readonly run: string;
  readonly id: string;
}

/** One sample: what it is, who made it so, and what stands near it. */
export default function SamplePage({ run, id }: SamplePageProps): ReactNode {
  const { texts, formats } = useLanguage();
  const path = `/api/runs/${run}/samples/${encodeURIComponent(id)}`;
  const { data, error, again } = useAnswer<SampleDetail>(path);
  useKeys(texts.samples.one, [
    { keys: "u", says: texts.samples.back, press: () => window.history.back() },
  ]);
  if (error) return <Failed error={error} again={again} />;
  if (data === undefined) return <Loading />;
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="mono-title">{data.id}</h1>
        <Status status={data.status} />
        <div className="right">
          <Link
            className="button"
            href={`/runs/${run}/trace?sample=${encodeURIComponent(data.id)}`}
          >
            {texts.samples.itsTrace}
          </Link>
          <CopyButton name={texts.trace.copyLink} text={() => window.location.href} />
        </div>
      </div>
      <div className="sample-columns">
        <div className="stack">
          <section className="card">
            <SampleFields fields={data.fields} />
          </section>
          {data.versions.length < 2 ? null : (
            <section className="card">
              <header>
                <h2>{texts.samples.versions(formats.count(data.versions.length))}</h2>
                <span className="soft">{texts.samples.versionsHint}</span>
              </header>
              <ol className="stack">
                {data.versions.map((version, index) => {
                  const before = data.versions[index - 1];
                  const name = texts.samples.version(formats.count(version.revision));
                  return (
                    <li key={version.revision}>
                      <h3>
                        {version.spanId === null ? (
                          name
                        ) : (
                          <SpanLink run={run} span={version.spanId}>
                            {name}
                          </SpanLink>
                        )}
                      </h3>
                      {before === undefined ? (
                        <p className="text-diff">{version.text}</p>
                      ) : (
                        <TextDiff before={before.text} after={version.text} />
                      )}
                      {version.verdicts.length === 0 ? null : (
                        <Verdicts verdicts={version.verdicts} />
                      )}
                    </li>
                  );
                })}
              </ol>
            </section>
          )}
          <section className="card">
            <header>
              <h2>{texts.samples.life}</h2>
            </header>
            <ol className="life">
              {data.life.map((step, index) => (
                <li key={index}>
                  <div>
                    <div className="life-head">
                      <strong>{texts.samples.steps[step.what]}</strong>
                      <span className="soft">{texts.samples.who[step.who] ?? step.who}</span>
                      {step.at === null ? null : (
                        <span className="faint">{formats.time(step.at)}</span>
                      )}
                      {step.durationMs === null ? null : (
                        <span className="faint">{formats.duration(step.durationMs)}</span>
                      )}
                      {step.failed ? (
                        <span className="span-failed">
                          ✕{" "}
                          {step.says.kind === "status"
                            ? texts.statuses.rejected
                            : texts.trace.failed}
                        </span>
                      ) : null}
                      {step.spanId === null ? null : (
                        <SpanLink run={run} span={step.spanId}>
                          {texts.samples.itsSpan}
                        </SpanLink>
                      )}
                    </div>
                    <LifeText says={step.says} />
                  </div>
                </li>
              ))}
            </ol>
          </section>
          {data.verdicts.length === 0 || data.versions.length >= 2 ? null : (
            <section className="card">
              <header>
                <h2>{texts.trace.verdicts}</h2>
              </header>
              <Verdicts verdicts={data.verdicts} />
            </section>
          )}
        </div>
        <div className="stack">
          <SampleFacts run={run} sample={data} />
          <Neighbours run={run} path={path} />
        </div>
      </div>
    </div>
  );
}

function LifeText({ says }: { readonly says: LifeWords }): ReactNode {
  const text = lifeText(says, useLanguage());
  return text === "" ? null : <p className="life-text">{text}</p>;
}

function SpanLink({
  run,
  span,
  children,
}: {
  readonly run: string;
  readonly span: string;
  readonly children: ReactNode;
}): ReactNode {
  return <Link href={`/runs/${run}/trace?span=${encodeURIComponent(span)}`}>{children}</Link>;
}

function Neighbours({ run, path }: { readonly run: string; readonly path: string }): ReactNode {
  const { texts, formats } = useLanguage();
  const { data, error, again } = useAnswer<NeighbourRows>(`${path}/neighbours`);
  return (
    <section className="card">
      <header>
        <h2>{texts.samples.neighbours}</h2>
        <span className="soft">
          {data === undefined
            ? texts.samples.neighboursHint
            : texts.samples.compared(formats.count(data.compared))}
        </span>
      </header>
      {error ? (
        <Failed error={error} again={again} />
      ) : data === undefined ? (
        <p className="faint">{texts.states.loading}</p>
      ) : data.neighbours.length === 0 ? (
        <p className="faint">{texts.samples.noNeighbours}</p>
      ) : (
        <ol className="neighbours">
          {data.neighbours.map(({ similarity, sample }) => (
            <li key={sample.id}>
              <Link href={`/runs/${run}/samples/${encodeURIComponent(sample.id)}`}>
                {sample.text}
              </Link>
              <span className="soft">
                {formats.number(similarity)} · {labelText(sample.label)} ·{" "}
                {texts.statuses[sample.status]}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
