import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { builtPackage, ROOT } from "../helpers/built-package.js";
import { blocksOf, documentationPages } from "../helpers/page-blocks.js";
import { startNode, type Finished } from "../helpers/run-process.js";
import { WarmProcess } from "../helpers/warm-process.js";

const CONSUMER = `
import { z } from "zod";
import { defineAgent, launch, openRun, isDatawrightError, type RunEvent, type Summary } from "datawright";
import { scriptedModel } from "datawright/testing";

const critic = defineAgent({ name: "short", role: "critic", run: ({ draft }) => {
  const length: number = draft.text.length;
  return { verdicts: [{ judge: "short", criterion: "length", pass: length < 500, score: null, code: "custom", reason: "too long" }] };
} });
const parsed = defineAgent({ name: "parsed", role: "stage", input: z.object({ draft: z.object({ text: z.string() }) }), output: z.object({ scores: z.record(z.string(), z.number()) }),
  run: ({ draft }) => ({ scores: { characters: draft.text.length } }) });
const tickets = new URL("./node_modules/datawright/examples/support-tickets/task.yaml", import.meta.url).pathname;
const run = await launch(tickets, { target: 8, agents: { critic }, stages: [{ after: "critic", agent: parsed }], workspace: process.env["DATAWRIGHT_HOME"], logLevel: null });
let rounds = 0;
for await (const event of run.events) {
  const seen: RunEvent = event;
  if (seen.type === "round-sealed") rounds += seen.total > 0 ? 1 : 0;
}
const { summary }: { summary: Summary } = await run.result;
const opened = await openRun(run.folder);
const [sample] = await opened.samples({ status: "accepted", limit: 1 });
const characters: number | undefined = sample?.scores["characters"];
opened.close();
const model = scriptedModel([{ text: "yes" }]);
const caught = await launch(tickets, { model, budget: { usd: 1 }, set: ["target=zero"] }).catch((error: unknown) => (isDatawrightError(error) ? error.code : "none"));
console.log(JSON.stringify({ accepted: summary.accepted, rounds, characters, caught }));
`;

describe("the package", () => {
  const { dist } = builtPackage();
  const folder = mkdtempSync(join(tmpdir(), "datawright-package-"));
  const project = join(folder, "project");
  const installed = join(project, "node_modules", "datawright");
  let files: string[] = [];

  beforeAll(() => {
    const tarball = join(
      folder,
      (
        JSON.parse(
          execFileSync(
            "npm",
            ["pack", "--ignore-scripts", "--json", "--pack-destination", folder],
            { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
          ),
        ) as { filename: string }[]
      )[0]!.filename,
    );
    mkdirSync(installed, { recursive: true });
    execFileSync("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]);
    files = readdirSync(installed, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1));
    // What an installation would put beside it: the locked packages that are not for development.
    const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
      packages: Record<string, { dev?: boolean; devOptional?: boolean; optional?: boolean }>;
    };
    const needed = Object.entries(packages)
      .filter(
        ([path, { dev, optional }]) =>
          /^node_modules\/(?:@[^/]+\/)?[^/]+$/u.test(path) && dev !== true && optional !== true,
      )
      .map(([path]) => path);
    for (const path of needed) {
      const place = join(project, path);
      mkdirSync(dirname(place), { recursive: true });
      symlinkSync(join(ROOT, path), place);
    }
    writeFileSync(
      join(project, "package.json"),
      JSON.stringify({ name: "consumer", private: true, type: "module" }),
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  const warm = new WarmProcess(installed);
  afterAll(() => warm.end());
  const env = { DATAWRIGHT_HOME: join(folder, "home"), LC_ALL: "C" };
  /** A process of its own, as a user starts it. */
  const alone = (...args: string[]): Promise<Finished> =>
    startNode([join(installed, "dist", "cli", "main.js"), ...args], { cwd: project, env }).finished;
  const command = (...args: string[]): Promise<Finished> => warm.run({ cwd: project, env, args });

  it("holds what users need and nothing else", () => {
    expect(files).toEqual(
      expect.arrayContaining([
        "LICENSE",
        "README.md",
        "CHANGELOG.md",
        "package.json",
        "dist/index.js",
        "dist/index.d.ts",
        "dist/testing.js",
        "dist/testing.d.ts",
        "dist/task.schema.json",
        "dist/cli/main.js",
        "docs/errors.md",
        "examples/support-tickets/task.yaml",
        "examples/support-tickets/support.csv",
        "examples/korean-reviews/support.csv",
      ]),
    );
    expect(
      files.filter(
        (file) =>
          !/^(?:dist|examples|docs)\/|^(?:LICENSE|README(?:\.ko)?\.md|CHANGELOG\.md|package\.json)$/u.test(
            file,
          ),
      ),
    ).toEqual([]);
    expect(
      files.filter((file) =>
        /^(?:dist\/)?(?:test|bench|node_modules|coverage)\/|\.test\.|\.db|\.log$|\.tgz$/u.test(
          file,
        ),
      ),
    ).toEqual([]);
    const workers = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith("-worker.js"),
    );
    expect(workers.length).toBeGreaterThan(1);
    for (const worker of workers) expect(files).toContain(join("dist", worker));
  });

  it("names no path of the machine that built it", () => {
    const guilty = files
      .filter((file) => /\.(?:js|ts|json|md|yaml|mjs)$/u.test(file))
      .filter((file) => {
        const text = readFileSync(join(installed, file), "utf8");
        return text.includes(ROOT) || /(?:^|["'\s(=])\/(?:home|root|Users|work)\/[a-z]/u.test(text);
      });
    expect(guilty).toEqual([]);
  });

  it("depends on exact versions and imports nothing that it does not depend on", () => {
    const { dependencies } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    expect(
      Object.values(dependencies).filter((version) => !/^\d+\.\d+\.\d+$/u.test(version)),
    ).toEqual([]);
    const imported = new Set(
      files
        .filter((file) => file.startsWith("dist/") && /\.(?:js|d\.ts)$/u.test(file))
        .flatMap((file) =>
          [
            ...readFileSync(join(installed, file), "utf8").matchAll(
              /(?:^import\s+|^(?:import|export)\b[^"'\n]*\bfrom\s+|\bimport\()["']([^."'][^"']*)["']/gmu,
            ),
          ].map((match) => match[1]!),
        )
        .filter((name) => !name.startsWith("node:"))
        .map((name) =>
          name
            .split("/")
            .slice(0, name.startsWith("@") ? 2 : 1)
            .join("/"),
        ),
    );
    expect([...imported].sort()).toEqual(
      Object.keys(dependencies)
        .filter((name) => imported.has(name))
        .sort(),
    );
    expect(
      Object.keys(dependencies).filter(
        (name) => !imported.has(name) && !imported.has(name.replace("@types/", "")),
      ),
    ).toEqual([]);
  });

  it("publishes the task's JSON Schema under its export", () => {
    const path = createRequire(join(project, "index.js")).resolve("datawright/task.schema.json");
    const schema = JSON.parse(readFileSync(path, "utf8")) as {
      properties: Record<string, unknown>;
    };
    expect(Object.keys(schema.properties)).toEqual(
      expect.arrayContaining(["name", "kind", "labels", "support", "target"]),
    );
  });

  it("runs its command line", async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      version: string;
    };
    expect(await alone("--version")).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
    expect((await command("--help")).stdout).toContain("Usage: datawright");
    const task = "node_modules/datawright/examples/support-tickets/task.yaml";
    expect(await command("validate", task)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("is valid") as unknown,
    });
    // Enough for the labeler to be trained; figures and duplicates are measured in worker threads,
    // which run from dist.
    const { code, stdout, stderr } = await command("run", task, "--target", "30", "--json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const summary = JSON.parse(stdout) as {
      accepted: number;
      diversity: { vocabulary: number };
      downstream: { synthetic: unknown };
    };
    expect(summary.accepted).toBe(30);
    expect(summary.diversity.vocabulary).toBeGreaterThan(50);
    expect(summary.downstream.synthetic).not.toBeNull();
  });

  it("runs the first snippet of the README in a fresh project, and is required by CommonJS", async () => {
    const [snippet] = blocksOf("README.md").filter(({ marks }) => marks.has("file"));
    writeFileSync(join(project, snippet!.marks.get("file")!), snippet!.text);
    writeFileSync(
      join(project, "common.cjs"),
      `const { launch } = require("datawright");
      console.log(typeof launch);
      import(${JSON.stringify(`./${snippet!.marks.get("file")!}`)});`,
    );
    const { code, stdout, stderr } = await startNode(["common.cjs"], { cwd: project }).finished;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(
      /^function\n6 accepted, \d+ refused; see .+\n(?:(?:baking|storage) \| .+\n){6}$/u,
    );
  });

  it("uses a plug-in that is packed and installed beside it", async () => {
    const packed = JSON.parse(
      execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], {
        cwd: join(installed, "examples", "plugin"),
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      }),
    ) as { filename: string }[];
    const place = join(project, "node_modules", "datawright-plugin-calm");
    mkdirSync(place, { recursive: true });
    execFileSync("tar", [
      "-xzf",
      join(folder, packed[0]!.filename),
      "-C",
      place,
      "--strip-components=1",
    ]);
    const plugin = ["--plugin", "datawright-plugin-calm"];
    const listed = await command("plugins", ...plugin);
    expect({ code: listed.code, stderr: listed.stderr }).toEqual({ code: 0, stderr: "" });
    for (const name of ["calm", "longest", "calm-texts"]) expect(listed.stdout).toContain(name);
    expect(listed.stdout).toMatch(/criteria\s+calm\s+(\d+) of \1\s/u);
    const task = "node_modules/datawright/examples/support-tickets/task.yaml";
    const flags = ["--recipe", "calm-texts", "--target", "8", "--json"];
    const run = await command("run", task, ...plugin, ...flags);
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: "" });
    expect((JSON.parse(run.stdout) as { accepted: number }).accepted).toBe(8);
  });

  it("writes folders whose tests pass with it", async () => {
    const made = ["agent word-count", "plugin calm-voice", "task phone-reviews"];
    for (const words of made) {
      const [kind, name] = words.split(" ") as [string, string];
      const { code, stdout, stderr } = await command("new", kind, name);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toContain(`  cd ${name}\n  npm install\n  npm test\n`);
      const again = await command("new", kind, name);
      expect(again).toMatchObject({ code: 2, stdout: "" });
      expect(again.stderr).toContain("error USAGE");
    }
    const tests = readdirSync(project, { recursive: true, encoding: "utf8" }).filter(
      (path) => path.endsWith(".test.mjs") && !path.startsWith("node_modules"),
    );
    expect(tests).toHaveLength(made.length);
    writeFileSync(
      join(project, "all.mjs"),
      tests.map((path) => `import ${JSON.stringify(`./${path}`)};\n`).join(""),
    );
    const tested = await startNode(["all.mjs"], { cwd: project, env }).finished;
    expect(tested).toMatchObject({ code: 0, stderr: "" });
    expect(tested.stdout).toMatch(/^[#ℹ] pass [1-9]\d*$/mu);
    expect(tested.stdout).toMatch(/^[#ℹ] fail 0$/mu);
    const brought = await command("plugins", "--plugin", "./calm-voice/plugin.mjs");
    expect(brought.stdout).toMatch(/criteria\s+calm-voice\s+(\d+) of \1\s/u);
  });

  it("compiles and runs in a strict TypeScript project, its own types and the documentation's code checked too", async () => {
    writeFileSync(join(project, "consumer.ts"), CONSUMER);
    const shown = documentationPages().flatMap((page) =>
      blocksOf(page)
        .filter(({ language, marks }) => language === "ts" && marks.size > 0)
        .map(({ line, text }) => {
          const name = `${page.replaceAll(/\W+/gu, "-")}-${line}.ts`;
          writeFileSync(join(project, name), text);
          return name;
        }),
    );
    expect(shown.length).toBeGreaterThan(4);
    writeFileSync(
      join(project, "tsconfig.json"),
      JSON.stringify({
        compilerOptions: {
          target: "ES2022",
          lib: ["ES2023"],
          module: "NodeNext",
          moduleResolution: "NodeNext",
          strict: true,
          noUncheckedIndexedAccess: true,
          verbatimModuleSyntax: true,
          types: ["node"],
        },
        files: ["consumer.ts", ...shown],
      }),
    );
    const checked = await startNode(
      [join(ROOT, "test/helpers/check-types.mjs"), join(project, "tsconfig.json"), installed],
      { cwd: project },
    ).finished;
    expect({ code: checked.code, stdout: checked.stdout }).toEqual({ code: 0, stdout: "" });
    expect(Number.parseInt(checked.stderr)).toBeGreaterThan(shown.length + 100);
    const { code, stdout, stderr } = await warm.run({
      cwd: project,
      env,
      module: pathToFileURL(join(project, "consumer.js")).href,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({
      accepted: 8,
      rounds: 1,
      characters: expect.any(Number) as unknown,
      caught: expect.any(String) as unknown,
    });
  });
});
