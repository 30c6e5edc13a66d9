import { useMemo, type ReactNode } from "react";
import type { Called } from "../../../../api/playground.js";
import { useLanguage } from "../../language/language.js";
import { Figure } from "../../parts/figures.js";
import { JsonText } from "../../parts/json-text.js";
import { Verdicts } from "../../parts/verdicts.js";
import { PromptMessages } from "../trace/prompt-messages.js";
import { refusalOf, type CallState } from "./use-agent-call.js";

/** What an agent gave back, or why it failed, with its steps. */
export function CallResult({ state }: { readonly state: CallState }): ReactNode {
  const { texts } = useLanguage();
  const say = texts.agents.call;
  return (
    <div className="call-result" aria-live="polite" aria-busy={state.state === "working"}>
      {state.state === "done" ? (
        <Answered called={state.called} />
      ) : state.state === "refused" ? (
        <p className="notice" role="alert">
          {refusalOf(state.error).text} <span className="soft">{refusalOf(state.error).hint}</span>
        </p>
      ) : (
        <p className="faint">
          {state.state === "working"
            ? say.running
            : state.state === "cancelled"
              ? say.cancelled
              : say.nothingYet}
        </p>
      )}
    </div>
  );
}

function Answered({ called }: { readonly called: Called }): ReactNode {
  const { texts, formats } = useLanguage();
  const say = texts.agents.call;
  const verdicts = (called.output as { readonly verdicts?: unknown } | null)?.verdicts;
  const isJudged = Array.isArray(verdicts) && verdicts.length > 0;
  return (
    <div className="stack">
      <dl className="figures call-figures">
        <Figure name={say.took}>{formats.duration(called.milliseconds)}</Figure>
        <Figure name={say.callsMade}>{formats.count(called.calls)}</Figure>
        <Figure name={texts.trace.tokens}>
          {formats.short(called.inputTokens)} / {formats.short(called.outputTokens)}
        </Figure>
        <Figure name={texts.trace.cost}>
          {called.cost === null
            ? texts.run.unknownPrice
            : called.cost === 0
              ? texts.figures.free
              : formats.money(called.cost)}
        </Figure>
        <Figure name={say.memory}>
          <span className="call-memory">
            {called.memory.samples === 0
              ? say.noMemory
              : say.memoryOf(formats.count(called.memory.samples))}
          </span>
        </Figure>
      </dl>
      {called.error === null ? null : (
        <div className="notice" role="alert">
          <p>
            {say.failed}: <span className="call-error">{called.error.message}</span>
          </p>
          {called.error.hint === null ? null : <p className="soft">{called.error.hint}</p>}
          <p className="mono soft">{called.error.code}</p>
          {called.problems.length === 0 ? null : (
            <ol className="problems">
              {called.problems.map((problem) => (
                <li key={problem.path + problem.message}>
                  <span className="mono">{problem.path}</span> {problem.message}
                </li>
              ))}
            </ol>
          )}
        </div>
      )}
      {called.output === null ? null : (
        <section>
          <h3>{say.output}</h3>
          {isJudged ? (
            <Verdicts verdicts={verdicts as Called["spans"][number]["verdicts"]} />
          ) : (
            <JsonText value={called.output} />
          )}
        </section>
      )}
      <section>
        <h3>{say.trace}</h3>
        <Steps spans={called.spans} />
      </section>
    </div>
  );
}

/** Its steps on one time axis; those that asked a model show what was sent and answered. */
function Steps({ spans }: { readonly spans: Called["spans"] }): ReactNode {
  const { texts, formats } = useLanguage();
  const depths = useMemo(() => {
    const found = new Map<string, number>();
    for (const span of spans) found.set(span.id, (found.get(span.parentId ?? "") ?? -1) + 1);
    return found;
  }, [spans]);
  const from = Math.min(...spans.map(({ startedAt }) => startedAt));
  const to = Math.max(...spans.map(({ startedAt, durationMs }) => startedAt + durationMs));
  const whole = Math.max(0.001, to - from);
  return spans.map((span) => (
    <details
      key={span.id}
      className="call-step"
      open={span.operation === "chat" && spans.length < 6}
    >
      <summary>
        <span
          className={`call-name ${span.status === "error" ? "span-failed" : ""}`}
          style={{ paddingLeft: `${14 * (depths.get(span.id) ?? 0)}px` }}
        >
          {span.status === "error" ? "✕ " : ""}
          {span.name}
        </span>
        <span className="call-bar" aria-hidden="true">
          <span
            style={{
              marginLeft: `${(100 * (span.startedAt - from)) / whole}%`,
              width: `${Math.max(0.5, (100 * span.durationMs) / whole)}%`,
            }}
          />
        </span>
        <span className="soft call-time">
          {formats.duration(span.durationMs)}
          {span.promptTokens === null
            ? ""
            : ` · ${texts.trace.inOut(formats.count(span.promptTokens), formats.count(span.answerTokens ?? 0))}`}
          {span.cached ? ` · ${texts.trace.fromCache}` : ""}
        </span>
      </summary>
      {span.errorCode === null ? null : <p className="span-failed">{span.errorCode}</p>}
      {span.messages.length === 0 ? null : <PromptMessages messages={span.messages} />}
      {span.answer === null ? null : (
        <>
          <h3 className="under">{texts.trace.answer}</h3>
          <JsonText value={span.structured ?? span.answer} />
        </>
      )}
      {span.messages.length > 0 || Object.keys(span.attributes).length === 0 ? null : (
        <JsonText value={span.attributes} />
      )}
    </details>
  ));
}
