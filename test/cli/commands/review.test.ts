import { CommandLine, lastJson } from "../../helpers/command-line.js";
import { startOpenAiServer, type OpenAiServer } from "../../helpers/openai-server.js";

const cli = new CommandLine();
let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer();
});
afterAll(async () => {
  await server.stop();
  cli.remove();
});

describe("review --finish", () => {
  it("goes on with a run that waits for people, without the answers that are missing", async () => {
    const started = await cli.run(
      "run",
      "examples/local-llm/task.yaml",
      ...["--base-url", server.url, "--yes", "--target", "20", "--json"],
      ...["--set", "curate.reviewBelow=0.9", "--set", "review=blocking"],
    );
    expect(started.code).toBe(0);
    const { runId, inReview } = lastJson<{ runId: string; inReview: number }>(started);
    const { items } = await cli.json<{ items: { sampleId: string }[] }>("review", runId, "--list");
    expect(items).toHaveLength(inReview);
    const done = await cli.run("review", runId, "--finish", "--json");
    expect(done.code).toBe(0);
    expect(lastJson(done)).toMatchObject({ applied: 0, summary: { inReview } });
    const runs = await cli.json<{ runId: string; state: string }[]>("runs");
    expect(runs).toMatchObject([{ runId }]);
    expect((await cli.run("resume", runId)).code).toBe(0);
  });
});
