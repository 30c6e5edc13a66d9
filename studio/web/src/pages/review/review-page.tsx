import { useEffect, useState, type ReactNode } from "react";
import { Link } from "wouter";
import type { ReviewItem } from "../../../../api/review.js";
import { AnswerNotices, SkipAndUndo, UnsentCount } from "../../answers/answer-notices.js";
import { useReviewer } from "../../answers/reviewer-name.js";
import { useKeys } from "../../frame/keys.js";
import { useLanguage } from "../../language/language.js";
import { Status } from "../../parts/figures.js";
import { labelText } from "../../parts/label-text.js";
import { SampleFields } from "../../parts/sample-fields.js";
import { Empty, Failed, Loading } from "../../parts/states.js";
import { useRunEvents } from "../run/use-run-events.js";
import { EditText } from "./edit-text.js";
import { ReviewSide } from "./review-side.js";
import { useReview, type GivenAnswer } from "./use-review.js";

const MOST_LABEL_KEYS = 9;

export default function ReviewPage({ run }: { readonly run: string }): ReactNode {
  const { texts, formats } = useLanguage();
  const live = useRunEvents(run);
  const reviewer = useReviewer();
  const { queue, answers, finish } = useReview(run, reviewer.name, live.event?.status);
  const [front] = answers.items;
  const { labels = [], multiLabel = false } = queue.data ?? {};
  const [isEditing, setEditing] = useState(false);
  const [several, setSeveral] = useState<readonly string[]>([]);
  useEffect(() => {
    const label = front?.label ?? [];
    setEditing(false);
    setSeveral(typeof label === "string" ? [label] : label);
    // of each sample anew
  }, [front?.sampleId]);
  const answer = (given: Omit<GivenAnswer, "reviewer" | "sampleId">): void => {
    if (front !== undefined && reviewer.named())
      answers.give({ sampleId: front.sampleId, reviewer: reviewer.name, ...given });
  };
  const giveLabel = (label: string): void => {
    if (multiLabel)
      setSeveral((before) =>
        before.includes(label) ? before.filter((other) => other !== label) : [...before, label],
      );
    else answer(label === front?.label ? { decision: "accept" } : { decision: "relabel", label });
  };
  useKeys(texts.frame.runPages.review, [
    ...(labels.length === 0
      ? []
      : [
          {
            keys: "1 … 9",
            shownAs: `1 – ${Math.min(MOST_LABEL_KEYS, labels.length)}`,
            says: texts.review.giveLabel,
            press: () => undefined,
          },
        ]),
    ...labels.slice(0, MOST_LABEL_KEYS).map((label, index) => ({
      keys: String(index + 1),
      says: label.name,
      isUnlisted: true,
      press: () => giveLabel(label.name),
    })),
    ...(multiLabel
      ? [
          {
            keys: "Enter",
            says: texts.review.takeLabels,
            press: () => answer({ decision: "relabel", label: [...several] }),
          },
        ]
      : []),
    { keys: "a", says: texts.review.accept, press: () => answer({ decision: "accept" }) },
    { keys: "r", says: texts.review.reject, press: () => answer({ decision: "reject" }) },
    { keys: "e", says: texts.review.edit, press: () => setEditing(true) },
    { keys: "s", says: texts.review.skip, press: answers.skip },
    { keys: "u", says: texts.review.undo, press: answers.undo },
  ]);
  const { data, error, again } = queue;
  if (error && data === undefined) return <Failed error={error} again={again} />;
  if (data === undefined) return <Loading />;
  const stored = data.reviewers.find(({ name }) => name === reviewer.name)?.answers ?? 0;
  return (
    <div className="fill">
      <div className="filters wraps">
        <h1>{texts.frame.runPages.review}</h1>
        {live.event === undefined ? null : <Status status={live.event.status} />}
        {reviewer.field}
        <span className="soft" role="status">
          {texts.review.left(
            formats.count(answers.items.length + Math.max(0, data.waiting - data.items.length)),
            formats.count(Math.max(stored, answers.done)),
          )}
        </span>
        <span className="push" />
        <UnsentCount answers={answers} />
        {data.blocking && answers.items.length > 0 ? (
          <button type="button" disabled={reviewer.name === ""} onClick={finish}>
            {texts.review.finish}
          </button>
        ) : null}
      </div>
      <AnswerNotices answers={answers} reviewer={reviewer} />
      {data.available ? null : (
        <div className="notice" role="status">
          {texts.review.working}
        </div>
      )}
      <div className="review-page">
        <div className="review-main">
          {front === undefined ? (
            <Empty title={answers.done > 0 ? texts.review.done : texts.review.nothing}>
              <p>
                {answers.done > 0
                  ? texts.review.doneHint(formats.count(answers.done))
                  : texts.review.nothingHint}
              </p>
              <p>
                <Link href={`/runs/${run}`}>{texts.frame.runPages.overview}</Link>
              </p>
            </Empty>
          ) : (
            <>
              <Front run={run} item={front} />
              {isEditing ? (
                <EditText
                  item={front}
                  keep={(fields) => answer({ decision: "edit", fields })}
                  leave={() => setEditing(false)}
                />
              ) : null}
              {labels.length === 0 ? null : (
                <div className="review-labels" role="group" aria-label={texts.samples.label}>
                  {labels.map((label, index) => (
                    <button
                      key={label.name}
                      type="button"
                      aria-pressed={
                        multiLabel
                          ? several.includes(label.name)
                          : label.name === labelText(front.label)
                      }
                      title={label.definition ?? undefined}
                      onClick={() => giveLabel(label.name)}
                    >
                      {index < MOST_LABEL_KEYS ? <kbd>{index + 1}</kbd> : null} {label.name}
                    </button>
                  ))}
                </div>
              )}
              <div className="review-actions">
                {multiLabel ? (
                  <button
                    type="button"
                    className="main"
                    onClick={() => answer({ decision: "relabel", label: [...several] })}
                  >
                    {texts.review.takeLabels} <kbd>Enter</kbd>
                  </button>
                ) : null}
                <button
                  type="button"
                  className="main"
                  onClick={() => answer({ decision: "accept" })}
                >
                  {texts.review.accept} <kbd>a</kbd>
                </button>
                <button type="button" onClick={() => answer({ decision: "reject" })}>
                  {texts.review.reject} <kbd>r</kbd>
                </button>
                <button type="button" onClick={() => setEditing(true)}>
                  {texts.review.edit} <kbd>e</kbd>
                </button>
                <SkipAndUndo answers={answers} />
              </div>
            </>
          )}
        </div>
        <ReviewSide queue={data} />
      </div>
    </div>
  );
}

/** The sample that is decided now, and why it is asked about. */
function Front({ run, item }: { readonly run: string; readonly item: ReviewItem }): ReactNode {
  const { texts } = useLanguage();
  return (
    <article className="card review-card" data-sample={item.sampleId}>
      <header>
        <span className="soft">{item.kind === "audit" ? texts.review.audit : item.why}</span>
        <span className="right">
          <Link href={`/runs/${run}/samples/${encodeURIComponent(item.sampleId)}`}>
            {texts.review.wholeLife}
          </Link>
        </span>
      </header>
      <SampleFields fields={item.fields} />
      <dl className="facts review-facts">
        {item.label === null ? null : (
          <>
            <dt>{texts.review.labelNow}</dt>
            <dd>
              <strong>{labelText(item.label)}</strong>
            </dd>
          </>
        )}
        {item.suggested === undefined || item.suggested === null ? null : (
          <>
            <dt>{texts.review.smallModel}</dt>
            <dd>{labelText(item.suggested)}</dd>
          </>
        )}
      </dl>
    </article>
  );
}
