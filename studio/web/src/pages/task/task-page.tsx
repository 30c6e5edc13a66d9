import { useEffect, useState, type ReactNode } from "react";
import { useLocation } from "wouter";
import type { Started } from "../../../../api/runs.js";
import type { Planned, Prompts, Validated } from "../../../../api/task.js";
import { useLanguage } from "../../language/language.js";
import { ask } from "../../server/ask.js";
import { useAnswer } from "../../server/use-answer.js";
import { FIRST_TASK } from "./first-task.js";
import { FieldHelp } from "./field-help.js";
import { PlanView } from "./plan-view.js";
import { PromptsView } from "./prompts-view.js";
import type { SchemaNode } from "./schema-place.js";
import { goToLine, TaskEditor } from "./task-editor.js";

/** Milliseconds after the last letter before the text is validated. */
const PAUSE = 350;
const KEPT = "datawright-task";

type Asked<T> =
  | { readonly state: "none" }
  | { readonly state: "asking" }
  | { readonly state: "told"; readonly told: T }
  | { readonly state: "failed"; readonly why: string };

/** Writes a task: validated as one types, with plan, estimate and the first prompts beside it. */
export default function TaskPage(): ReactNode {
  const { texts } = useLanguage();
  const [, go] = useLocation();
  const [text, setText] = useState(() => sessionStorage.getItem(KEPT) ?? FIRST_TASK);
  const [folder, setFolder] = useState("");
  const [offset, setOffset] = useState(0);
  const [checked, setChecked] = useState<Validated | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [plan, setPlan] = useState<Asked<Planned>>({ state: "none" });
  const [prompts, setPrompts] = useState<Asked<Prompts>>({ state: "none" });
  const [isSure, setSure] = useState(false);
  const [isStarting, setStarting] = useState(false);
  const schema = useAnswer<SchemaNode>("/api/task/schema").data;
  const body = { task: text, ...(folder.trim() === "" ? {} : { folder: folder.trim() }) };
  const fail = (error: unknown): string => (error instanceof Error ? error.message : String(error));
  useEffect(() => {
    sessionStorage.setItem(KEPT, text);
    setPlan({ state: "none" });
    setPrompts({ state: "none" });
    setSure(false);
    const ending = new AbortController();
    const timer = setTimeout(() => {
      ask<Validated>("/api/task/validate", {
        method: "POST",
        body,
        signal: ending.signal,
      }).then(
        (answer) => {
          setChecked(answer);
          setFailure(null);
        },
        (error: unknown) => {
          if (!ending.signal.aborted) setFailure(fail(error));
        },
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
    // the body is made of these two
  }, [text, folder]);
  const look = <T,>(path: string, set: (asked: Asked<T>) => void): void => {
    set({ state: "asking" });
    ask<T>(path, { method: "POST", body }).then(
      (told) => set({ state: "told", told }),
      (error: unknown) => set({ state: "failed", why: fail(error) }),
    );
  };
  const start = (): void => {
    setStarting(true);
    ask<Started>("/api/runs", {
      method: "POST",
      body: { ...body, confirmed: checked?.paid === null || isSure },
    }).then(
      ({ run }) => go(`/runs/${run}`),
      (error: unknown) => {
        setStarting(false);
        setFailure(fail(error));
      },
    );
  };
  const isValid = checked?.valid === true;
  return (
    <div className="fill">
      <div className="filters">
        <h1>{texts.task.title}</h1>
        <span className="soft" role="status">
          {checked === null
            ? texts.task.checking
            : checked.valid
              ? texts.task.valid
              : texts.task.invalid(String(checked.problems.length))}
        </span>
        <span className="push" />
        <div className="task-go">
          <button
            type="button"
            disabled={!isValid || plan.state === "asking"}
            onClick={() => look<Planned>("/api/task/plan", setPlan)}
          >
            {texts.task.plan}
          </button>
          <button
            type="button"
            disabled={!isValid || prompts.state === "asking"}
            onClick={() => look<Prompts>("/api/task/prompts", setPrompts)}
          >
            {texts.task.prompts}
          </button>
          <button
            type="button"
            className="main"
            disabled={!isValid || isStarting || (checked.paid !== null && !isSure)}
            onClick={start}
          >
            {isStarting ? texts.task.starting : texts.task.start}
          </button>
        </div>
      </div>
      {failure === null ? null : (
        <div className="notice" role="alert">
          {failure}
        </div>
      )}
      <div className="task-page">
        <div className="task-main">
          <label className="inline-field task-folder">
            <span className="soft">{texts.task.folder}</span>
            <input
              value={folder}
              placeholder={texts.task.folderHint}
              onChange={(event) => setFolder(event.target.value)}
              spellCheck={false}
            />
          </label>
          <TaskEditor
            text={text}
            problems={checked?.problems ?? []}
            change={setText}
            moved={setOffset}
          />
        </div>
        <aside className="task-side" aria-label={texts.task.beside}>
          {checked === null || checked.problems.length === 0 ? null : (
            <section aria-live="polite">
              <h2>{texts.task.problems}</h2>
              <ol className="problems">
                {checked.problems.map((problem, index) => (
                  <li key={index}>
                    <button
                      type="button"
                      className="plain"
                      disabled={problem.line === null}
                      onClick={() => goToLine(text, problem.line ?? 1, problem.column)}
                    >
                      <span className="mono">
                        {problem.line === null
                          ? problem.path
                          : texts.task.line(String(problem.line), problem.path)}
                      </span>{" "}
                      {problem.message}
                    </button>
                  </li>
                ))}
              </ol>
            </section>
          )}
          {checked?.paid === null || checked?.paid === undefined ? null : (
            <label className="notice">
              <input
                type="checkbox"
                checked={isSure}
                onChange={(event) => setSure(event.target.checked)}
              />{" "}
              {texts.task.sure} {checked.paid}
            </label>
          )}
          {(checked?.warnings ?? []).map((warning) => (
            <p key={warning} className="notice">
              {warning}
            </p>
          ))}
          {schema === undefined ? (
            <p className="faint">{texts.states.loading}</p>
          ) : (
            <FieldHelp schema={schema} text={text} offset={offset} />
          )}
          <AskedView asked={plan} show={(told) => <PlanView planned={told} />} />
          <AskedView asked={prompts} show={(told) => <PromptsView prompts={told} />} />
        </aside>
      </div>
    </div>
  );
}

function AskedView<T>({
  asked,
  show,
}: {
  readonly asked: Asked<T>;
  readonly show: (told: T) => ReactNode;
}): ReactNode {
  const { texts } = useLanguage();
  if (asked.state === "asking") return <p className="faint">{texts.states.loading}</p>;
  if (asked.state === "failed")
    return (
      <p className="notice" role="alert">
        {asked.why}
      </p>
    );
  return asked.state === "told" ? show(asked.told) : null;
}
