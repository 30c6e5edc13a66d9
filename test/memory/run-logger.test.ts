import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { createRunLogger } from "../../memory/run-logger.js";
import { DatawrightError } from "../../base/errors.js";
import { temporaryFolder } from "./temporary-folder.js";

function collector(): { stream: Writable; text: () => string } {
  const chunks: string[] = [];
  return {
    stream: new Writable({
      write(chunk: Buffer, _encoding, done) {
        chunks.push(chunk.toString());
        done();
      },
    }),
    text: () => chunks.join(""),
  };
}

describe("createRunLogger", () => {
  it("writes every level as JSON lines to run.log, and short lines from its level on", async () => {
    const folder = temporaryFolder();
    const { stream, text } = collector();
    const logger = createRunLogger({ folder, level: "warn", stream });
    logger.debug("detail", { round: 1 });
    logger.info("round started");
    logger.warn("slow model", { model: "m", seconds: 3.5, message: "kept" });
    logger.error("stopped\nhere", {
      error: new DatawrightError({ code: "MODEL_TIMEOUT", message: "no answer" }),
    });
    await logger.close();
    const lines = readFileSync(join(folder, "run.log"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map((line) => [line["level"], line["message"]])).toEqual([
      ["debug", "detail"],
      ["info", "round started"],
      ["warn", "slow model"],
      ["error", "stopped\nhere"],
    ]);
    expect(lines[0]).toMatchObject({ round: 1, timestamp: expect.stringMatching(/^\d{4}-/) });
    expect(lines[2]).toMatchObject({ detailMessage: "kept", seconds: 3.5 });
    expect(lines[3]).toMatchObject({ error: { code: "MODEL_TIMEOUT", message: "no answer" } });
    expect(text().trim().split("\n")).toEqual([
      "warn  slow model model=m seconds=3.5 detailMessage=kept",
      'error stopped here error=MODEL_TIMEOUT: "no answer"',
    ]);
  });

  it("goes on after an earlier log and keeps secrets out of both", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "run.log"), '{"message":"earlier"}\n');
    const { stream, text } = collector();
    process.env["PROVIDER_API_KEY"] = "very$secret(value)1";
    const logger = createRunLogger({ folder, stream });
    delete process.env["PROVIDER_API_KEY"];
    logger.error("refused very$secret(value)1", {
      url: "http://x/?key=abc123456",
      headers: { authorization: "Token 12345678" },
      cause: new Error("Bearer abcdef123456"),
    });
    await logger.close();
    const log = readFileSync(join(folder, "run.log"), "utf8");
    expect(log).toContain("earlier");
    for (const written of [log, text()]) {
      expect(written).toContain("[redacted]");
      expect(written).not.toMatch(/very\$secret|abc123456|Token 12345678|abcdef123456/);
    }
  });

  it("does not end a run when its file cannot be written, and can be silent", async () => {
    const logger = createRunLogger({ folder: join(temporaryFolder(), "none"), stream: null });
    logger.info("nowhere");
    await logger.close();
    const silent = createRunLogger({ stream: null });
    silent.error("nothing");
    await silent.close();
  });
});
