import type { z } from "zod";
import { DatawrightError } from "../base/errors.js";
import type { Agent, AgentContext, AgentMethod } from "./contract.js";
import { ROLES, type MethodName, type RoleInput, type RoleName, type RoleReturn } from "./roles.js";

type Awaitable<T> = T | Promise<T>;
/** Roles with one method: `run` means that method. */
type SingleRole = "generator" | "critic" | "curator" | "evaluator" | "stage";
type OnlyMethod<R extends SingleRole> = MethodName<R>;

interface RunDefinition<R extends SingleRole> {
  readonly name: string;
  readonly role: R;
  run(
    input: RoleInput<R, OnlyMethod<R>>,
    context: AgentContext,
  ): Awaitable<RoleReturn<R, OnlyMethod<R>>>;
}
interface SchemaDefinition<R extends SingleRole, I extends z.ZodType, O extends z.ZodType> {
  readonly name: string;
  readonly role: R;
  readonly input: I;
  readonly output: O;
  run(input: z.output<I>, context: AgentContext): Awaitable<z.input<O>>;
}
interface MethodsDefinition<R extends RoleName> {
  readonly name: string;
  readonly role: R;
  readonly methods: {
    readonly [M in MethodName<R>]: (
      input: RoleInput<R, M>,
      context: AgentContext,
    ) => Awaitable<RoleReturn<R, M>>;
  };
}
interface PromptDefinition<R extends "critic" | "stage" | "generator"> {
  readonly name: string;
  readonly role: R;
  /**
   * The instruction; the draft or order is put behind it as data, and the answer must fit the
   * role's output.
   */
  readonly prompt: string;
}

/**
 * Makes an agent for a role. Types are inferred from the role, or from `input` and `output` schemas
 * where they are given.
 *
 * @throws AGENT_CONTRACT when the role is unknown, a method is missing, or the schemas do not fit
 *         the role.
 * @example
 * const critic = defineAgent({
 *   name: "no-shouting", role: "critic",
 *   run: ({ draft }) => ({ verdicts: [{ judge: "no-shouting", criterion: "calm", pass: draft.text
 *   !== draft.text.toUpperCase(),
 *     score: null, reason: "written in capitals only", code: "custom" }] }),
 * });
 */
export function defineAgent<R extends "critic" | "stage" | "generator">(
  definition: PromptDefinition<R>,
): Agent;
export function defineAgent<R extends SingleRole, I extends z.ZodType, O extends z.ZodType>(
  definition: SchemaDefinition<R, I, O>,
): Agent;
export function defineAgent<R extends SingleRole>(definition: RunDefinition<R>): Agent;
export function defineAgent<R extends RoleName>(definition: MethodsDefinition<R>): Agent;
export function defineAgent(definition: {
  /** Stands in the trace and in verdicts. */
  name: string;
  /** Role that it plays: see ROLES. */
  role: RoleName;
  /** Schema of what it is called with, in place of the role's. */
  input?: z.ZodType;
  /** Schema of what it returns, in place of the role's. */
  output?: z.ZodType;
  /** Instruction for the role's model. */
  prompt?: string;
  /** Does the work of the role's one method. */
  run?: (input: never, context: AgentContext) => unknown;
  /** What it does, by the names of the role's methods. */
  methods?: Readonly<Record<string, (input: never, context: AgentContext) => unknown>>;
}): Agent {
  const { name, role } = definition;
  const roleMethods = ROLES[role] as
    Readonly<Record<string, { input: z.ZodType; output: z.ZodType }>> | undefined;
  if (!roleMethods) {
    throw new DatawrightError({
      code: "AGENT_CONTRACT",
      message: `agent "${name}": unknown role "${String(role)}"`,
      hint: `Roles: ${Object.keys(ROLES).join(", ")}.`,
    });
  }
  const methodNames = Object.keys(roleMethods);
  const runs: Record<string, (input: never, context: AgentContext) => unknown> = {
    ...(definition.methods ?? {}),
  };
  if (definition.run) runs[methodNames[0]!] = definition.run;
  if (definition.prompt !== undefined)
    runs[methodNames[0]!] = promptRun(
      definition.prompt,
      name,
      roleMethods[methodNames[0]!]!.output,
    );
  const methods: Record<string, AgentMethod> = {};
  for (const method of methodNames) {
    const run = runs[method];
    if (typeof run !== "function") {
      const hint =
        methodNames.length === 1
          ? "Give a `run` function."
          : `Give \`methods: { ${methodNames.join(", ")} }\`.`;
      throw new DatawrightError({
        code: "AGENT_CONTRACT",
        message: `agent "${name}" plays the role ${role} but has no "${method}"`,
        hint,
      });
    }
    methods[method] = {
      input: definition.input ?? roleMethods[method]!.input,
      output: definition.output ?? roleMethods[method]!.output,
      run: run as AgentMethod["run"],
    };
  }
  return { name, role, methods };
}

/**
 * The prompt-only short form: the role's input goes to the model as data, its answer is parsed as
 * the role's output.
 */
function promptRun(
  prompt: string,
  name: string,
  output: z.ZodType,
): (input: never, context: AgentContext) => Promise<unknown> {
  return async (input, context) => {
    const data = input as {
      draft?: { id: string; fields: Record<string, unknown>; label: unknown };
      order?: { id: string };
    };
    const record = data.draft
      ? { ...data.draft.fields, label: data.draft.label }
      : (input as Record<string, unknown>);
    const answer = await context.model.object({
      name: "answer",
      schema: output,
      step: name,
      orderId: data.draft?.id ?? data.order?.id ?? name,
      sampleIds: data.draft ? [data.draft.id] : [],
      prompt: {
        sections: [
          { kind: "task", text: prompt },
          { kind: "draft", text: "", items: [record] },
          { kind: "output", text: "" },
        ],
      },
    });
    return answer.value;
  };
}
