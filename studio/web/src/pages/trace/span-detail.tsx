import { type ReactNode } from "react";
import { Link } from "wouter";
import type { SpanDetail as SpanFacts } from "../../../../api/spans.js";
import { useLanguage } from "../../language/language.js";
import { agentName, spanName } from "../../parts/agent-name.js";
import { CopyButton } from "../../parts/copy-button.js";
import { Facts, type Fact } from "../../parts/facts.js";
import { JsonText } from "../../parts/json-text.js";
import { Failed, Loading } from "../../parts/states.js";
import { TextDiff } from "../../parts/text-diff.js";
import { useAnswer } from "../../server/use-answer.js";
import { Verdicts } from "../../parts/verdicts.js";
import { trialLink } from "../agents/trial-link.js";
import { PromptMessages } from "./prompt-messages.js";

interface SpanDetailProps {
  readonly run: string;
  readonly span: string;
  readonly close: () => void;
  readonly choose: (span: string) => void;
}

/** Everything that is known of one step: what was sent, what came back, what it cost. */
export function SpanDetail({ run, span, close, choose }: SpanDetailProps): ReactNode {
  const { texts } = useLanguage();
  const { data, error, again } = useAnswer<SpanFacts>(
    `/api/runs/${run}/spans/${encodeURIComponent(span)}`,
  );
  return (
    <aside className="detail" aria-label={texts.trace.detail}>
      <header>
        <h2>{data === undefined ? span : spanName(data.name, texts)}</h2>
        <div className="right">
          {data?.agent == null ? null : (
            <Link className="button" href={trialLink(run, data)}>
              {texts.trace.tryStep}
            </Link>
          )}
          <CopyButton name={texts.trace.copyLink} text={() => window.location.href} />
          <button type="button" onClick={close}>
            {texts.frame.close}
          </button>
        </div>
      </header>
      {error ? (
        <Failed error={error} again={again} />
      ) : data === undefined ? (
        <Loading />
      ) : (
        <Known run={run} data={data} choose={choose} />
      )}
    </aside>
  );
}

function Known({
  run,
  data,
  choose,
}: {
  readonly run: string;
  readonly data: SpanFacts;
  readonly choose: (span: string) => void;
}): ReactNode {
  const { texts, formats } = useLanguage();
  const facts: Fact[] = [
    [texts.trace.operation, data.operation],
    [texts.trace.agent, data.agent === null ? texts.trace.graphsOwn : agentName(data.agent, texts)],
  ];
  if (data.model !== null) facts.push([texts.trace.model, data.model]);
  facts.push(
    [texts.trace.started, formats.time(data.startedAt)],
    [texts.trace.took, formats.duration(data.durationMs)],
    [
      texts.trace.status,
      data.status === "ok" ? (
        texts.trace.ok
      ) : (
        <span className="span-failed">✕ {data.errorCode ?? texts.trace.failed}</span>
      ),
    ],
  );
  if (data.promptTokens !== null)
    facts.push([
      texts.trace.tokens,
      texts.trace.inOut(formats.count(data.promptTokens), formats.count(data.answerTokens ?? 0)),
    ]);
  if (data.cost !== null)
    facts.push([texts.trace.cost, data.cost === 0 ? texts.figures.free : formats.money(data.cost)]);
  if (data.operation === "chat")
    facts.push([texts.trace.cache, data.cached ? texts.trace.fromCache : texts.trace.notFromCache]);
  if (data.retries !== null && data.retries > 0)
    facts.push([texts.trace.retries, formats.count(data.retries)]);
  return (
    <>
      {data.ancestors.length === 0 ? null : (
        <nav aria-label={texts.trace.ancestors} className="crumbs">
          {data.ancestors.map((ancestor) => (
            <button
              key={ancestor.id}
              type="button"
              className="plain"
              onClick={() => choose(ancestor.id)}
            >
              {spanName(ancestor.name, texts)}
            </button>
          ))}
        </nav>
      )}
      <Facts facts={facts} />
      {data.sampleIds.length === 0 ? null : (
        <section>
          <h3>{texts.trace.samples(formats.count(data.sampleIds.length))}</h3>
          <ul className="tags">
            {data.sampleIds.slice(0, 40).map((sample) => (
              <li key={sample}>
                <Link
                  className="tag mono"
                  href={`/runs/${run}/samples/${encodeURIComponent(sample)}`}
                >
                  {sample}
                </Link>
              </li>
            ))}
            {data.sampleIds.length > 40 ? (
              <li>
                <Link href={`/runs/${run}/samples`}>
                  {texts.trace.moreSamples(formats.count(data.sampleIds.length - 40))}
                </Link>
              </li>
            ) : null}
          </ul>
        </section>
      )}
      {data.change === null ? null : <Change run={run} change={data.change} choose={choose} />}
      {data.verdicts.length === 0 ? null : (
        <section>
          <h3>{texts.trace.verdicts}</h3>
          <Verdicts verdicts={data.verdicts} />
        </section>
      )}
      {data.messages.length === 0 ? null : (
        <section>
          <h3>{texts.trace.sent}</h3>
          <PromptMessages messages={data.messages} />
        </section>
      )}
      {data.answer === null ? null : (
        <section>
          <h3>{texts.trace.answer}</h3>
          <JsonText value={data.answer} />
        </section>
      )}
      {data.structured === null || data.structured === undefined ? null : (
        <section>
          <h3>{texts.trace.structured}</h3>
          <JsonText value={data.structured} />
        </section>
      )}
      {data.request === null || data.request === undefined ? null : (
        <section>
          <h3>{texts.trace.request}</h3>
          <JsonText value={data.request} />
        </section>
      )}
      {Object.keys(data.attributes).length === 0 ? null : (
        <section>
          <h3>{texts.trace.attributes}</h3>
          <JsonText value={data.attributes} />
        </section>
      )}
    </>
  );
}

/** How a revision differs from the draft before it. */
function Change({
  run,
  change,
  choose,
}: {
  readonly run: string;
  readonly change: NonNullable<SpanFacts["change"]>;
  readonly choose: (span: string) => void;
}): ReactNode {
  const { texts, formats } = useLanguage();
  const { sampleId, revision, before, after, beforeSpan } = change;
  return (
    <section data-change={revision}>
      <h3>{texts.trace.changed(formats.count(revision))}</h3>
      <TextDiff before={before} after={after} />
      <p className="change-links">
        {beforeSpan === null ? null : (
          <button type="button" className="plain" onClick={() => choose(beforeSpan)}>
            {texts.trace.stepBefore}
          </button>
        )}
        <Link href={`/runs/${run}/samples/${encodeURIComponent(sampleId)}`}>
          {texts.review.wholeLife}
        </Link>
      </p>
    </section>
  );
}
