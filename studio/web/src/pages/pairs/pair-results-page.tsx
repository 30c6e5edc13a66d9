import type { ReactNode } from "react";
import { Link } from "wouter";
import type { PairResults } from "../../../../api/pairs.js";
import { useLanguage } from "../../language/language.js";
import { Figure, Interval } from "../../parts/figures.js";
import { Failed, Loading } from "../../parts/states.js";
import { useAnswer } from "../../server/use-answer.js";
import { useTick } from "../../server/use-tick.js";
import { JudgeCard } from "./judge-card.js";

/** Milliseconds between looks: others may answer, or a model judge, meanwhile. */
const LOOK_EVERY = 3000;

/** What people and judges found, with the names that were hidden. */
export default function PairResultsPage({ set }: { readonly set: string }): ReactNode {
  const { texts, formats } = useLanguage();
  const say = texts.pairs;
  const tick = useTick(LOOK_EVERY);
  const { data, error, again } = useAnswer<PairResults>(`/api/pairs/${set}/results`, tick);
  if (error && data === undefined) return <Failed error={error} again={again} />;
  if (data === undefined) return <Loading />;
  const { agreement, left } = data;
  return (
    <div className="page">
      <div className="page-head">
        <h1>{data.title}</h1>
        <span className="soft">
          {say.answered(formats.count(data.answered), formats.count(data.pairs))}
        </span>
        <Link href={`/pairs/${set}`} className="button">
          {say.backToPairs}
        </Link>
      </div>
      <section className="card">
        <header>
          <h2>{say.winRate}</h2>
          <span className="soft">{say.winRateNote}</span>
        </header>
        {data.winRates.length === 0 ? (
          <p className="faint">{say.noAnswers}</p>
        ) : (
          <WinRates rates={data.winRates} />
        )}
        {data.strengths.length < 3 ? null : <Strengths strengths={data.strengths} />}
      </section>
      <section className="card">
        <header>
          <h2>{say.people}</h2>
        </header>
        <dl className="figures">
          {data.reviewers.map(({ name, answers }) => (
            <Figure key={name} name={name} note={say.answersNote}>
              {formats.count(answers)}
            </Figure>
          ))}
          <Figure
            name={say.agreement}
            note={
              agreement.alpha === null
                ? say.noAgreement
                : `${say.alpha(formats.count(agreement.pairs))}, ${formats.number(agreement.alpha.low)} – ${formats.number(agreement.alpha.high)}`
            }
          >
            {agreement.alpha === null ? "–" : formats.number(agreement.alpha.value)}
          </Figure>
          <Figure name={say.leftShare} note={say.leftNote}>
            <Interval estimate={left.share} />
          </Figure>
          <Figure name={say.longer}>
            {data.longerWins === null ? (
              <span className="not-measured">{texts.figures.notMeasured}</span>
            ) : (
              formats.share(data.longerWins)
            )}
          </Figure>
        </dl>
      </section>
      <JudgeCard set={set} results={data} again={again} />
    </div>
  );
}

function WinRates({ rates }: { readonly rates: PairResults["winRates"] }): ReactNode {
  const { texts, formats } = useLanguage();
  const say = texts.pairs;
  return (
    <ul className="win-rates">
      {rates.map(
        ({ baseline, candidate, by, wins, ties, losses, share, lengthControlled }, index) => (
          <li key={index}>
            <div className="win-head">
              <strong>{candidate}</strong>
              <span className="soft">{say.against}</span>
              <strong>{baseline}</strong>
              <span className="tag">{by === "people" ? say.bySomebody.people : by}</span>
              {share === null ? null : (
                <span className="soft">
                  {share.low > 0.5
                    ? say.realOf(candidate)
                    : share.high < 0.5
                      ? say.realOf(baseline)
                      : say.notShown}
                </span>
              )}
            </div>
            {share === null ? null : (
              <div className="win-bar" aria-hidden="true">
                <span
                  className="win-interval"
                  style={{
                    marginLeft: `${100 * share.low}%`,
                    width: `${Math.max(0.5, 100 * (share.high - share.low))}%`,
                  }}
                />
                <span className="win-value" style={{ left: `${100 * share.value}%` }} />
              </div>
            )}
            <p>
              {share === null ? (
                <Interval estimate={null} />
              ) : (
                <>
                  {formats.share(share.value)}{" "}
                  <span className="soft">
                    ({texts.figures.interval} {formats.interval(share)})
                  </span>
                </>
              )}{" "}
              <span className="soft">
                {[
                  "",
                  `${say.wins} ${formats.count(wins)} / ${formats.count(ties)} / ${formats.count(losses)}`,
                  ...(lengthControlled === null
                    ? []
                    : [`${say.atEqualLength} ${formats.share(lengthControlled)}`]),
                ].join(" · ")}
              </span>
            </p>
          </li>
        ),
      )}
    </ul>
  );
}

function Strengths({ strengths }: { readonly strengths: PairResults["strengths"] }): ReactNode {
  const { texts, formats } = useLanguage();
  const say = texts.pairs;
  return (
    <table className="plain-table">
      <caption className="soft">
        {say.strength}: {say.strengthNote}
      </caption>
      <tbody>
        {strengths.map(({ name, logStrength, winProbability }) => (
          <tr key={name}>
            <td>{name}</td>
            <td className="number">{formats.number(logStrength)}</td>
            <td className="number">{formats.share(winProbability)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
