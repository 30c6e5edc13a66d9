import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../helpers/built-package.js";

describe("docs/security.md", () => {
  it("names tests that there are", () => {
    const page = readFileSync(join(ROOT, "docs/security.md"), "utf8");
    const named = [...page.matchAll(/`(test\/[\w/.-]+)`/gu)].map((match) => match[1]!);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});
