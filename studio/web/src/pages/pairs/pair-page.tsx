import type { ReactNode } from "react";
import { Link } from "wouter";
import type { BlindPair } from "../../../../api/pairs.js";
import { AnswerNotices, SkipAndUndo, UnsentCount } from "../../answers/answer-notices.js";
import { useReviewer } from "../../answers/reviewer-name.js";
import { useKeys } from "../../frame/keys.js";
import { useLanguage } from "../../language/language.js";
import { Empty, Failed, Loading } from "../../parts/states.js";
import { usePairs } from "./use-pairs.js";

/** Two answers side by side: which is better, without knowing whose they are. */
export default function PairPage({ set }: { readonly set: string }): ReactNode {
  const { texts, formats } = useLanguage();
  const say = texts.pairs;
  const reviewer = useReviewer();
  const { queue, answers, left } = usePairs(set, reviewer.name);
  const [front] = answers.items;
  const choose = (choice: "left" | "right" | "tie"): void => {
    if (front !== undefined && reviewer.named())
      answers.give({ pair: front.id, choice, reviewer: reviewer.name });
  };
  useKeys(say.title, [
    { keys: "1", says: say.leftBetter, press: () => choose("left") },
    { keys: "2", says: say.rightBetter, press: () => choose("right") },
    { keys: "0, t", shownAs: "0", says: say.tie, press: () => choose("tie") },
    { keys: "s", says: texts.review.skip, press: answers.skip },
    { keys: "u", says: texts.review.undo, press: answers.undo },
  ]);
  const { data, error, again } = queue;
  if (error && data === undefined) return <Failed error={error} again={again} />;
  if (data === undefined) return <Loading />;
  return (
    <div className="fill">
      <div className="filters wraps">
        <h1 className="pair-title">{data.title}</h1>
        {reviewer.field}
        <span className="soft" role="status">
          {say.left(formats.count(left), formats.count(data.total))}
        </span>
        <span className="push" />
        <UnsentCount answers={answers} />
        <Link href={`/pairs/${set}/results`} className="button">
          {say.results}
        </Link>
      </div>
      <AnswerNotices answers={answers} reviewer={reviewer} />
      <div className="pair-body">
        {front === undefined ? (
          queue.loading && data.left > 0 ? (
            <Loading />
          ) : (
            <Empty title={say.done}>
              <p>{say.doneHint}</p>
              <p>
                <Link href={`/pairs/${set}/results`} className="button main">
                  {say.results}
                </Link>
              </p>
            </Empty>
          )
        ) : (
          <>
            <Pair pair={front} criterion={data.criterion} choose={choose} />
            <div className="review-actions pair-actions">
              <button type="button" className="main" onClick={() => choose("left")}>
                {say.leftBetter} <kbd>1</kbd>
              </button>
              <button type="button" onClick={() => choose("tie")}>
                {say.tie} <kbd>0</kbd>
              </button>
              <button type="button" className="main" onClick={() => choose("right")}>
                {say.rightBetter} <kbd>2</kbd>
              </button>
              <span className="push" />
              <SkipAndUndo answers={answers} />
            </div>
          </>
        )}
      </div>
    </div>
  );
}

function Pair({
  pair,
  criterion,
  choose,
}: {
  readonly pair: BlindPair;
  readonly criterion: string | null;
  readonly choose: (choice: "left" | "right") => void;
}): ReactNode {
  const { texts } = useLanguage();
  const say = texts.pairs;
  return (
    <article className="pair" data-pair={pair.id}>
      <section className="card pair-task">
        <h2 className="visually-hidden">{say.instruction}</h2>
        <p className="sample-text">{pair.instruction}</p>
      </section>
      <p className="pair-question">
        {say.better}
        {criterion === null ? null : <span className="soft"> {criterion}</span>}
      </p>
      <div className="pair-sides">
        {(["left", "right"] as const).map((side) => (
          <section
            key={side}
            className="card pair-side"
            onDoubleClick={() => choose(side)}
            aria-label={side === "left" ? say.sideLeft : say.sideRight}
          >
            <header>
              <h2>{side === "left" ? say.sideLeft : say.sideRight}</h2>
              <kbd>{side === "left" ? "1" : "2"}</kbd>
            </header>
            <div className="sample-text">{pair[side]}</div>
          </section>
        ))}
      </div>
    </article>
  );
}
