import type { ReactNode } from "react";
import { useLanguage } from "../language/language.js";
import type { Reviewer } from "./reviewer-name.js";
import type { Answers } from "./use-answers.js";

interface AnswersProps {
  readonly answers: Answers<unknown, never>;
}

/** Answers that are still here. */
export function UnsentCount({ answers }: AnswersProps): ReactNode {
  const { texts, formats } = useLanguage();
  if (answers.unsent === 0) return null;
  return <span className="soft">{texts.review.unsent(formats.count(answers.unsent))}</span>;
}

/** What stands in the way of answers: a server that did not take them, or a name that is missing. */
export function AnswerNotices({
  answers: { failure, problems, sendAgain },
  reviewer,
}: AnswersProps & { readonly reviewer: Reviewer }): ReactNode {
  const { texts } = useLanguage();
  return (
    <>
      {failure === null && problems.length === 0 ? null : (
        <div className="notice" role="alert">
          {failure === null ? (
            problems.join(" ")
          ) : (
            <>
              {texts.review.notSent} {failure.message}{" "}
              <button type="button" onClick={sendAgain}>
                {texts.states.again}
              </button>
            </>
          )}
        </div>
      )}
      {reviewer.isMissing ? (
        <div className="notice" role="alert">
          {texts.review.nameFirst}
        </div>
      ) : null}
    </>
  );
}

/** The buttons that every queue has. */
export function SkipAndUndo({ answers }: AnswersProps): ReactNode {
  const { texts } = useLanguage();
  return (
    <>
      <button type="button" onClick={answers.skip}>
        {texts.review.skip} <kbd>s</kbd>
      </button>
      <button type="button" disabled={answers.done === 0} onClick={answers.undo}>
        {texts.review.undo} <kbd>u</kbd>
      </button>
    </>
  );
}
