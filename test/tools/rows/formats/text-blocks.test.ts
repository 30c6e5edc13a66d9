import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { textBlocks } from "../../../../tools/rows/formats/text-blocks.js";
import { temporaryFolder } from "../../../memory/temporary-folder.js";

const folder = temporaryFolder();

const blocksOf = async (bytes: Uint8Array | string, size?: number): Promise<string[]> => {
  const path = join(folder, "text.txt");
  await writeFile(path, bytes);
  const blocks: string[] = [];
  for await (const block of textBlocks(path, size)) blocks.push(block);
  return blocks;
};

describe("textBlocks", () => {
  it("gives the text of a file in blocks of one size, without its byte-order mark", async () => {
    expect(await blocksOf("\uFEFFabcdefgh", 3)).toEqual(["abc", "def", "gh"]);
    expect(await blocksOf(gzipSync("abcdefgh"), 3)).toEqual(["abc", "def", "gh"]);
    expect(await blocksOf("")).toEqual([]);
  });

  it("keeps every character of any text whole across its reads", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.string({ unit: "grapheme", maxLength: 20 }),
            fc.constantFrom(
              "x".repeat(32_767),
              "é".repeat(16_384),
              "한".repeat(11_000),
              "🙂".repeat(8200),
            ),
          ),
          { maxLength: 8 },
        ),
        fc.integer({ min: 1000, max: 90_000 }),
        async (parts, size) => {
          const text = parts.join("");
          const blocks = await blocksOf(text, size);
          expect(blocks.join("")).toBe(text.replace(/^\uFEFF/u, ""));
          for (const block of blocks.slice(0, -1)) expect(block.length).toBe(size);
        },
      ),
      { numRuns: 30 },
    );
  });

  it.each([
    [
      "in the first read",
      [Buffer.from("one\ntwo\ncaf"), Buffer.from([0xe9]), Buffer.from("\nfour")],
      3,
    ],
    [
      "far into the file",
      [Buffer.from("line\n".repeat(20_000)), Buffer.from([0xff, 0x0a])],
      20_001,
    ],
    [
      "at its end, in the middle of a character",
      [Buffer.from("one\ntw"), Buffer.from([0xed, 0x95])],
      2,
    ],
  ])("names the line of a byte that is no UTF-8 %s", async (_where, parts, line) => {
    await expect(blocksOf(Buffer.concat(parts))).rejects.toMatchObject({
      code: "DATA_ENCODING",
      message: expect.stringContaining(`text.txt:${line}:`),
      details: { line },
    });
  });
});
