import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { readTaskObject } from "../../graphs/run/read-task.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { builtPackage, ROOT } from "../helpers/built-package.js";
import { obligingAnswer } from "../helpers/obliging-answer.js";
import { startOpenAiServer, type OpenAiServer } from "../helpers/openai-server.js";
import { blocksOf, documentationPages, readPage, type PageBlock } from "../helpers/page-blocks.js";
import { tuningRoutes } from "../helpers/tuning-server.js";
import { WarmProcess } from "../helpers/warm-process.js";

builtPackage();
const pages = documentationPages();
const blocks = pages.flatMap((page) => blocksOf(page));
const warm = WarmProcess.shared();
const place = mkdtempSync(join(tmpdir(), "datawright-docs-"));
let server: OpenAiServer;

beforeAll(async () => {
  server = await startOpenAiServer({
    answer: obligingAnswer,
    keepRequests: false,
    beside: tuningRoutes({ statuses: ["succeeded"] }).answer,
  });
  mkdirSync(join(place, "node_modules"));
  symlinkSync(ROOT, join(place, "node_modules", "datawright"));
  for (const name of ["@langchain", "@types", "zod"])
    symlinkSync(join(ROOT, "node_modules", name), join(place, "node_modules", name));
  writeFileSync(join(place, "package.json"), JSON.stringify({ type: "module", private: true }));
});
afterAll(async () => {
  warm.end();
  await server.stop();
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});

const folderOf = (page: string): string => join(place, page.replace(/\W+/gu, "-"));
const fileOf = ({ page, line, language, marks }: PageBlock): string =>
  join(
    folderOf(page),
    marks.get("file") || (marks.has("task") ? "task.yaml" : `snippet-${line}.${language}`),
  );
/** A local server of a page is the test's own. */
const served = (text: string): string =>
  text.replaceAll(/http:\/\/localhost:\d+\/v1/gu, server.url);
const isScript = ({ language }: PageBlock): boolean => /^(?:ts|js|mjs)$/u.test(language);

/** What a block does in the folder of its page; the output of the commands so far. */
async function work(block: PageBlock, shown: string): Promise<string> {
  const { page, line, language, marks, text } = block;
  const where = `${page}:${line}`;
  if (marks.has("output")) {
    expect({ where, missing: missingLines(text, shown) }).toEqual({ where, missing: [] });
    return shown;
  }
  if (marks.has("part")) {
    await expect(readTaskObject(taskOver(block), ROOT)).resolves.toBeDefined();
    return shown;
  }
  if (marks.has("file") || marks.has("task") || isScript(block)) {
    mkdirSync(dirname(fileOf(block)), { recursive: true });
    writeFileSync(fileOf(block), served(text));
  }
  if (marks.has("task"))
    return (
      (await commandLine(block, `datawright validate ${marks.get("file") || "task.yaml"}`)) && shown
    );
  if (!marks.has("run")) return shown;
  if (language !== "sh") return inWarmProcess(block, { module: pathToFileURL(fileOf(block)).href });
  let output = "";
  for (const command of text.replaceAll(/\\\n\s*/gu, " ").split("\n"))
    if (/^(?:npx )?datawright /u.test(command)) output += await commandLine(block, command);
  return output;
}

function commandLine(block: PageBlock, command: string): Promise<string> {
  const words =
    served(command.replace(/^npx /u, "").replace(/\s+#.*$/u, "")).match(/"[^"]*"|'[^']*'|\S+/gu) ??
    [];
  const args = words.slice(1).map((word) => word.replaceAll(/^["']|["']$/gu, ""));
  return inWarmProcess(block, { args });
}

async function inWarmProcess(
  { page, line, marks }: PageBlock,
  job: { readonly args?: readonly string[]; readonly module?: string },
): Promise<string> {
  const { code, stdout, stderr } = await warm.run({
    ...job,
    cwd: folderOf(page),
    env: { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: "a-key-of-the-test" },
  });
  const wanted = {
    where: `${page}:${line}`,
    ...job,
    code: Number(marks.get("exit") ?? 0),
    said: "",
  };
  expect({ ...wanted, code, said: code === wanted.code ? "" : stdout + stderr }).toEqual(wanted);
  return `${stdout}${stderr}`;
}

/** The fields of a fragment, over the task that its comment names. */
function taskOver({ text, comment }: PageBlock): TaskSpecInput {
  const fragment = parse(text) as object;
  const base =
    comment?.key === "over"
      ? (parse(readPage(comment.value)) as object)
      : { name: "t", kind: "classification", description: "D.", labels: ["a", "b"], target: 4 };
  return {
    ...base,
    ...(Array.isArray(fragment) ? { knowledge: fragment } : fragment),
  } as TaskSpecInput;
}

/** Lines of a shown output that the real one does not have in this order, figures and ids apart. */
function missingLines(shown: string, real: string): readonly string[] {
  const plain = (line: string): string =>
    line
      .replaceAll(/\S*\/runs\/\S*/gu, "RUN")
      .replaceAll(/-\d{8}-\d{6}-\w{4}/gu, "-ID")
      .replaceAll(/[\d.,:]*\d[\d.,:]*/gu, "0")
      .replaceAll(/\s+/gu, " ")
      .trim();
  const lines = real.split("\n").map(plain);
  let from = 0;
  return shown
    .split("\n")
    .filter((line) => line.trim() !== "" && line.trim() !== "…")
    .filter((line) => {
      const [head] = plain(line).split("…");
      const at = lines.findIndex(
        (one, index) =>
          index >= from && (line.includes("…") ? one.startsWith(head!) : one === head),
      );
      if (at >= 0) from = at + 1;
      return at < 0;
    });
}

/** A folder of its own for a page, in which packages are found as in a project. */
function openFolder(page: string): void {
  mkdirSync(folderOf(page), { recursive: true });
  symlinkSync(join(place, "node_modules"), join(folderOf(page), "node_modules"));
}

describe("the documentation", () => {
  it("has no block that nothing runs", () => {
    const idle = blocks
      .filter(
        ({ language, marks, comment }) =>
          !["run", "task", "part", "output", "file"].some((mark) => marks.has(mark)) &&
          comment?.key !== "file" &&
          !["sh", "mermaid", ""].includes(language),
      )
      .map(({ page, line }) => `${page}:${line}`);
    expect(idle).toEqual([]);
  });

  it.each(pages.filter((page) => blocksOf(page).some(({ marks }) => marks.size > 0)))(
    "%s does what it shows",
    async (page) => {
      openFolder(page);
      let shown = "";
      for (const block of blocksOf(page)) shown = await work(block, shown);
    },
  );
});
