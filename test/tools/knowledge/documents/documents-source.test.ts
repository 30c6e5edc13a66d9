import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { madePdf } from "../../../helpers/made-pdf.js";
import { readSource, textsOf } from "../../../helpers/read-source.js";
import { temporaryFolder } from "../../../memory/temporary-folder.js";

const folder = temporaryFolder();
const write = async (name: string, content: string | Uint8Array): Promise<void> =>
  writeFile(join(folder, name), content);
const documents = (path: string, options: { maxBytes?: number } = {}) =>
  readSource({ name: "documents", path, ...options }, { folder });

beforeAll(async () => {
  await mkdir(join(folder, "all", "deep"), { recursive: true });
  await write("all/a.md", "# Returns\n\nA parcel can be sent back for 30 days.");
  await write(
    "all/b.html",
    "<html><head><title>x</title><style>p { color: red }</style></head><body><nav>Home | " +
      "Shop</nav><main><h2>Delivery</h2><p>It takes <b>two</b> days &amp; a " +
      "bit.</p><ul><li>by post</li><li>by " +
      "courier</li></ul><script>alert('no')</script></main><footer>Imprint</footer></body></html>",
  );
  await write(
    "all/deep/c.pdf",
    madePdf([
      ["Marie Curie was born in War-", "saw in 1867 and moved", "to Paris later."],
      ["The second page (of two)."],
    ]),
  );
  await write("all/deep/d.txt.gz", gzipSync("Packed text is read too."));
  await write("all/deep/e.html.gz", gzipSync("<p>A packed page.</p>"));
  await write("all/e.docx", "PK");
  await write("all/f.pdf", "this is no PDF");
  await write("all/g.jsonl", '{"text": "First line."}\nnot json\n{"text": "Third line."}\n');
  await write("all/h.txt", Buffer.from([0x63, 0x61, 0x66, 0xe9]));
  await write("all/i.pdf", madePdf([[""]]));
  await symlink(join(folder, "all"), join(folder, "all", "deep", "loop"));
});

describe("documents source", () => {
  it("reads source code at the borders of its functions, and no package of others", async () => {
    await mkdir(join(folder, "code", "node_modules"), { recursive: true });
    const f = (name: string) => `def ${name}(x):\n${"    x = x + 1\n".repeat(20)}    return x\n`;
    await write("code/a.py", `${f("one")}\n\n${f("two")}`);
    await write("code/b.go", "package b\n\nfunc C() {\n}\n");
    await write("code/node_modules/x.js", "alert(1)");
    const { passages, problems } = await documents("code");
    expect(passages.map(({ source, text }) => [source, text.split("\n")[0]])).toEqual([
      ["code/a.py", "def one(x):"],
      ["code/a.py", "def two(x):"],
      ["code/b.go", "package b"],
    ]);
    expect(problems.join()).toContain("node_modules: a folder of packages or tools is not read");
  });

  it("reads text, Markdown, HTML and PDF of a folder, and says why where it could not", async () => {
    const knowledge = await documents("all");
    expect(knowledge.passages.map(({ source, text }) => [source, text])).toEqual([
      ["all/a.md", "# Returns\n\nA parcel can be sent back for 30 days."],
      ["all/b.html", "## Delivery\n\nIt takes two days & a bit.\n\n * by post\n * by courier"],
      [
        "all/deep/c.pdf",
        "Marie Curie was born in Warsaw in 1867 and moved to Paris later.\n\nThe second " +
          "page (of two).",
      ],
      ["all/deep/d.txt.gz", "Packed text is read too."],
      ["all/deep/e.html.gz", "A packed page."],
      ["all/g.jsonl", "First line."],
    ]);
    const problems = knowledge.problems.join("\n");
    for (const part of [
      /deep\/loop: a link to a folder/u,
      /1 files of other types are not read \(1 \.docx\)/u,
      /f\.pdf: the PDF cannot be read/u,
      /g\.jsonl:2: not a line of JSON/u,
      /h\.txt:1: not valid UTF-8/u,
      /i\.pdf: the PDF has no text; its pages are pictures/u,
    ])
      expect(problems).toMatch(part);
    expect(knowledge.problems).toHaveLength(6);
  });

  it.each([
    ["all/f.pdf", "DATA_FORMAT", /f\.pdf: the PDF cannot be read/u],
    ["all/i.pdf", "DATA_FORMAT", /OCR|pictures/u],
    ["all/h.txt", "DATA_ENCODING", /h\.txt:1/u],
    ["all/e.docx", "DATA_FORMAT", /e\.docx: a document ends in/u],
    ["all/zz.pdf", "DATA_NOT_FOUND", /zz\.pdf does not exist/u],
  ])("refuses %s by itself with %s", async (path, code, message) => {
    await expect(documents(path)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it("reads no HTML or PDF above its limit, and says how to raise it", async () => {
    await expect(documents("all/b.html", { maxBytes: 100 })).rejects.toMatchObject({
      code: "DATA_FORMAT",
      message: expect.stringContaining("at most 100"),
      hint: expect.stringContaining("maxBytes"),
    });
  });

  it("is empty with the first reason where nothing of a folder could be read", async () => {
    await mkdir(join(folder, "bad"), { recursive: true });
    await write("bad/a.pdf", "no PDF");
    await expect(documents("bad")).rejects.toMatchObject({
      code: "DATA_EMPTY",
      message: expect.stringContaining("a.pdf"),
    });
  });

  it("reads pages in the encoding that they declare, and in Windows-1252 where no UTF-8", async () => {
    await mkdir(join(folder, "pages"), { recursive: true });
    await write(
      "pages/a.html",
      Buffer.concat([
        Buffer.from('<meta charset="euc-kr"><p>'),
        Buffer.from([0xc8, 0xaf, 0xba, 0xd2]),
        Buffer.from("</p>"),
      ]),
    );
    await write(
      "pages/b.html",
      Buffer.concat([Buffer.from("<p>caf"), Buffer.from([0xe9]), Buffer.from("</p>")]),
    );
    await write("pages/c.html", Buffer.from("\uFEFF<p>utf-16</p>", "utf16le"));
    expect(textsOf(await documents("pages"))).toEqual(["환불", "café", "utf-16"]);
  });
});
