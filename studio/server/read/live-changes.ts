import { sql } from "../../../memory/database/query-builder.js";
import type { RunChange } from "../../api/runs.js";
import type { RunReader } from "../run-readers.js";
import { runState } from "./run-state.js";

/** Milliseconds after which a step that ended is no sign of work any more. */
const RECENT = 4000;
/** The node of the graph that an agent works in. */
const NODE_OF: Readonly<Record<string, readonly string[]>> = {
  planner: ["plan"],
  generator: ["work", "generate"],
  critic: ["work", "critique"],
  labeler: ["work", "label"],
  curator: ["curate"],
  reviewer: ["review"],
  evaluator: ["evaluate"],
};

/** How a run stands at this moment, in two counts of its database. */
export async function changeOf(
  reader: RunReader,
  { working }: { readonly working: boolean },
): Promise<RunChange> {
  const { database } = reader;
  const counts = await database.read(
    database.query
      .selectFrom("samples")
      .select(({ fn }) => ["status", fn.countAll<number>().as("count")])
      .groupBy("status"),
  );
  const count = (status: string): number => counts.find((row) => row.status === status)?.count ?? 0;
  const [spans] = await database.read(
    database.query.selectFrom("spans").select(({ fn }) => fn.countAll<number>().as("count")),
  );
  const status = await runState(reader, { working });
  return {
    status,
    accepted: count("accepted"),
    rejected: count("rejected"),
    inReview: count("in-review"),
    drafted: count("drafted"),
    spans: spans?.count ?? 0,
    active: await activeNodes(reader, status),
    at: Date.now(),
  };
}

/** Nodes whose agents ended a step a moment ago: those of the run's process alone are known. */
export async function activeNodes(
  { database }: Pick<RunReader, "database">,
  status: RunChange["status"],
): Promise<string[]> {
  if (status === "waiting") return ["review"];
  if (status !== "working") return [];
  const since = Date.now() - RECENT;
  const agents = await database.read(
    database.query
      .selectFrom("spans")
      .select("agent")
      .distinct()
      .where("started_at", ">", since - 10 * RECENT)
      .where(sql<boolean>`started_at + duration_ms > ${since}`),
  );
  return [...new Set(agents.flatMap(({ agent }) => NODE_OF[agent] ?? [agent]))].filter(
    (name) => name !== "",
  );
}
