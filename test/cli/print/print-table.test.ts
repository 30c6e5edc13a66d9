import { printable, printableLines, tableText } from "../../../cli/print/print-table.js";
import { turnLines } from "../../../cli/print/turn-lines.js";
import { displayWidth } from "../../../base/text/display-width.js";

describe("what the terminal gets", () => {
  it("aligns columns of Korean, Chinese, Arabic and emoji by what they take on the screen", () => {
    const text = tableText(
      [{ title: "label" }, { title: "n", align: "right" }, { title: "text" }],
      [
        ["환불 요청", "1", "돈을 돌려 주세요"],
        ["praise", "12", "👩‍👩‍👧 great"],
        ["退款", "3", "مرحبا"],
      ],
      60,
    );
    const columns = text
      .trimEnd()
      .split("\n")
      .map((line) => {
        const number = /\s(\d+|n)\s\s/u.exec(line)!;
        return displayWidth(line.slice(0, number.index + number[0].length));
      });
    expect(new Set(columns).size).toBe(1);
  });

  it("cuts long cells to the terminal, wide characters counted as two", () => {
    const lines = tableText([{ title: "id" }, { title: "text" }], [["a", "가".repeat(100)]], 40)
      .trimEnd()
      .split("\n");
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(40);
    expect(lines[1]).toMatch(/가…$/u);
  });

  it("takes control characters, line breaks and changes of direction out of text of models", () => {
    expect(printable("a\u001b]0;title\u0007b\r\nc\u202ed\u0000")).toBe("a�]0;title�b c�d�");
    expect(printableLines("  two\u001b[1m\n lines\tx")).toBe("  two�[1m\n lines x");
  });

  it("shows a turn section by section, long ones cut and counted", () => {
    const bodies = {
      in: {
        sections: [
          { kind: "task", text: "Write." },
          { kind: "demonstrations", text: "", items: ["a", { b: 1 }, "c", "d"] },
        ],
      },
      out: { text: "x".repeat(700), finish: "stop" },
    };
    expect(turnLines({ inputHash: "in", outputHash: "out" }, bodies)).toEqual([
      "-> [task] Write.",
      "-> [demonstrations] a",
      '-> [demonstrations] {"b":1}',
      "-> [demonstrations] c",
      "-> [demonstrations] and 1 more (--json has all)",
      `<- ${"x".repeat(600)} … (700 characters; --json has all)`,
    ]);
    expect(turnLines({ inputHash: "lost", outputHash: null }, bodies)).toEqual([]);
  });
});
