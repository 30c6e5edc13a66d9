import { describeWithPostgres } from "./describe-with-postgres.js";
import { hasRedis } from "./redis-server.js";

/** `describe` where Redis and PostgreSQL are installed, and with CI set; elsewhere skipped, and said so. */
export function describeWithQueue(name: string, tests: () => void): void {
  if (hasRedis() || process.env["CI"]) describeWithPostgres(name, tests);
  else describe.skip(`${name} (skipped: redis-server is not installed)`, tests);
}
