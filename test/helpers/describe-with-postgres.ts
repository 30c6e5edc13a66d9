import { postgresPrograms } from "./postgres-server.js";

/** `describe` where PostgreSQL is installed, and with CI set; elsewhere skipped, and said so. */
export function describeWithPostgres(name: string, tests: () => void): void {
  if (postgresPrograms() !== null || process.env["CI"]) describe(name, tests);
  else describe.skip(`${name} (skipped: PostgreSQL is not installed)`, tests);
}
