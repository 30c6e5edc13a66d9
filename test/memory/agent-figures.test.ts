import { agentTimes, judgedVersions } from "../../memory/read/agent-figures.js";
import { openRunDatabase, type SqliteRunDatabase } from "../../memory/sqlite/open-run-database.js";

/** More steps, and more verdicts, than are counted at once. */
const STEPS = 41_000;
const SAMPLES = 4200;
const CRITERIA = 4;

describe("the figures of agents, counted part by part", () => {
  let database: SqliteRunDatabase;
  beforeAll(() => {
    database = openRunDatabase(":memory:");
    database.raw.pragma("foreign_keys = OFF");
    const step = database.raw.prepare(
      "insert into spans (id, operation, agent, started_at, duration_ms, status, model, cached, record, parent_id, name) " +
        "values (?, ?, ?, ?, ?, ?, '', 0, '[]', '', '')",
    );
    const verdict = database.raw.prepare("insert into verdicts values (?, ?, ?, ?)");
    database.raw.transaction(() => {
      for (let at = 0; at < STEPS; at++) {
        const operation = at % 2 === 0 ? "invoke_agent" : "chat";
        const agent = at === 7000 ? "planner" : at % 3 === 0 ? "critic" : "generator";
        step.run(`${at}`, operation, agent, at, (at * 7919) % 5003, at % 10 === 0 ? "error" : "ok");
      }
      for (let sample = 0; sample < SAMPLES; sample++)
        for (let at = 0; at < CRITERIA; at++) {
          // Every fifth sample was refused once and written again.
          const isFirst = sample % 5 === 0 && at < 2;
          const revision = sample % 5 === 0 && !isFirst ? 1 : 0;
          const judge = sample % 7 === 0 && at === 3 ? "rules" : "critic";
          const said = JSON.stringify({
            judge,
            pass: !(isFirst && at === 1) && judge === "critic",
          });
          verdict.run(`sample ${sample}`, at, revision, said);
        }
    })();
  });
  afterAll(() => database.close());

  it("are the times of all of an agent's calls", async () => {
    const all = database.raw
      .prepare(
        "select agent, status, duration_ms as took from spans where operation = 'invoke_agent'",
      )
      .all() as { readonly agent: string; readonly status: string; readonly took: number }[];
    const expected = ["critic", "generator", "planner"].map((agent) => {
      const own = all.filter((step) => step.agent === agent);
      const took = own.map((step) => step.took).sort((a, b) => a - b);
      return {
        agent,
        calls: own.length,
        failed: own.filter(({ status }) => status === "error").length,
        p50: took[Math.ceil(took.length / 2) - 1],
        p95: took[Math.ceil(took.length * 0.95) - 1],
      };
    });
    expect(await agentTimes(database)).toEqual(expected);
    expect(expected[2]).toMatchObject({ calls: 1, failed: 1 });
  });

  it("are the versions of samples that were judged, and refused, each once", async () => {
    const [twice, ofRules] = [SAMPLES / 5, SAMPLES / 7];
    // Of samples that are both, the second version was refused as well.
    expect(await judgedVersions(database)).toEqual({
      judged: SAMPLES + twice,
      refused: twice + ofRules,
    });
    expect(await judgedVersions(database, { only: "rules" })).toEqual({
      judged: ofRules,
      refused: ofRules,
    });
    expect(await judgedVersions(database, { except: ["rules"] })).toEqual({
      judged: SAMPLES + twice,
      refused: twice,
    });
  });
});
