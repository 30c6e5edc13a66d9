import type { z } from "zod";
import { DatawrightError, isDatawrightError } from "../base/errors.js";
import type { Agent, AgentContext } from "./contract.js";
import { ROLES } from "./roles.js";

/**
 * The one way in which an agent runs: input parsed, `run` called, output parsed, errors coded.
 *
 * @throws AGENT_CONTRACT if the agent has no such method; AGENT_OUTPUT if its value does not fit;
 *         AGENT_FAILED around its own errors; coded errors of models, budget and data pass through
 *         as they are.
 */
export async function callAgent<Output>(
  agent: Agent,
  method: string,
  input: unknown,
  context: AgentContext,
): Promise<Output> {
  const definition = agent.methods[method];
  if (!definition)
    throw new DatawrightError({
      code: "AGENT_CONTRACT",
      message: `agent "${agent.name}" (${agent.role}) has no method "${method}"`,
    });
  const parsed = definition.input.safeParse(input);
  if (!parsed.success) {
    throw new DatawrightError({
      code: "AGENT_CONTRACT",
      message:
        `agent "${agent.name}" (${agent.role}) does not take what ${method} is called with: ` +
        `${describeIssues(parsed.error.issues)}`,
      hint:
        "Its input schema must accept everything that the role's schema accepts; leave " +
        "`input` out to use the role's.",
    });
  }
  let value: unknown;
  try {
    value = await definition.run(parsed.data, context);
  } catch (error) {
    // An agent's own abort (a timeout of its client, say) is its failure; only the run's signal
    // ends the run.
    if (
      isDatawrightError(error) ||
      ((error as Error | undefined)?.name === "AbortError" && context.signal.aborted)
    )
      throw error;
    throw new DatawrightError({
      code: "AGENT_FAILED",
      message:
        `agent "${agent.name}" (${agent.role}.${method}) failed: ` +
        `${error instanceof Error || typeof (error as Error | undefined)?.message === "string" ? (error as Error).message : String(error)}`,
      cause: error,
    });
  }
  const output = parseOutput(
    definition.output,
    value,
    `agent "${agent.name}" (${agent.role}.${method}) returned a value that its schema refuses`,
  );
  // A schema of the agent's own may leave out what the role's fills in.
  const role = roleOutput(agent.role, method);
  return (
    role === undefined || role === definition.output
      ? output
      : parseOutput(
          role,
          output,
          `agent "${agent.name}" returned a value that does not fit ${agent.role}.${method}`,
        )
  ) as Output;
}

function roleOutput(role: string, method: string): z.ZodType | undefined {
  return (
    ROLES as Readonly<Record<string, Readonly<Record<string, { readonly output: z.ZodType }>>>>
  )[role]?.[method]?.output;
}

function parseOutput(schema: z.ZodType, value: unknown, what: string): unknown {
  const output = schema.safeParse(value);
  if (output.success) return output.data;
  throw new DatawrightError({
    code: "AGENT_OUTPUT",
    message: `${what}: ${describeIssues(output.error.issues)}`,
    details: {
      issues: output.error.issues
        .slice(0, 10)
        .map((issue) => ({ path: issue.path.join("."), message: issue.message })),
    },
  });
}

function describeIssues(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): string {
  const shown = issues
    .slice(0, 3)
    .map(
      (issue) =>
        `${issue.path.length > 0 ? issue.path.map(String).join(".") : "(value)"}: ${issue.message}`,
    );
  return (
    shown.join("; ") +
    (issues.length > shown.length ? `; and ${issues.length - shown.length} more` : "")
  );
}
