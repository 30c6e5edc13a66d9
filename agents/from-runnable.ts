import {
  Runnable,
  RunnableLambda,
  type RunnableConfig,
  type RunnableLike,
} from "@langchain/core/runnables";
import type { Agent, AgentContext } from "./contract.js";
import { RunnableTracer } from "./runnable-tracer.js";
import { ROLES, type RoleInput, type RoleReturn } from "./roles.js";

type SingleRole = "generator" | "critic" | "curator" | "evaluator" | "stage";
type SingleInput<R extends SingleRole> = R extends "generator"
  ? RoleInput<"generator", "generate">
  : R extends "critic"
    ? RoleInput<"critic", "critique">
    : R extends "curator"
      ? RoleInput<"curator", "curate">
      : R extends "evaluator"
        ? RoleInput<"evaluator", "evaluate">
        : RoleInput<"stage", "process">;
type SingleReturn<R extends SingleRole> = R extends "generator"
  ? RoleReturn<"generator", "generate">
  : R extends "critic"
    ? RoleReturn<"critic", "critique">
    : R extends "curator"
      ? RoleReturn<"curator", "curate">
      : R extends "evaluator"
        ? RoleReturn<"evaluator", "evaluate">
        : RoleReturn<"stage", "process">;

/**
 * Makes an agent of a plain function, a LangChain Runnable or a compiled LangGraph graph; its inner
 * nodes stand in the trace.
 *
 * @param options.input  turns the role's input into what the runnable takes; default: as it is
 * @param options.output turns what the runnable returns into the role's output; default: as it is
 */
export function fromRunnable<R extends SingleRole>(options: {
  readonly name: string;
  readonly role: R;
  readonly runnable: RunnableLike | Runnable | ((input: never) => unknown);
  readonly input?: (input: SingleInput<R>, context: AgentContext) => unknown;
  readonly output?: (value: never, input: SingleInput<R>) => SingleReturn<R>;
}): Agent {
  const runnable = Runnable.isRunnable(options.runnable)
    ? (options.runnable as Runnable)
    : RunnableLambda.from(options.runnable as (input: unknown) => unknown);
  const [method, schemas] = Object.entries(ROLES[options.role])[0]!;
  const run = async (input: SingleInput<R>, context: AgentContext): Promise<unknown> => {
    const config: RunnableConfig = {
      signal: context.signal,
      runName: options.name,
      callbacks: [new RunnableTracer(context.span)],
    };
    const value: unknown = await runnable.invoke(
      options.input ? options.input(input, context) : input,
      config,
    );
    return options.output ? options.output(value as never, input) : value;
  };
  return {
    name: options.name,
    role: options.role,
    methods: { [method]: { ...schemas, run: run as never } },
  };
}
