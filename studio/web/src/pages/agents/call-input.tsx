import { useEffect, useId, useMemo, useRef, useState, type ReactNode, type RefObject } from "react";
import type { AgentInput, CheckedInput } from "../../../../api/playground.js";
import { emptyOf, type JsonSchema } from "../../form/json-schema.js";
import { SchemaForm } from "../../form/schema-form.js";
import { keepPreference, readPreference } from "../../frame/preference.js";
import { useLanguage } from "../../language/language.js";

const VIEWS = ["form", "json"] as const;
type View = (typeof VIEWS)[number];

interface CallInputProps {
  /** What the input is typed in, to move the keyboard to. */
  readonly field: RefObject<HTMLDivElement | null>;
  /** JSON Schema of the input; null while it is not known. */
  readonly schema: JsonSchema | null;
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

/** The input as a form or as JSON, one text behind both; Ctrl and Enter calls the agent. */
export function CallInput(props: CallInputProps): ReactNode {
  const { field, schema, text, change, run, syntax, problems } = props;
  const { example, isOfRun, looking, takeExample } = props;
  const { texts } = useLanguage();
  const say = texts.agents.call;
  const [view, setView] = useState<View>(() => readPreference("input-view", VIEWS) ?? "form");
  const show = (next: View): void => {
    setView(next);
    keepPreference("input-view", next);
  };
  const id = useId();
  const tabs = useRef<HTMLDivElement>(null);
  const value = useMemo(() => valueOf(text), [text]);
  // What was said of the text before stands until something is said of this one.
  const said = useRef(problems ?? []);
  if (problems !== null) said.current = problems;
  if (text.trim() === "") said.current = [];
  const isWrong = syntax !== null || (problems?.length ?? 0) > 0;
  const isForm = view === "form" && schema !== null;
  const needsNothing = schema !== null && JSON.stringify(emptyOf(schema, schema)) === "{}";
  useEffect(() => {
    // Where nothing has to be filled in there is nothing to begin with a key.
    if (isForm && needsNothing && text.trim() === "") change("{}");
  }, [isForm, needsNothing, text, change]);
  return (
    <div className="stack call-input">
      <div className="call-head">
        <div className="tabs" role="tablist" aria-label={texts.agents.form.view} ref={tabs}>
          {VIEWS.map((one) => (
            <button
              key={one}
              type="button"
              role="tab"
              id={`${id}-${one}`}
              aria-selected={view === one}
              aria-controls={`${id}-panel`}
              tabIndex={view === one ? 0 : -1}
              onClick={() => show(one)}
              onKeyDown={(event) => {
                if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
                event.preventDefault();
                event.stopPropagation();
                const next = VIEWS[(VIEWS.indexOf(one) + 1) % VIEWS.length]!;
                show(next);
                tabs.current?.querySelector<HTMLElement>(`[id="${id}-${next}"]`)?.focus();
              }}
            >
              {texts.agents.form[one]}
            </button>
          ))}
        </div>
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
      <div
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${view}`}
        ref={field}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
        }}
      >
        {!isForm ? (
          <textarea
            aria-label={say.input}
            value={text}
            spellCheck={false}
            autoCapitalize="off"
            aria-invalid={isWrong}
            aria-describedby={isWrong ? "call-problems" : undefined}
            onChange={(event) => change(event.target.value)}
          />
        ) : syntax !== null ? (
          <p className="notice">{texts.agents.form.asJson}</p>
        ) : (
          <SchemaForm
            schema={schema}
            value={value}
            problems={said.current}
            label={say.inputOf}
            change={(next) => change(JSON.stringify(next, null, 2))}
          />
        )}
      </div>
      {looking === "none" ? <p className="soft">{say.noExample}</p> : null}
      {example === null ? null : (
        <p className="soft">
          {isOfRun ? say.ofStep(example.agent) : say.ofSample(example.agent)}{" "}
          {example.notes.map((note) => say.notes[note]).join(" ")}
        </p>
      )}
      {!isWrong || (isForm && syntax === null) ? null : (
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

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
