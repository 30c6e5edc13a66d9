import { useEffect, useRef, useState, type ReactNode } from "react";
import type { AgentInput } from "../../../../api/playground.js";
import type { RunRow } from "../../../../api/runs.js";
import type { JsonSchema } from "../../form/json-schema.js";
import { useKeys } from "../../frame/keys.js";
import { useLanguage } from "../../language/language.js";
import { useQuery } from "../../parts/use-query.js";
import { ask } from "../../server/ask.js";
import { useAnswer } from "../../server/use-answer.js";
import { FIRST_TASK } from "../task/first-task.js";
import { CallInput } from "./call-input.js";
import { CallResult } from "./call-result.js";
import {
  findExample,
  refusalOf,
  useAgentCall,
  useInputProblems,
  useListedAgents,
} from "./use-agent-call.js";

const KEPT = "datawright-task";
const USUAL_CALLS = 50;

/** Calls one agent alone on an input that a person types, or takes from a step of a run. */
export function AgentCall({
  role,
  methods,
}: {
  readonly role: string;
  readonly methods: readonly { readonly name: string; readonly input: JsonSchema }[];
}): ReactNode {
  const { texts } = useLanguage();
  const say = texts.agents.call;
  const [query, change] = useQuery();
  const runs = useAnswer<{ readonly rows: readonly RunRow[] }>("/api/runs?limit=50").data?.rows;
  const asked = query.get("run");
  const span = query.get("span");
  const source = query.get("from") ?? asked ?? runs?.[0]?.id ?? "";
  const run = source === "" || source === "task" ? undefined : source;
  const [task, setTask] = useState(() => sessionStorage.getItem(KEPT) ?? FIRST_TASK);
  const [method, setMethod] = useState(methods[0]?.name ?? "");
  const [stage, setStage] = useState<string>();
  const [model, setModel] = useState("");
  const [mostCalls, setMostCalls] = useState(USUAL_CALLS);
  const [fresh, setFresh] = useState(false);
  const [confirmed, setConfirmed] = useState(false);
  const place = `datawright-input-${role}-${method}`;
  const [text, setText] = useState(() => sessionStorage.getItem(place) ?? "");
  const [example, setExample] = useState<AgentInput | null>(null);
  const [looking, setLooking] = useState<"no" | "yes" | "none">("no");
  const [failure, setFailure] = useState<Error | null>(null);
  const field = useRef<HTMLDivElement>(null);
  const { listed, error } = useListedAgents({ run, task, model });
  const stages = (listed?.agents ?? []).filter((agent) => agent.role === "stage");
  const chosenStage = role === "stage" ? (stage ?? stages[0]?.name) : undefined;
  // An agent of a module can take more than its role asks for.
  const own = listed?.agents
    .find(
      (agent) => agent.role === role && (chosenStage === undefined || agent.name === chosenStage),
    )
    ?.methods.find(({ name }) => name === method);
  const schema =
    (own?.input as JsonSchema | undefined) ??
    methods.find(({ name }) => name === method)?.input ??
    null;
  const { syntax, problems } = useInputProblems(text, { role, method });
  const { state, call, cancel } = useAgentCall();
  const take = (found: AgentInput | null): void => {
    setExample(found);
    setLooking(found === null ? "none" : "no");
    if (found === null) return;
    setMethod(found.method);
    if (found.role === "stage") setStage(found.agent);
    setText(JSON.stringify(found.input, null, 2));
  };
  const refuse = (thrown: unknown): void => {
    setLooking("no");
    setFailure(thrown as Error);
  };
  // The step that a trace leads here from.
  useEffect(() => {
    if (asked === null || span === null) return;
    setLooking("yes");
    ask<AgentInput>(
      `/api/runs/${encodeURIComponent(asked)}/spans/${encodeURIComponent(span)}/input`,
    ).then(take, refuse);
  }, [asked, span]);
  useEffect(() => {
    if (text !== "") sessionStorage.setItem(place, text);
  }, [place, text]);
  const choice = {
    ...{ role, method, stage: chosenStage, run, task, model },
    ...{ mostCalls, fresh, confirmed },
  };
  const paid = listed?.paid ?? null;
  const canCall =
    state.state !== "working" &&
    text.trim() !== "" &&
    syntax === null &&
    problems?.length === 0 &&
    (paid === null || confirmed) &&
    (role !== "stage" || chosenStage !== undefined);
  const start = (): void => {
    if (canCall) call(choice, text, example);
  };
  useKeys(say.title, [
    { keys: "c", says: say.key, press: start },
    { keys: "i", says: say.keyInput, press: () => firstField(field.current)?.focus() },
    { keys: "x", says: say.cancel, press: cancel },
  ]);
  const told = failure ?? error;
  return (
    <section className="card playground">
      <header>
        <h2>{say.title}</h2>
        <span className="soft">{say.note}</span>
      </header>
      <div className="call">
        <div className="stack">
          <div className="call-choices">
            <label className="field">
              {say.from}
              <select
                value={run ?? "task"}
                onChange={(event) => change({ from: event.target.value, run: null, span: null })}
              >
                <option value="task">{say.task}</option>
                {run === undefined || runs?.some(({ id }) => id === run) ? null : (
                  <option value={run}>{say.ofRun(run)}</option>
                )}
                {(runs ?? []).map(({ id }) => (
                  <option key={id} value={id}>
                    {say.ofRun(id)}
                  </option>
                ))}
              </select>
            </label>
            {methods.length < 2 ? null : (
              <label className="field">
                {say.method}
                <select value={method} onChange={(event) => setMethod(event.target.value)}>
                  {methods.map(({ name }) => (
                    <option key={name}>{name}</option>
                  ))}
                </select>
              </label>
            )}
            {role !== "stage" ? null : (
              <label className="field">
                {say.stage}
                <select
                  value={chosenStage ?? ""}
                  disabled={stages.length === 0}
                  onChange={(event) => setStage(event.target.value)}
                >
                  {stages.length === 0 ? <option value="">{say.noStage}</option> : null}
                  {stages.map(({ name }) => (
                    <option key={name}>{name}</option>
                  ))}
                </select>
              </label>
            )}
            <label className="field">
              {say.model}
              <input
                value={model}
                placeholder={say.modelOfTask(listed?.models[role] ?? "…")}
                spellCheck={false}
                list="call-models"
                onChange={(event) => {
                  setModel(event.target.value.trim());
                  setConfirmed(false);
                }}
              />
              <datalist id="call-models">
                <option value="embedded" />
              </datalist>
            </label>
            <label className="field call-number">
              {say.calls}
              <input
                type="number"
                min={1}
                max={1000}
                value={mostCalls}
                onChange={(event) => setMostCalls(Math.max(1, Number(event.target.value) || 1))}
              />
            </label>
          </div>
          {run !== undefined ? null : (
            <label className="field">
              {say.taskText}
              <textarea
                className="call-task"
                value={task}
                spellCheck={false}
                onChange={(event) => {
                  setTask(event.target.value);
                  sessionStorage.setItem(KEPT, event.target.value);
                }}
              />
            </label>
          )}
          <CallInput
            key={`${role}.${method}.${chosenStage ?? ""}`}
            field={field}
            schema={schema}
            text={text}
            change={setText}
            run={start}
            syntax={syntax}
            problems={problems}
            example={example}
            isOfRun={run !== undefined}
            looking={looking}
            takeExample={() => {
              setLooking("yes");
              setFailure(null);
              findExample(choice).then(take, refuse);
            }}
          />
          {told === null ? null : (
            <p className="notice" role="alert">
              {refusalOf(told).text} <span className="soft">{refusalOf(told).hint}</span>
            </p>
          )}
          {listed?.problem == null ? null : (
            <p className="notice">
              {listed.problem.message} <span className="soft">{listed.problem.hint}</span>
            </p>
          )}
          {paid === null ? null : (
            <label className="notice">
              <input
                type="checkbox"
                checked={confirmed}
                onChange={(event) => setConfirmed(event.target.checked)}
              />{" "}
              {say.sure} {paid}
            </label>
          )}
          <div className="review-actions">
            <button type="button" className="main" disabled={!canCall} onClick={start}>
              {state.state === "working" ? say.running : say.run} <kbd>c</kbd>
            </button>
            <button type="button" disabled={state.state !== "working"} onClick={cancel}>
              {say.cancel} <kbd>x</kbd>
            </button>
            <label className="inline-field soft">
              <input
                type="checkbox"
                checked={fresh}
                onChange={(event) => setFresh(event.target.checked)}
              />
              {say.fresh}
            </label>
          </div>
        </div>
        <CallResult state={state} />
      </div>
    </section>
  );
}

function firstField(panel: HTMLElement | null): HTMLElement | null {
  return panel?.querySelector<HTMLElement>("textarea, input, select, button") ?? null;
}
