/** The roles of a run, in the order in which they first work; a stage is an agent of the user's own. */
export const ROLE_NAMES = [
  "planner",
  "generator",
  "critic",
  "labeler",
  "curator",
  "evaluator",
  "reviewer",
  "stage",
] as const;
/** Name of a role. */
export type RoleName = (typeof ROLE_NAMES)[number];
