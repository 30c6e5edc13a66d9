import { useState, type ReactNode } from "react";
import type { PairResults } from "../../../../api/pairs.js";
import { useLanguage } from "../../language/language.js";
import { Facts, type Fact } from "../../parts/facts.js";
import { TextField } from "../../parts/named-input.js";
import { Interval } from "../../parts/figures.js";
import { GrowthChart } from "../../parts/growth-chart.js";
import { Refusal } from "../../parts/refusal.js";
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
        <TextField
          name={say.model}
          value={model}
          placeholder={say.modelHint}
          change={(typed) => setModel(typed.trim())}
        />
        <TextField
          name={say.baseUrl}
          value={baseUrl}
          placeholder={say.baseUrlHint}
          change={setBaseUrl}
        />
        <TextField name={say.usd} value={usd} change={setUsd} decimal />
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
      {refusal === null ? null : isPaid ? (
        <label className="notice" role="alert">
          <input
            type="checkbox"
            checked={confirmed}
            onChange={(event) => setConfirmed(event.target.checked)}
          />{" "}
          {texts.agents.call.sure} {model}
        </label>
      ) : (
        <Refusal error={refusal} />
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
  const agreementFacts: readonly Fact[] = [
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
  const facts: Fact[] = [
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
        <Facts facts={facts} />
        <GrowthChart growth={judge.growth} label={texts.review.grows} />
      </div>
    </div>
  );
}
