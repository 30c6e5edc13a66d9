import type { z } from "zod";
import { DatawrightError, isDatawrightError } from "../base/errors.js";
import { redactSecrets } from "../base/redact-secrets.js";
import { agentFailed, agentTitle, runEndingCause, type AgentMethodName } from "./agent-fault.js";
import type { Agent, AgentContext } from "./contract.js";
import { ROLES } from "./roles.js";

/**
 * The one way in which an agent runs: input parsed, `run` called, output parsed, errors coded.
 *
 * @throws AGENT_CONTRACT if the agent has no such method or does not take the input; AGENT_OUTPUT if
 *         its value does not fit; AGENT_FAILED around its own errors, with the first lines of their
 *         stack; coded errors of models, budget and data pass through as they are, also where the
 *         agent put an error of its own around one that ends the run.
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
  const site: AgentMethodName = { name: agent.name, role: agent.role, method };
  const parsed = parse(definition.input, input, site);
  if (!parsed.success) {
    throw new DatawrightError({
      code: "AGENT_CONTRACT",
      message:
        `${agentTitle(site)} does not take what it is called with: ` +
        `${describeIssues(parsed.error.issues)}`,
      hint:
        "Its input schema must accept everything that the role's schema accepts; leave " +
        "`input` out to use the role's.",
      details: { agent: agent.name, role: agent.role, method },
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
    throw runEndingCause(error) ?? agentFailed(site, error);
  }
  const output = parseOutput(definition.output, value, site, {
    said: "returned a value that its schema refuses",
  });
  // A schema of the agent's own may leave out what the role's fills in.
  const role = roleOutput(agent.role, method);
  return (
    role === undefined || role === definition.output
      ? output
      : parseOutput(role, output, site, {
          said: `returned a value that does not fit ${agent.role}.${method}`,
        })
  ) as Output;
}

function roleOutput(role: string, method: string): z.ZodType | undefined {
  return (
    ROLES as Readonly<Record<string, Readonly<Record<string, { readonly output: z.ZodType }>>>>
  )[role]?.[method]?.output;
}

/**
 * What an agent gave, as a schema reads it.
 *
 * @param told.from number of the first item, of a value that is a part of a longer list
 * @throws AGENT_OUTPUT where the schema refuses it
 */
export function parseOutput(
  schema: z.ZodType,
  value: unknown,
  site: AgentMethodName,
  {
    said,
    did = "returned",
    from = 0,
  }: { readonly said: string; readonly did?: string; readonly from?: number },
): unknown {
  const output = parse(schema, value, site);
  if (output.success) return output.data;
  const issues = output.error.issues.map(({ path: [at, ...rest], message }) => ({
    path: at === undefined ? [] : [typeof at === "number" ? at + from : at, ...rest],
    message,
  }));
  throw new DatawrightError({
    code: "AGENT_OUTPUT",
    message: `${agentTitle(site)} ${said}: ${describeIssues(issues)}; it ${did} ${shown(value)}`,
    hint: `docs/agents.md names what ${site.role}.${site.method} returns.`,
    details: {
      agent: site.name,
      role: site.role,
      method: site.method,
      issues: issues.slice(0, 10).map(({ path, message }) => ({ path: path.join("."), message })),
    },
  });
}

/** Parses with a schema of the user's: what its own checks throw is the agent's error. */
function parse(
  schema: z.ZodType,
  value: unknown,
  site: AgentMethodName,
): ReturnType<z.ZodType["safeParse"]> {
  try {
    return schema.safeParse(value);
  } catch (error) {
    throw agentFailed(site, error);
  }
}

const MOST_SHOWN = 120;

/** The beginning of a value as JSON. */
function shown(value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    text = undefined;
  }
  const line = redactSecrets(text ?? (value === undefined ? "nothing" : typeof value));
  return line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)} …` : line;
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
