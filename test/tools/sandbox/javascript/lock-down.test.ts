import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { findExecutable } from "../../../../tools/sandbox/process/find-executable.js";
import { lockDown } from "../../../../tools/sandbox/javascript/lock-down.js";
import { startNode } from "../../../helpers/run-process.js";
import { ROOT } from "../../../architecture/source-files.js";

const onLinux = process.platform === "linux" && findExecutable("prlimit") !== null ? it : it.skip;

/** An ended process that nobody asked about stays as a zombie. */
function isAlive(pid: number): boolean {
  try {
    return !/\) [ZX] /u.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

describe("the process that SQL is run in", () => {
  onLinux("opens no file and no socket once it is locked", async () => {
    const program = `process.on("message", () => {
      const failures = [];
      const attempt = (work) => { try { work(); failures.push("it went through"); } catch (error) { failures.push(error.code); } };
      attempt(() => require("node:fs").readFileSync("/etc/passwd"));
      attempt(() => require("node:fs").openSync("/dev/null", "w"));
      require("node:net").connect(9, "127.0.0.1").on("error", (error) => { failures.push(error.code); process.send(failures); });
    }); require("node:net"); process.send("up");`;
    const child = spawn(process.execPath, ["-e", program], {
      env: {},
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    try {
      const next = (): Promise<unknown> => new Promise((resolve) => child.once("message", resolve));
      await next();
      expect(await lockDown(child.pid)).toBe(true);
      const answer = next();
      child.send("go");
      expect(await answer).toEqual(["EMFILE", "EMFILE", "EMFILE"]);
    } finally {
      child.kill("SIGKILL");
    }
  });

  it("is not taken for locked where it is not", async () => {
    expect(await lockDown(undefined)).toBe(false);
  });

  onLinux(
    "ends with the program that started it, in the midst of an endless statement",
    async () => {
      const program = `import { sqlSandbox } from "./tools/sandbox/sql/sql-sandbox.ts";
      const endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";
      await sqlSandbox.run("SELECT 1", { timeoutSeconds: 60 });
      void sqlSandbox.run(endless, { timeoutSeconds: 60 });
      console.log("at work");`;
      const parent = startNode(["--import", "tsx", "--input-type=module", "-e", program], {
        cwd: ROOT,
      });
      await parent.until(/at work/u);
      const pids = childrenOf(parent.child.pid!);
      expect(pids.some(isSqlProcess)).toBe(true);
      parent.child.kill("SIGKILL");
      await parent.finished;
      while (pids.some(isAlive)) await new Promise((resolve) => setImmediate(resolve));
    },
  );
});

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
    .trim()
    .split(" ")
    .filter((part) => part !== "")
    .map(Number);
}

function isSqlProcess(pid: number): boolean {
  return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("sql-process");
}
