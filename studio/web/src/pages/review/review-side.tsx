import type { ReactNode } from "react";
import type { Review } from "../../../../api/review.js";
import { useLanguage } from "../../language/language.js";
import { Interval } from "../../parts/figures.js";
import { GrowthChart } from "../../parts/growth-chart.js";

/** What the critic said of the samples that people decided, and how the agreement grew. */
function CriticAgainstPeople({ critic }: { readonly critic: Review["critic"] }): ReactNode {
  const { texts, formats } = useLanguage();
  const { table } = critic;
  return (
    <section>
      <h2>{texts.review.critic}</h2>
      {critic.share === null ? (
        <p className="faint">{texts.review.noCritic}</p>
      ) : (
        <>
          <p>
            <Interval estimate={critic.share} />{" "}
            <span className="soft">
              {texts.review.criticAlike(
                formats.count(table.bothRight + table.bothWrong),
                formats.count(critic.of),
              )}
            </span>
          </p>
          <GrowthChart growth={critic.growth} label={texts.review.grows} />
          <dl className="counts">
            {(["bothRight", "bothWrong", "onlyCritic", "onlyPeople"] as const).map((name) => (
              <div key={name}>
                <dt>{texts.review.criticTable[name]}</dt>
                <dd>{formats.count(table[name])}</dd>
              </div>
            ))}
          </dl>
          {critic.kappa === null ? null : (
            <p className="soft">{texts.review.kappa(formats.number(critic.kappa))}</p>
          )}
          {critic.ranks === null ? null : (
            <p className="soft">{texts.review.ranks(formats.share(critic.ranks))}</p>
          )}
        </>
      )}
    </section>
  );
}

/** What a reviewer needs beside the sample: guidelines, who reviews, and how far they agree. */
export function ReviewSide({ queue }: { readonly queue: Review }): ReactNode {
  const { texts, formats } = useLanguage();
  return (
    <aside className="review-side" aria-label={texts.review.beside} tabIndex={0}>
      {queue.blocking ? <p className="notice">{texts.review.blocking}</p> : null}
      <section>
        <h2>{texts.review.guidelines}</h2>
        {queue.guidelines === "" ? null : <p className="guideline-text">{queue.guidelines}</p>}
        {queue.labels.length === 0 ? null : (
          <dl className="guidelines">
            {queue.labels.map((label) => (
              <div key={label.name} className="guideline">
                <dt>{label.name}</dt>
                <dd>{label.definition}</dd>
              </div>
            ))}
          </dl>
        )}
      </section>
      <section>
        <h2>{texts.review.people}</h2>
        {queue.reviewers.length === 0 ? (
          <p className="faint">{texts.review.nobodyYet}</p>
        ) : (
          <ul>
            {queue.reviewers.map((reviewer) => (
              <li key={reviewer.name}>
                {reviewer.name === "" ? texts.review.noName : reviewer.name}{" "}
                <span className="soft">
                  {texts.review.answers(formats.count(reviewer.answers))}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section>
        <h2>{texts.review.agreement}</h2>
        {queue.agreement.alpha === null ? (
          <p className="faint">{texts.review.noAgreement}</p>
        ) : (
          <p>
            <strong>{formats.number(queue.agreement.alpha.value)}</strong>{" "}
            <span className="faint">
              {formats.number(queue.agreement.alpha.low)} –{" "}
              {formats.number(queue.agreement.alpha.high)}
            </span>{" "}
            <span className="soft">{texts.review.alpha(formats.count(queue.agreement.items))}</span>
          </p>
        )}
      </section>
      <CriticAgainstPeople critic={queue.critic} />
      {queue.student.share === null ? null : (
        <section>
          <h2>{texts.review.student}</h2>
          <p>
            <Interval estimate={queue.student.share} />{" "}
            <span className="soft">{texts.review.studentOf(formats.count(queue.student.of))}</span>
          </p>
        </section>
      )}
      <section>
        <h2>{texts.review.judge}</h2>
        {queue.judge.share === null ? (
          <p className="faint">{texts.review.noJudge}</p>
        ) : (
          <p>
            <Interval estimate={queue.judge.share} />{" "}
            <span className="soft">
              {texts.review.judgeOf(
                formats.count(queue.judge.agreed),
                formats.count(queue.judge.of),
              )}
            </span>
          </p>
        )}
      </section>
    </aside>
  );
}
