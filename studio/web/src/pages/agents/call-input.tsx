import type { ReactNode, RefObject } from "react";
import type { AgentInput, CheckedInput } from "../../../../api/playground.js";
import { useLanguage } from "../../language/language.js";

interface CallInputProps {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly text: string;
  readonly change: (text: string) => void;
  readonly run: () => void;
  readonly syntax: string | null;
  readonly problems: CheckedInput["problems"] | null;
  readonly example: AgentInput | null;
  /** False for one that was made for a task. */
  readonly isOfRun: boolean;
  readonly looking: "no" | "yes" | "none";
  readonly takeExample: () => void;
}

/** The input as JSON with what is wrong with it by path; Ctrl and Enter calls the agent. */
export function CallInput({
  field,
  text,
  change,
  run,
  syntax,
  problems,
  example,
  isOfRun,
  looking,
  takeExample,
}: CallInputProps): ReactNode {
  const { texts } = useLanguage();
  const say = texts.agents.call;
  const isWrong = syntax !== null || (problems?.length ?? 0) > 0;
  return (
    <div className="stack call-input">
      <div className="call-head">
        <label htmlFor="call-input" className="soft">
          {say.input}
        </label>
        <span className="faint" role="status">
          {text.trim() === ""
            ? ""
            : syntax !== null
              ? say.wrong("1")
              : problems === null
                ? texts.task.checking
                : problems.length === 0
                  ? say.fits
                  : say.wrong(String(problems.length))}
        </span>
        <span className="push" />
        <button type="button" disabled={looking === "yes"} onClick={takeExample}>
          {looking === "yes" ? say.lookingForExample : say.example}
        </button>
      </div>
      <textarea
        id="call-input"
        ref={field}
        value={text}
        spellCheck={false}
        autoCapitalize="off"
        aria-invalid={isWrong}
        aria-describedby={isWrong ? "call-problems" : undefined}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
        }}
      />
      {looking === "none" ? <p className="soft">{say.noExample}</p> : null}
      {example === null ? null : (
        <p className="soft">
          {isOfRun ? say.ofStep(example.agent) : say.ofSample(example.agent)}{" "}
          {example.notes.map((note) => say.notes[note]).join(" ")}
        </p>
      )}
      {!isWrong ? null : (
        <ol className="problems" id="call-problems">
          {syntax !== null ? (
            <li>
              {say.noJson} <span className="mono">{syntax}</span>
            </li>
          ) : (
            problems?.map((problem) => (
              <li key={problem.path + problem.message}>
                <span className="mono">{problem.path === "" ? say.whole : problem.path}</span>{" "}
                {problem.message}
              </li>
            ))
          )}
        </ol>
      )}
    </div>
  );
}
