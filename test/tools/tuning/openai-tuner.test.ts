import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { prepareTuning, stopTuning, tuneModel } from "../../../graphs/tuning/tune-model.js";
import { CommandLine } from "../../helpers/command-line.js";
import { startTuningServer, type TuningServer } from "../../helpers/tuning-server.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

const rows = Array.from({ length: 20 }, (_, at) => ({
  text: at % 2 ? `pay the lamp ${at} back` : `where is the lamp ${at}?`,
  label: at % 2 ? "refund" : "delivery",
}));
const dataFile = (made: readonly object[] = rows): string => {
  const file = join(temporaryFolder(), "rows.jsonl");
  writeFileSync(file, made.map((row) => JSON.stringify(row)).join("\n"));
  return file;
};
const servers: TuningServer[] = [];
const serve = async (options?: Parameters<typeof startTuningServer>[0]): Promise<TuningServer> => {
  const server = await startTuningServer(options);
  servers.push(server);
  return server;
};
afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));

const tuner = { name: "openai", pollSeconds: 0.001, epochs: 2 };
const at = (server: TuningServer, out = temporaryFolder()) => ({
  data: rows,
  tuner,
  model: "openai:small",
  baseUrl: server.url,
  out,
});

describe("a fine-tuning job", () => {
  it("is uploaded, begun, followed through limits, and used by its model's name", async () => {
    const server = await serve({
      fault: (call, times) => (times === 1 && !call.startsWith("GET /v1/files") ? 429 : null),
    });
    const events: string[] = [];
    const shares: number[] = [];
    const report = await tuneModel({
      ...at(server),
      onEvent: (text) => events.push(text),
      onProgress: (step, share) => void (step === "fine-tuning" && shares.push(share)),
    });
    expect(report).toMatchObject({
      model: "openai:ft:small:org::1",
      rows: { train: 16, validation: 4 },
      figures: { trainedTokens: { value: 1234 }, trainLoss: { value: 0.25 } },
    });
    expect(events).toContain("Job started");
    expect(shares).toEqual([0.5]);
    expect(server.jobs).toMatchObject([
      {
        model: "small",
        training_file: "file-1",
        validation_file: "file-2",
        method: { type: "supervised", supervised: { hyperparameters: { n_epochs: 2 } } },
      },
    ]);
    const [line] = server.files[0]!.content.split("\n");
    expect(JSON.parse(line!)).toMatchObject({
      messages: [{ role: "system" }, { role: "user" }, { role: "assistant" }],
    });
    expect(server.files.map(({ content }) => content.trimEnd().split("\n").length)).toEqual([
      16, 4,
    ]);
  });

  it("is never begun twice: not where an answer was lost, nor by the same command again", async () => {
    const server = await serve({
      fault: (call, times) => (call.startsWith("POST") && times === 1 ? "closed" : null),
    });
    const out = temporaryFolder();
    const first = await tuneModel(at(server, out));
    const again = await tuneModel(at(server, out));
    const elsewhere = await tuneModel(at(server));
    expect([again.model, elsewhere.model]).toEqual([first.model, first.model]);
    expect(server.files).toHaveLength(2);
    expect(server.jobs).toHaveLength(1);
    // What is there already costs nothing more: nobody is asked again.
    expect(await (await prepareTuning(at(server, out))).estimate()).toMatchObject({ models: [] });
  }, 20_000);

  it("teaches to write samples where that is asked for, as a run asks for them", async () => {
    const server = await serve();
    await tuneModel({ ...at(server), tuner: { ...tuner, learns: "samples" } });
    const { messages } = JSON.parse(server.files[0]!.content.split("\n")[0]!) as {
      messages: { role: string; content: string }[];
    };
    expect(messages[1]!.content).toMatch(/"name":"label","value":"(?:refund|delivery)"/u);
    expect(Object.keys(JSON.parse(messages[2]!.content) as object)).toEqual(["text"]);
  });

  it("that fails says why, in the provider's words, with the line of the data", async () => {
    const server = await serve({
      statuses: ["validating_files", "failed"],
      error: {
        code: "invalid_training_file",
        message: "Invalid file format. Line 3, message 2: content is empty",
        param: "training_file",
      },
    });
    const data = dataFile();
    const failed = await tuneModel({ ...at(server), data, validation: 0 }).catch(
      (error: unknown) => error,
    );
    expect(failed).toMatchObject({
      code: "TUNING_FAILED",
      message: expect.stringMatching(/content is empty \(.*train\.jsonl:3, made of line 3 of/u),
      details: { line: 3, dataLine: 3, providerCode: "invalid_training_file" },
    });
  });

  it("is left alone by Ctrl-C and cancelled where that is asked for", async () => {
    const server = await serve({ statuses: ["running"] });
    const abort = new AbortController();
    const out = temporaryFolder();
    await expect(
      tuneModel({
        ...at(server, out),
        signal: abort.signal,
        onProgress: (step) => void (step === "fine-tuning: running" && abort.abort()),
      }),
    ).rejects.toMatchObject({ code: "INTERRUPTED", message: expect.stringContaining("ftjob-1") });
    await expect(tuneModel({ ...at(server, out), data: rows.slice(2) })).rejects.toMatchObject({
      code: "CONFIG_MISMATCH",
    });
    expect(server.jobs).toHaveLength(1);
    expect(await stopTuning(at(server, out))).toMatchObject({
      job: "ftjob-1",
      status: "cancelled",
    });
    await expect(stopTuning(at(server))).rejects.toMatchObject({ code: "USAGE" });
  });

  it("keeps the key out of what it writes and says", async () => {
    const server = await serve({ fault: (call) => (call === "POST /v1/files" ? 401 : null) });
    const out = temporaryFolder();
    process.env["TUNING_TEST_KEY"] = "sk-very-secret-tuning-key";
    const error = await tuneModel({
      ...at(server, out),
      model: { model: "openai:small", apiKeyEnv: "TUNING_TEST_KEY" },
    }).catch((thrown: unknown) => thrown as Error);
    delete process.env["TUNING_TEST_KEY"];
    expect(error).toMatchObject({ code: "MODEL_AUTH" });
    expect(JSON.stringify(error) + String(error)).not.toContain("very-secret");
  });

  it("of a process that was killed is found by the same command", async () => {
    const cli = new CommandLine();
    let kill = (): void => {};
    const server = await serve({
      fault: (call, times) => {
        if (call !== "POST /v1/fine_tuning/jobs" || times > 1) return null;
        kill();
        return "closed";
      },
    });
    const [data, out] = [dataFile(), temporaryFolder()];
    const args = [
      ...["tune", data, "--tuner", "openai(pollSeconds=0.001)", "--model", "openai:small"],
      ...["--base-url", server.url, "--out", out, "--yes", "--json"],
    ];
    const killed = cli.start(args);
    kill = () => void killed.child.kill("SIGKILL");
    expect((await killed.finished).code).not.toBe(0);
    cli.remove();
    const wanted = { name: "openai", pollSeconds: 0.001 };
    const report = await tuneModel({ ...at(server, out), data, tuner: wanted });
    expect(report.model).toBe("openai:ft:small:org::1");
    expect(server.jobs).toHaveLength(1);
    expect(readFileSync(join(report.folder, "tuning.json"), "utf8")).toContain("ftjob-1");
  });
});
