import fc from "fast-check";
import { chunkCode } from "../../../../tools/knowledge/documents/chunk-code.js";

const body = (count: number, indent = "    "): string =>
  Array.from({ length: count }, (_, at) => `${indent}total = total + ${at}`).join("\n");

describe("chunkCode", () => {
  it("cuts Python where functions begin, comments and decorators with them", () => {
    const code = [
      '"""Sums.\n\ndef is in this text, and begins no function.\n"""',
      "import os\nimport sys",
      `# Adds.\n@cached\ndef add(total):\n${body(20)}\n    return total`,
      `class Bag:\n    size = 0\n\n    def take(self):\n${body(40, "        ")}\n\n` +
        `    def put(self):\n${body(40, "        ")}`,
    ].join("\n\n\n");
    const found = chunkCode(code);
    expect(found.map((text) => text.split("\n").find((line) => /def |class /u.test(line)))).toEqual(
      ["def is in this text, and begins no function.", "class Bag:", "def put(self):"],
    );
    expect(found[0]).toContain("# Adds.\n@cached\ndef add(total):");
    expect(found[0]!.endsWith("return total")).toBe(true);
  });

  it("keeps a function of TypeScript or Go whole, with its closing bracket", () => {
    const one = (name: string) =>
      `/**\n * Does ${name}.\n */\nexport function ${name}(\n  total: number,\n): number {\n  if (total) {\n${body(20)}\n  } else {\n    total = 1\n  }\n  return total\n}`;
    expect(chunkCode([one("first"), one("second")].join("\n\n"))).toEqual([
      one("first"),
      one("second"),
    ]);
    const go = (name: string) =>
      `// ${name} it.\nfunc ${name}(total int) int {\n${body(18, "\t")}\n}`;
    expect(chunkCode(`package a\n\n${go("Add")}\n\n${go("Take")}\n`)).toEqual([
      `package a\n\n${go("Add")}`,
      go("Take"),
    ]);
  });

  it("holds every line once, whatever the code is", () => {
    const line = fc.constantFrom(
      "def a():",
      "  x = 1",
      "",
      "}",
      "# c",
      '"""',
      "\ty()",
      "class B {",
    );
    const solid = (text: string): string => text.replace(/\s+/gu, "");
    fc.assert(
      fc.property(fc.array(line, { maxLength: 200 }), (lines) => {
        const found = chunkCode(lines.join("\n"));
        expect(solid(found.join("\n"))).toBe(solid(lines.join("\n")));
        expect(found.every((text) => text.split("\n").length <= 120)).toBe(true);
      }),
    );
  });

  it("cuts what is one endless line", () => {
    const found = chunkCode(`var data = [${"12345, ".repeat(4000)}];`);
    expect(found.length).toBeGreaterThan(3);
    expect(Math.max(...found.map((text) => text.length))).toBeLessThanOrEqual(6200);
  });
});
