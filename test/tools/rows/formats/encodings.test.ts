import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import iconv from "iconv-lite";
import type { DataSource } from "../../../../schema/task-file/data-source.js";
import { readRows } from "../../../../tools/rows/read-rows.js";
import { temporaryFolder } from "../../../memory/temporary-folder.js";
import { failureOf } from "../../../helpers/failure-of.js";

const folder = temporaryFolder();

async function read(
  name: string,
  bytes: Uint8Array,
  source: DataSource = {},
): Promise<{ texts: unknown[]; said: string[] }> {
  await writeFile(join(folder, name), bytes);
  const texts: unknown[] = [];
  const said: string[] = [];
  const options = { folder, onEncoding: (encoding: string) => void said.push(encoding) };
  for await (const { values } of readRows({ path: name, ...source }, options))
    texts.push(values["text"]);
  return { texts, said };
}

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  cp949: ["배송이 너무 늦어요", "환불해 주세요. 뷁!"],
  shift_jis: ["配送が遅すぎます", "返金してください"],
  "euc-jp": ["配送が遅すぎます", "返金してください"],
  gb18030: ["快递太慢了，我要退款", "质量很好"],
  big5: ["快遞太慢了，我要退款", "品質很好，謝謝你們"],
  "windows-1252": ["Le café était très bon", "À bientôt, chère amie"],
  "windows-1251": [
    "Доставка слишком долгая, а поддержка не отвечает",
    "Верните мне деньги за этот товар",
  ],
  "utf-16le": ["배송이 늦어요", "ok, fine"],
  "utf-16be": ["配送が遅い", "ok, fine"],
};
const encodings = Object.entries(TEXTS);

describe("text files that are not UTF-8", () => {
  it.each(encodings)("%s is recognised in a table, and said", async (encoding, texts) => {
    const table = `text,label\n${texts.map((text) => `"${text}",a`).join("\r\n")}\n`;
    expect(await read("a.csv", iconv.encode(table, encoding))).toEqual({ texts, said: [encoding] });
  });

  it.each(encodings)("%s is recognised in a packed list of objects", async (encoding, texts) => {
    const list = JSON.stringify(texts.map((text) => ({ text })));
    const bytes = gzipSync(iconv.encode(list, encoding));
    expect(await read("b.json.gz", bytes)).toEqual({ texts, said: [encoding] });
  });

  it("is recognised behind more ASCII than is read at once, and where characters are cut", async () => {
    const texts = Array.from({ length: 60_000 }, (_, row) =>
      row < 30_000 ? `a plain text, number ${row}` : `환불해 주세요 ${row}`,
    );
    const bytes = iconv.encode(`text\n${texts.map((text) => `"${text}"`).join("\n")}\n`, "cp949");
    const found = await read("c.csv", bytes);
    expect(found.said).toEqual(["cp949"]);
    expect(found.texts).toEqual(texts);
  });

  it("takes the byte-order mark of UTF-16 off", async () => {
    const bytes = iconv.encode("text\tlabel\n늦어요\ta\n", "utf-16le", { addBOM: true });
    expect(await read("d.tsv", bytes)).toEqual({ texts: ["늦어요"], said: ["utf-16le"] });
  });

  it("believes `encoding`, and tells the line that is no text in it", async () => {
    const bytes = iconv.encode("text\n東京\n", "shift_jis");
    expect((await read("e.csv", bytes, { encoding: "shift_jis" })).texts).toEqual(["東京"]);
    const wrong = await failureOf(read("e.csv", bytes, { encoding: "euc-jp" }));
    expect([wrong.code, wrong.message]).toEqual([
      "DATA_ENCODING",
      expect.stringContaining("e.csv:2: bytes that stand for no character in euc-jp"),
    ]);
    const strict = await failureOf(read("e.csv", bytes, { encoding: "utf-8" }));
    expect([strict.code, strict.details["line"]]).toEqual(["DATA_ENCODING", 2]);
  });

  it("names what a few letters may be, never one that ruins them all", async () => {
    const error = await failureOf(read("f.csv", iconv.encode("text\n가\n", "cp949")));
    expect(error.code).toBe("DATA_ENCODING");
    expect(`${error.message} ${error.hint}`).toMatch(/cp949/u);
    expect(error.hint).toContain("encoding: ");
  });

  it("leaves a file of UTF-8 with one damaged line what it is", async () => {
    const good = Buffer.from("text\n환불해 주세요\n늦어요\n");
    const error = await failureOf(
      read("g.csv", Buffer.concat([good, Buffer.from([0xb0, 0xa1, 10])])),
    );
    expect([error.code, error.details["line"], error.message]).toEqual([
      "DATA_ENCODING",
      4,
      expect.stringContaining("not valid UTF-8"),
    ]);
  });

  it("reads one line of UTF-8 that is longer than what is looked at", async () => {
    const texts = Array.from({ length: 9000 }, () => "환불해 주세요");
    const bytes = Buffer.from(JSON.stringify(texts.map((text) => ({ text }))));
    expect(await read("h.json", bytes)).toEqual({ texts, said: [] });
  });
});
