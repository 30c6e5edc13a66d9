import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { readTaskFile } from "../../../graphs/run/read-task.js";
import { failureOf } from "../../helpers/failure-of.js";
import { madeGguf } from "../../helpers/made-gguf.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

const folder = temporaryFolder();

describe("models of a task file that are files", () => {
  it("are looked for beside the task file, wherever the command runs", async () => {
    madeGguf(join(folder, "tiny.gguf"));
    writeFileSync(
      join(folder, "mine.mjs"),
      "export default { info: { name: 'mine' }, complete: async () => ({}) };\n",
    );
    const { spec } = await readTaskFile(
      task("{ default: gguf:tiny.gguf, critic: { model: ./mine.mjs } }"),
    );
    expect(spec.models.default).toBe("gguf:tiny.gguf");
    await expect(readTaskFile(task("{ default: gguf:other.gguf }"))).rejects.toMatchObject({
      code: "MODEL_UNKNOWN",
      message: expect.stringContaining(`${join(folder, "other.gguf")} does not exist`),
    });
  });
});

describe("a misspelt model among those that share a role", () => {
  it.each([
    ["also: [openai:a, opnai:b]", "models.generator.also[1]", "did you mean openai:b"],
    ["also: [{ model: embeded, weight: 2 }]", "models.generator.also[0].model", "embedded?"],
    ["also: [{ modle: openai:b }]", "models.generator.also[0]", '"model"'],
  ])("is told with file, line, field and the nearest name: %s", async (also, field, nearest) => {
    const file = task(`\n  generator:\n    model: openai:a\n    ${also}`);
    const { message } = await failureOf(readTaskFile(file));
    expect(message).toContain(`${file}:9:`);
    expect(message).toContain(field);
    expect(message).toContain(nearest);
  });
});

function task(models: string): string {
  const path = join(folder, "task.yaml");
  writeFileSync(
    path,
    `name: tickets\nkind: classification\ndescription: Tickets of a shop.\nlabels: { a: about a parcel, b: about money }\ntarget: 1\nmodels: ${models}\n`,
  );
  return path;
}
