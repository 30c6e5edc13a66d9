/** The roles that agents play in every run, in the order in which they first work. */
export const AGENT_ROLES = [
  "planner",
  "generator",
  "critic",
  "labeler",
  "curator",
  "evaluator",
  "reviewer",
] as const;
