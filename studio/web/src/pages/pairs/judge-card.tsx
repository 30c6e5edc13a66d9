import { useState, type ReactNode } from "react";
import type { PairResults } from "../../../../api/pairs.js";
import { useLanguage } from "../../language/language.js";
import { Interval } from "../../parts/figures.js";
import { GrowthChart } from "../../parts/growth-chart.js";
import { ask, RefusedError } from "../../server/ask.js";

interface JudgeCardProps {
  readonly set: string;
  readonly results: PairResults;
  readonly again: () => void;
}

/** Lets a model judge the same pairs, and holds it against people as both go on. */
export function JudgeCard({ set, results, again }: JudgeCardProps): ReactNode {
  const { texts } = useLanguage();
  const say = texts.pairs;
  const [model, setModel] = useState("");
  const [baseUrl, setBaseUrl] = useState("");
  const [usd, setUsd] = useState("");
  const [confirmed, setConfirmed] = useState(false);
  const [refusal, setRefusal] = useState<Error | null>(null);
  const isPaid = refusal instanceof RefusedError && refusal.message.includes("cost money");
  const start = (): void => {
    setRefusal(null);
    ask(`/api/pairs/${set}/judge`, {
      method: "POST",
      body: {
        model,
        confirmed,
        ...(baseUrl.trim() === "" ? {} : { baseUrl: baseUrl.trim() }),
        ...(Number(usd) > 0 ? { usd: Number(usd) } : {}),
      },
    }).then(again, (error: unknown) => setRefusal(error as Error));
  };
  return (
    <section className="card">
      <header>
        <h2>{say.judges}</h2>
        <span className="soft">{say.judgesNote}</span>
      </header>
      <form
        className="new-pairs"
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        <label className="field">
          {say.model}
          <input
            value={model}
            placeholder={say.modelHint}
            spellCheck={false}
            onChange={(event) => setModel(event.target.value.trim())}
          />
        </label>
        <label className="field">
          {say.baseUrl}
          <input
            value={baseUrl}
            placeholder={say.baseUrlHint}
            spellCheck={false}
            onChange={(event) => setBaseUrl(event.target.value)}
          />
        </label>
        <label className="field">
          {say.usd}
          <input inputMode="decimal" value={usd} onChange={(event) => setUsd(event.target.value)} />
        </label>
        <div className="field judge-go">
          {results.judging ? (
            <button
              type="button"
              onClick={() =>
                void ask(`/api/pairs/${set}/judge/stop`, { method: "POST", body: {} }).then(again)
              }
            >
              {say.asking} {say.stop}
            </button>
          ) : (
            <button
              type="submit"
              className="main"
              disabled={model === "" || (isPaid && !confirmed)}
            >
              {say.ask}
            </button>
          )}
        </div>
      </form>
      {refusal === null ? null : (
        <div className="notice" role="alert">
          {isPaid ? (
            <label>
              <input
                type="checkbox"
                checked={confirmed}
                onChange={(event) => setConfirmed(event.target.checked)}
              />{" "}
              {texts.agents.call.sure} {model}
            </label>
          ) : (
            <>
              {refusal.message}{" "}
              <span className="soft">{refusal instanceof RefusedError ? refusal.hint : ""}</span>
            </>
          )}
        </div>
      )}
      {results.judges.map((judge) => (
        <Judge key={judge.judge} judge={judge} pairs={results.pairs} />
      ))}
    </section>
  );
}

function Judge({
  judge,
  pairs,
}: {
  readonly judge: PairResults["judges"][number];
  readonly pairs: number;
}): ReactNode {
  const { texts, formats } = useLanguage();
  const say = texts.pairs;
  const agreementFacts: readonly (readonly [string, ReactNode])[] = [
    [
      say.alike,
      <>
        <Interval estimate={judge.people.share} />{" "}
        <span className="faint">{say.count(formats.count(judge.people.of))}</span>
      </>,
    ],
    [
      say.alikeDecided,
      <>
        <Interval estimate={judge.decided.share} />{" "}
        <span className="faint">{say.count(formats.count(judge.decided.of))}</span>
      </>,
    ],
    [say.kappa, judge.kappa === null ? "–" : formats.number(judge.kappa)],
  ];
  const facts: (readonly [string, ReactNode])[] = [
    [
      say.judged,
      <>
        {formats.count(judge.judged)} / {formats.count(pairs)}
        {judge.unread === 0 ? "" : ` · ${say.unread(formats.count(judge.unread))}`}
      </>,
    ],
    ...(judge.people.of === 0 ? [] : agreementFacts),
    ...(judge.position === null
      ? []
      : ([
          [
            say.position,
            <>
              {formats.share(judge.position.consistent)}{" "}
              <span className="faint">
                {say.towards(
                  formats.share(judge.position.towardsFirst),
                  formats.share(judge.position.towardsSecond),
                )}
              </span>
            </>,
          ],
        ] as const)),
  ];
  return (
    <div className="judge">
      <h3>{judge.judge}</h3>
      {judge.error === null ? null : (
        <p className="notice" role="alert">
          {judge.error.message} <span className="mono">{judge.error.code}</span>
        </p>
      )}
      <div className="judge-columns">
        <dl className="facts">
          {facts.map(([name, value]) => (
            <div key={name} className="fact">
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <GrowthChart growth={judge.growth} label={texts.review.grows} />
      </div>
    </div>
  );
}
