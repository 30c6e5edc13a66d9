import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { textWithRecipe, writeRecipe } from "../../../tools/task-file/write-recipe.js";
import { failureOf } from "../../helpers/failure-of.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

const TASK = `# What we make.
name: tickets   # short
kind: classification # of texts

labels: {a: "x", 'b': y}
description: >
  Two lines
  of words.
target: 10
`;

describe("textWithRecipe", () => {
  it("writes one line behind the kind, and leaves every other character", () => {
    const written = textWithRecipe(TASK, "fewgen")!;
    expect(written).toBe(
      TASK.replace("classification # of texts\n", "classification # of texts\nrecipe: fewgen\n"),
    );
    expect(textWithRecipe(written, "attrprompt")).toBe(written.replace("fewgen", "attrprompt"));
    expect(textWithRecipe(written, null)).toBe(TASK);
    expect(textWithRecipe(TASK, null)).toBe(TASK);
  });

  it("keeps the comment of a recipe that was there, quotes, and the line breaks of Windows", () => {
    expect(textWithRecipe("kind: custom\nrecipe: 'x' # mine\ntarget: 1\n", "y")).toBe(
      "kind: custom\nrecipe: y # mine\ntarget: 1\n",
    );
    expect(textWithRecipe("kind: custom\r\ntarget: 1\r\n", "y")).toBe(
      "kind: custom\r\nrecipe: y\r\ntarget: 1\r\n",
    );
    expect(textWithRecipe("target: 1\nkind: custom", "y")).toBe(
      "target: 1\nkind: custom\nrecipe: y\n",
    );
  });

  it("writes into JSON", () => {
    const json = '{\n  "name": "a",\n  "kind": "custom"\n}\n';
    const written = textWithRecipe(json, "y")!;
    expect(written).toBe('{\n  "recipe": "y",\n  "name": "a",\n  "kind": "custom"\n}\n');
    expect(textWithRecipe(written, "z")).toBe(written.replace('"y"', '"z"'));
    expect(textWithRecipe(written, null)).toBe(json);
    expect(textWithRecipe('{ "kind": "custom", "recipe": "y" }', null)).toBe(
      '{ "kind": "custom" }',
    );
  });

  it("is nothing where the file is no task that can be edited", () => {
    expect(textWithRecipe("- a\n- b\n", "y")).toBe(null);
    expect(textWithRecipe("kind: [", "y")).toBe(null);
  });
});

describe("writeRecipe", () => {
  it("writes nothing into a file that it cannot edit safely", async () => {
    const path = join(temporaryFolder(), "task.yaml");
    writeFileSync(path, "- a\n");
    expect(await failureOf(writeRecipe(path, "y"))).toMatchObject({
      code: "SPEC_INVALID",
      hint: "Write `recipe: y` into it by hand.",
    });
    expect(readFileSync(path, "utf8")).toBe("- a\n");
  });
});
