import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { CommandLine } from "../helpers/command-line.js";
import { ROOT } from "../helpers/built-package.js";
import { startNode } from "../helpers/run-process.js";
import { typed } from "../helpers/typed.js";

const cli = new CommandLine();
afterAll(() => cli.remove());

/** Names of the packages that a command loads. */
async function packagesOf(...args: string[]): Promise<string[]> {
  const file = join(cli.home, `modules-${args[0]!.replaceAll("-", "")}.txt`);
  const { code } = await startNode(
    [
      "--import",
      pathToFileURL(join(ROOT, "test/helpers/log-modules.mjs")).href,
      join(ROOT, "dist/cli/main.js"),
      ...args,
    ],
    { cwd: ROOT, env: { DATAWRIGHT_HOME: cli.home, LOADED_MODULES: file } },
  ).finished;
  expect(code).toBe(0);
  const urls = readFileSync(file, "utf8").split("\n");
  expect(urls.some((url) => url.endsWith("/dist/cli/program.js"))).toBe(true);
  return [
    ...new Set(
      urls.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//u.exec(url)?.[1] ?? []),
    ),
  ].sort();
}

describe("what a command loads", () => {
  it("is commander only for --help", async () => {
    expect(await packagesOf("--help")).toEqual(["commander"]);
  });

  it("is no graph and no client for runs, trace and samples", async () => {
    const { runId } = await cli.json<{ runId: string }>(
      ...typed`run examples/support-tickets/task.yaml --target 4`,
    );
    for (const command of ["runs", "trace", "samples"]) {
      const packages = await packagesOf(command, ...(command === "runs" ? [] : [runId]));
      expect(
        packages.filter((name) =>
          /^(?:@langchain\/|openai$|hnswlib|piscina|winston|hyparquet)/u.test(name),
        ),
      ).toEqual([]);
      expect(packages).toContain("commander");
    }
    expect(await packagesOf("validate", "examples/support-tickets/task.yaml")).toContain("zod");
  });
});
