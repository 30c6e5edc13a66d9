import { AGENT_ROLES } from "../schema/agent-roles.js";

/** The roles of a run, in the order in which they first work; a stage is an agent of the user's own. */
export const ROLE_NAMES = [...AGENT_ROLES, "stage"] as const;
/** Name of a role. */
export type RoleName = (typeof ROLE_NAMES)[number];
