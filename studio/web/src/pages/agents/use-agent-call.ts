import { useEffect, useRef, useState } from "react";
import type {
  AgentInput,
  Called,
  CheckedInput,
  FoundExample,
  ListedAgents,
} from "../../../../api/playground.js";
import { ask, RefusedError } from "../../server/ask.js";

/** Milliseconds after the last letter before the server is asked. */
const PAUSE = 350;

/** Which agent is called, and by whom it is answered. */
export interface CallChoice {
  readonly role: string;
  readonly method: string;
  readonly stage: string | undefined;
  /** A run; undefined for the task. */
  readonly run: string | undefined;
  readonly task: string;
  /** "" for what the task says. */
  readonly model: string;
  readonly mostCalls: number;
  readonly fresh: boolean;
  readonly confirmed: boolean;
}

/** How a call stands. */
export type CallState =
  | { readonly state: "none" | "working" | "cancelled" }
  | { readonly state: "done"; readonly called: Called }
  | { readonly state: "refused"; readonly error: Error };

/** Where the agent is taken from, as the API has it. */
function sourceOf({ run, task }: Pick<CallChoice, "run" | "task">): object {
  return run === undefined ? { task } : { run };
}

/** Agents and models of the task or run, asked for once the typing pauses. */
export function useListedAgents({ run, task, model }: Pick<CallChoice, "run" | "task" | "model">): {
  readonly listed: ListedAgents | null;
  readonly error: Error | null;
} {
  const [listed, setListed] = useState<ListedAgents | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const text = run === undefined ? task : "";
  useEffect(() => {
    const ending = new AbortController();
    const timer = setTimeout(() => {
      ask<ListedAgents>("/api/playground/agents", {
        method: "POST",
        body: { ...sourceOf({ run, task: text }), ...(model === "" ? {} : { model }) },
        signal: ending.signal,
      }).then(
        (found) => {
          setListed(found);
          setError(null);
        },
        (thrown: unknown) => {
          if (!ending.signal.aborted) setError(thrown as Error);
        },
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [run, text, model]);
  return { listed, error };
}

/** What is wrong with a typed input: no JSON, or what the agent's schema refuses, by path. */
export function useInputProblems(
  text: string,
  { role, method }: Pick<CallChoice, "role" | "method">,
): { readonly syntax: string | null; readonly problems: CheckedInput["problems"] | null } {
  const [problems, setProblems] = useState<CheckedInput["problems"] | null>(null);
  const parsed = parsedInput(text);
  useEffect(() => {
    setProblems(null);
    if (text.trim() === "" || "syntax" in parsed) return;
    const ending = new AbortController();
    const timer = setTimeout(() => {
      ask<CheckedInput>("/api/playground/check", {
        method: "POST",
        body: { role, method, input: parsed.value },
        signal: ending.signal,
      }).then(
        (checked) => setProblems(checked.problems),
        () => undefined,
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
    // the value is made of the text
  }, [text, role, method]);
  return { syntax: "syntax" in parsed && text.trim() !== "" ? parsed.syntax : null, problems };
}

function parsedInput(text: string): { readonly value: unknown } | { readonly syntax: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { syntax: (error as Error).message };
  }
}

/** Calls an agent; the call ends with the page, or when it is cancelled. */
export function useAgentCall(): {
  readonly state: CallState;
  readonly call: (choice: CallChoice, text: string, example: AgentInput | null) => void;
  readonly cancel: () => void;
} {
  const [state, setState] = useState<CallState>({ state: "none" });
  const ending = useRef<AbortController | null>(null);
  useEffect(() => () => ending.current?.abort(), []);
  return {
    state,
    call: (choice, text, example) => {
      const parsed = parsedInput(text);
      if ("syntax" in parsed) return;
      const own = new AbortController();
      ending.current?.abort();
      ending.current = own;
      setState({ state: "working" });
      const { role, method, stage, model, mostCalls, fresh, confirmed } = choice;
      ask<Called>("/api/playground/call", {
        method: "POST",
        signal: own.signal,
        body: {
          ...sourceOf(choice),
          ...{ role, method, mostCalls, fresh, confirmed, input: parsed.value },
          ...(stage === undefined ? {} : { stage }),
          ...(model === "" ? {} : { model }),
          ...(example === null || choice.run === undefined ? {} : { site: example.site }),
        },
      }).then(
        (called) => {
          if (!own.signal.aborted) setState({ state: "done", called });
        },
        (error: unknown) => {
          if (!own.signal.aborted) setState({ state: "refused", error: error as Error });
        },
      );
    },
    cancel: () => {
      if (ending.current === null || state.state !== "working") return;
      ending.current.abort();
      setState({ state: "cancelled" });
    },
  };
}

/** An input of the agent: of the step that the address names, else of its latest one. */
export async function findExample(
  choice: Pick<CallChoice, "role" | "method" | "stage" | "run" | "task">,
): Promise<AgentInput | null> {
  const { role, method, stage } = choice;
  const { example } = await ask<FoundExample>("/api/playground/example", {
    method: "POST",
    body: { ...sourceOf(choice), role, method, ...(stage === undefined ? {} : { stage }) },
  });
  return example;
}

/** What a refusal says, in the server's words. */
export function refusalOf(error: Error): { readonly text: string; readonly hint: string } {
  return { text: error.message, hint: error instanceof RefusedError ? error.hint : "" };
}
