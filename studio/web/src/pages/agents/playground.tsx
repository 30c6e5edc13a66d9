import { useState, type ReactNode } from "react";
import type { Tried } from "../../../../api/agents.js";
import { useLanguage } from "../../language/language.js";
import { JsonText } from "../../parts/json-text.js";
import { labelText } from "../../parts/label-text.js";
import { Status } from "../../parts/figures.js";
import { Verdicts } from "../../parts/verdicts.js";
import { ask } from "../../server/ask.js";
import { FIRST_TASK } from "../task/first-task.js";
import { PromptMessages } from "../trace/prompt-messages.js";

type Step = Tried["samples"][number]["spans"][number];

/** Makes one sample of a task and shows what this agent was sent and answered. */
export function Playground({ role }: { readonly role: string }): ReactNode {
  const { texts } = useLanguage();
  const [task, setTask] = useState(() => sessionStorage.getItem("datawright-task") ?? FIRST_TASK);
  const [isSure, setSure] = useState(false);
  const [isTrying, setTrying] = useState(false);
  const [tried, setTried] = useState<Tried | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const attempt = (): void => {
    setTrying(true);
    setFailure(null);
    ask<Tried>("/api/agents/try", {
      method: "POST",
      body: { task, samples: 1, confirmed: isSure },
    }).then(
      (answer) => {
        setTrying(false);
        setTried(answer);
      },
      (error: unknown) => {
        setTrying(false);
        setFailure(error instanceof Error ? error.message : String(error));
      },
    );
  };
  return (
    <div className="playground">
      <p className="soft">{texts.agents.playgroundNote}</p>
      <div className="stack">
        <label className="field">
          {texts.task.text}
          <textarea
            value={task}
            spellCheck={false}
            onChange={(event) => setTask(event.target.value)}
          />
        </label>
        <div className="review-actions">
          <button type="button" className="main" disabled={isTrying} onClick={attempt}>
            {isTrying ? texts.agents.trying : texts.agents.attempt}
          </button>
          <label className="inline-field soft">
            <input
              type="checkbox"
              checked={isSure}
              onChange={(event) => setSure(event.target.checked)}
            />
            {texts.agents.mayCost}
          </label>
        </div>
        {failure === null ? null : (
          <p className="notice" role="alert">
            {failure}
          </p>
        )}
        {tried?.error === null || tried?.error === undefined ? null : (
          <p className="notice" role="alert">
            {tried.error.message} <span className="mono">{tried.error.code}</span>
          </p>
        )}
        {tried?.samples.map((sample) => (
          <div key={sample.id} className="stack">
            <div className="page-head">
              <Status status={sample.status} />
              <strong>{labelText(sample.label)}</strong>
              <span className="soft">{sample.reasons.join(", ")}</span>
            </div>
            <JsonText value={sample.fields} />
            <Steps role={role} steps={sample.spans} />
          </div>
        ))}
      </div>
    </div>
  );
}

/** The steps of a sample: those of this agent are open. */
function Steps({
  role,
  steps,
}: {
  readonly role: string;
  readonly steps: readonly Step[];
}): ReactNode {
  const { texts, formats } = useLanguage();
  return steps.map((step) => (
    <details key={step.id} open={step.agent === role && step.operation === "chat"}>
      <summary>
        {step.name} <span className="faint">{step.agent}</span>{" "}
        <span className="soft">{formats.duration(step.durationMs)}</span>
      </summary>
      {step.messages.length === 0 ? null : <PromptMessages messages={step.messages} />}
      {step.answer === null ? null : (
        <>
          <h3 className="under">{texts.trace.answer}</h3>
          <JsonText value={step.answer} />
        </>
      )}
      {step.verdicts.length === 0 ? null : <Verdicts verdicts={step.verdicts} />}
    </details>
  ));
}
