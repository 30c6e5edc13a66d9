import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { builtPackage, ROOT } from "../../helpers/built-package.js";
import { startNode } from "../../helpers/run-process.js";

describe("a command that is done while LangSmith's client still tries", () => {
  it("ends with its own exit code, and says what is missing", async () => {
    const module = pathToFileURL(
      join(builtPackage().dist, "cli/commands/traces/leave-langsmith.js"),
    ).href;
    const script = `import(${JSON.stringify(module)}).then(({ leaveLangSmith }) => {
      process.exitCode = 3;
      setInterval(() => {}, 60_000);
      leaveLangSmith(0);
    })`;
    const { code, stderr } = await startNode(["-e", script], {
      cwd: ROOT,
      env: { LANGSMITH_TRACING: "true" },
    }).finished;
    expect(code).toBe(3);
    expect(stderr).toContain("did not reach LangSmith");
  });
});
