import { callCommand } from "../../helpers/command-in-process.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";
import { typed } from "../../helpers/typed.js";

describe("datawright samples", () => {
  it("names the statuses for one that there is not, before it looks for the run", async () => {
    const called = await callCommand(
      ...typed`samples any --status done --workspace ${temporaryFolder()}`,
    );
    expect(called).toMatchObject({ code: 2, stdout: "" });
    expect(called.stderr).toContain('no status "done"');
    expect(called.stderr).toContain("drafted, accepted, rejected");
  });
});
