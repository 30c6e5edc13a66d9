import { callCommand } from "../../helpers/command-in-process.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

const TASK = "examples/support-tickets/task.yaml";
const workspace = temporaryFolder();
const asked = (...args: readonly string[]) =>
  callCommand("tournament", TASK, "--workspace", workspace, ...args);

describe("datawright tournament", () => {
  it("says what is wrong with what was asked for before anything is estimated", async () => {
    const none = await asked();
    expect([none.code, none.stderr]).toEqual([
      2,
      expect.stringContaining("compares two recipes or more, and none was named"),
    ]);
    expect((await asked("--recipes", "fewgen")).stderr).toContain("one was named");
    expect((await asked("--recipes", "a,b", "--all")).stderr).toContain("both given");
    const near = await asked("--recipes", "fewgen,attrpromt");
    expect([near.code, near.stderr]).toEqual([
      2,
      expect.stringContaining('no recipe "attrpromt"; did you mean "attrprompt"?'),
    ]);
    const unfit = await asked("--recipes", "fewgen,genie,orca", "--json");
    expect(unfit.code).toBe(2);
    const { error } = JSON.parse(unfit.stdout) as { error: { message: string } };
    expect(error.message).toMatch(/only fewgen does\ngenie: .*\norca: /u);
  });
});

describe("datawright compare", () => {
  it("names a run that there is not", async () => {
    const { code, stderr } = await callCommand("compare", "a", "b", "--workspace", workspace);
    expect([code, stderr]).toEqual([2, expect.stringContaining('There is no run "a"')]);
  });
});
