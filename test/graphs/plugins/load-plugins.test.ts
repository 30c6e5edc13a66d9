import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadPlugins } from "../../../graphs/plugins/load-plugins.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

const MODULE = "export default { criteria: {} };";

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

describe("loadPlugins", () => {
  it("finds modules by path and packages by name, from the task's folder, each once", async () => {
    const folder = folderWith({
      "mine.mjs": MODULE,
      "node_modules/one/package.json": '{"exports": {"import": "./main.mjs"}}',
      "node_modules/one/main.mjs": MODULE,
      "node_modules/@own/two/package.json": '{"main": "lib/index.mjs"}',
      "node_modules/@own/two/lib/index.mjs": 'export default { name: "two", filters: {} };',
    });
    const plugins = await loadPlugins(
      ["./mine.mjs", "one", "@own/two", "./mine.mjs", { name: "code" }],
      folder,
    );
    expect(plugins.map(({ name, from }) => [name, from])).toEqual([
      ["mine", "./mine.mjs"],
      ["one", "one"],
      ["two", "@own/two"],
      ["code", null],
    ]);
  });

  it.each([
    ["./none.mjs", "does not exist"],
    ["not-installed", 'the package "not-installed" is not installed'],
    ["./broken.mjs", "./broken.mjs does not load: nothing works"],
    ["./agent.mjs", "./agent.mjs has no plug-in as its default export"],
    ["./empty.mjs", "./empty.mjs has no plug-in as its default export"],
  ])("says what is wrong with %s", async (reference, message) => {
    const folder = folderWith({
      "broken.mjs": 'throw new Error("nothing works");',
      "agent.mjs": 'export default { name: "x", role: "critic", methods: {} };',
      "empty.mjs": "export const plugin = {};",
    });
    await expect(loadPlugins([reference], folder)).rejects.toMatchObject({
      code: "PLUGIN_INVALID",
      message: expect.stringContaining(message),
    });
  });
});
