import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { temporaryFolder } from "../memory/temporary-folder.js";

describe("a process that runs many calls at once", () => {
  it("is warned of nothing: no signal collects listeners, whatever agents do with theirs", async () => {
    const script = fileURLToPath(new URL("../helpers/warning-child.ts", import.meta.url));
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ["--import", "tsx", script, temporaryFolder()],
      { env: { ...process.env, OPENAI_API_KEY: "sk-for-a-local-server", NODE_OPTIONS: "" } },
    );
    expect(stderr).toBe("");
    const { mostInFlight, ...rest } = JSON.parse(stdout) as Record<string, unknown>;
    expect(rest).toEqual({ stop: "target", accepted: 150 });
    expect(mostInFlight).toBeGreaterThan(48);
  });
});
