import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RUN_FORMAT } from "../../../memory/run-mark.js";
import { callCommand } from "../../helpers/command-in-process.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

describe("datawright rm", () => {
  const workspace = temporaryFolder();
  const folder = join(workspace, "runs", "old");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "config.json"), JSON.stringify({ format: RUN_FORMAT }));

  it("deletes nothing where nobody can be asked", async () => {
    expect(await callCommand("rm", "old", "--workspace", workspace)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--yes") as string,
    });
    expect(existsSync(folder)).toBe(true);
  });

  it("deletes with --yes", async () => {
    expect((await callCommand("rm", "old", "--yes", "--workspace", workspace)).code).toBe(0);
    expect(existsSync(folder)).toBe(false);
  });
});
