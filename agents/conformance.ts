import type { z } from "zod";
import { DatawrightError } from "../base/errors.js";
import { foreignSchema } from "../base/settings/foreign-schema.js";
import type { Agent } from "./contract.js";
import { ROLES, ROLE_NAMES, type RoleName } from "./roles.js";

/**
 * Checks, before anything runs, that a value is an agent for a role: shape, methods, and schemas
 * that are zod schemas.
 *
 * @param value what a module exported or a caller passed
 * @param role  the role that it is to play
 * @param where how to name it in the error: a module path, or "agents.critic"
 * @throws AGENT_CONTRACT with what is missing and what to write
 */
export function checkAgent(value: unknown, role: string, where: string): Agent {
  const fail = (problem: string, hint: string): never => {
    throw new DatawrightError({ code: "AGENT_CONTRACT", message: `${where}: ${problem}`, hint });
  };
  if (!(ROLE_NAMES as readonly string[]).includes(role))
    fail(`there is no role "${role}"`, `Roles: ${ROLE_NAMES.join(", ")}.`);
  if (typeof value !== "object" || value === null)
    return fail(
      `is ${value === null ? "null" : typeof value}, not an agent`,
      "Export `defineAgent({ name, role, run })` as the default export.",
    );
  const agent = value as Partial<Agent>;
  if (typeof agent.name !== "string" || agent.name === "")
    fail("has no name", "Give defineAgent a `name`.");
  if (agent.role !== role)
    fail(
      `plays the role "${String(agent.role)}", but "${role}" is wanted`,
      `Make it with defineAgent({ role: "${role}", … }).`,
    );
  const methods = Object.keys(ROLES[role as RoleName]);
  for (const method of methods) {
    const definition = agent.methods?.[method];
    if (!definition || typeof definition.run !== "function")
      fail(`has no method "${method}"`, `The role ${role} needs: ${methods.join(", ")}.`);
    for (const end of ["input", "output"] as const) {
      if (typeof (definition![end] as z.ZodType | undefined)?.safeParse !== "function")
        fail(`${method}.${end} is not a zod schema`, "Leave it out to use the role's own schema.");
      const foreign = foreignSchema(definition![end], { alone: true });
      if (foreign)
        fail(
          `${[method, end, ...foreign.path].join(".")} is made with zod ${foreign.major}, inside ` +
            `a schema of zod ${foreign.within}; the two do not read each other`,
          "Make the whole schema with one zod (datawright's is 4), or leave it out to use the role's own.",
        );
    }
  }
  return agent as Agent;
}
