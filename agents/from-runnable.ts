import {
  Runnable,
  RunnableLambda,
  type RunnableConfig,
  type RunnableLike,
} from "@langchain/core/runnables";
import type { Callbacks } from "@langchain/core/callbacks/manager";
import { currentCallbacks } from "../tools/models/middleware/graph-callbacks.js";
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
 * With `make` the runnable is made for each call, from the agent's context: this is how a LangGraph
 * agent asks the role's model, so that its calls are traced, cached, budgeted and limited.
 *
 *     const writer = fromRunnable({
 *       name: "writer",
 *       role: "generator",
 *       make: (context) => createReactAgent({ llm: context.langchain(), tools: [lookUp] }),
 *       input: (order) => ({ messages: [{ role: "user", content: `Write one about ${order.order.label}.` }] }),
 *       output: (state) => ({ fields: { text: state.messages.at(-1).text } }),
 *     });
 */
export function fromRunnable<R extends SingleRole>(
  options: {
    /** Stands in the trace and in verdicts. */
    readonly name: string;
    /** Role that it plays. */
    readonly role: R;
    /** Role's input -> input of the runnable. Default: as it is. */
    readonly input?: (input: SingleInput<R>, context: AgentContext) => unknown;
    /** Output of the runnable -> what the role returns. Default: as it is. */
    readonly output?: (value: never, input: SingleInput<R>) => SingleReturn<R>;
  } & (
    | {
        /** A function, a LangChain Runnable or a compiled graph. */
        readonly runnable: AnyRunnable;
        /** Makes the runnable for one call, with the role's model at hand. */
        readonly make?: undefined;
      }
    | {
        /** A function, a LangChain Runnable or a compiled graph. */
        readonly runnable?: undefined;
        /** Makes the runnable for one call, with the role's model at hand. */
        readonly make: (context: AgentContext) => AnyRunnable | Promise<AnyRunnable>;
      }
  ),
): Agent {
  const given = options.runnable === undefined ? null : asRunnable(options.runnable);
  const [method, schemas] = Object.entries(ROLES[options.role])[0]!;
  const run = async (input: SingleInput<R>, context: AgentContext): Promise<unknown> => {
    const config: RunnableConfig = {
      signal: context.signal,
      runName: options.name,
      callbacks: callbacksWith(new RunnableTracer(context.span)),
    };
    const runnable = given ?? asRunnable(await options.make!(context));
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

type AnyRunnable = RunnableLike | Runnable | ((input: never) => unknown);

function asRunnable(runnable: AnyRunnable): Runnable {
  return Runnable.isRunnable(runnable)
    ? (runnable as Runnable)
    : RunnableLambda.from(runnable as (input: unknown) => unknown);
}

/** The trace's handler beside those of the node that the agent is called in (LangSmith's, say). */
function callbacksWith(tracer: RunnableTracer): Callbacks {
  const around = currentCallbacks();
  if (around === undefined) return [tracer];
  return Array.isArray(around) ? [...around, tracer] : around.copy([tracer]);
}
