import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  knowledgeSpecSchema,
  type KnowledgeSpec,
} from "../../../schema/task-file/knowledge-spec.js";
import { z } from "zod";
import { configurable } from "../../../base/slots/configurable.js";
import { loadKnowledge } from "../../../tools/knowledge/load-knowledge.js";
import type { MakeSource } from "../../../tools/knowledge/source-options.js";
import { KNOWLEDGE_SOURCES } from "../../../tools/knowledge/sources.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

const spec = (value: Partial<KnowledgeSpec>): KnowledgeSpec => knowledgeSpecSchema.parse(value);
const folder = temporaryFolder();

beforeAll(async () => {
  await mkdir(join(folder, "facts", "deep"), { recursive: true });
  await writeFile(
    join(folder, "facts", "b.md"),
    "# Returns\n\nA parcel can be sent back for 30 days.",
  );
  await writeFile(join(folder, "facts", "a.txt"), "\uFEFFThe shop opened in 1987.");
  await writeFile(
    join(folder, "facts", "deep", "c.jsonl"),
    '{"text": "Delivery takes two days."}\n\n{"text": "환불은 3일 걸립니다."}\n',
  );
  await writeFile(join(folder, "facts", "picture.png"), "no text");
  await writeFile(join(folder, "latin.txt"), Buffer.from([0x63, 0x61, 0x66, 0xe9]));
  await writeFile(join(folder, "broken.jsonl"), '{"text": "fine"}\n{"text": 3}\n');
  await writeFile(join(folder, "blank.txt"), " \n\n ");
});

const rejection = (
  promise: Promise<unknown>,
): Promise<{ code: string; message: string; hint?: string }> =>
  promise.then(
    () => {
      throw new Error("expected a rejection");
    },
    (error: unknown) => error as { code: string; message: string },
  );

describe("loadKnowledge", () => {
  it("reads texts, files and folders in order of name, and names where each passage is from", async () => {
    const knowledge = await loadKnowledge(
      [spec({ text: "The sky is blue." }), spec({ path: "facts" })],
      { folder },
    );
    expect(knowledge.passages.map((passage) => [passage.source, passage.text])).toEqual([
      ["text-1", "The sky is blue."],
      ["facts/a.txt", "The shop opened in 1987."],
      ["facts/b.md", "# Returns\n\nA parcel can be sent back for 30 days."],
      ["facts/deep/c.jsonl", "Delivery takes two days."],
      ["facts/deep/c.jsonl", "환불은 3일 걸립니다."],
    ]);
  });

  it("names each passage by where it is from and what it says", async () => {
    const knowledge = await loadKnowledge([spec({ path: "facts" })], { folder });
    const ids = knowledge.passages.map((passage) => passage.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids[0]).toMatch(/^facts\/a\.txt#[0-9a-f]{8}$/u);
    expect(knowledge.graph).toBeNull();
  });

  it("keeps the id of a passage when another document is put before it", async () => {
    const before = await loadKnowledge([spec({ id: "faq", text: "A fact." })], { folder });
    const after = await loadKnowledge(
      [spec({ text: "Something else." }), spec({ id: "faq", text: "A fact." })],
      { folder },
    );
    expect(after.passages[1]!.id).toBe(before.passages[0]!.id);
  });

  it("keeps repeated passages apart", async () => {
    await writeFile(join(folder, "twice.jsonl"), '{"text": "Same."}\n{"text": "Same."}\n');
    const { passages } = await loadKnowledge([spec({ path: "twice.jsonl" })], { folder });
    expect(new Set(passages.map((passage) => passage.id)).size).toBe(2);
  });

  it.each([
    [{ path: "missing.txt" }, "DATA_NOT_FOUND", /missing\.txt/],
    [{ path: "latin.txt" }, "DATA_ENCODING", /latin\.txt:1/],
    [{ path: "broken.jsonl" }, "DATA_FORMAT", /broken\.jsonl:2/],
    [{ path: "blank.txt" }, "DATA_EMPTY", /blank\.txt/],
    [
      { name: "rdf", path: "a.ttl", words: ["dog"] },
      "SPEC_INVALID",
      /knowledge\[0\]\.words: .*belongs to wordnet/,
    ],
    [
      { name: "web", urls: ["ftp://a.example/"] },
      "SPEC_INVALID",
      /knowledge\[0\]\.urls\[0\]: .*http/,
    ],
    [
      { name: "web", urls: ["https://a.example/"], hosts: ["b.example"] },
      "SPEC_INVALID",
      /a\.example is not among/,
    ],
    [{ name: "web" }, "SPEC_INVALID", /urls.*sitemap/],
    [{ name: "http", url: "https://a.example/search" }, "SPEC_INVALID", /\{query\}/],
    [
      { name: "http", url: "https://a.example/search?q={query}&key={key}" },
      "SPEC_INVALID",
      /keyFrom/,
    ],
    [{ path: join("facts", "picture.png") }, "DATA_FORMAT", /picture\.png/],
    [{}, "SPEC_INVALID", /knowledge\[0\]/],
    [{ text: "both", path: "facts" }, "SPEC_INVALID", /knowledge\[0\]/],
    [{ name: "toString", text: "a" }, "SPEC_INVALID", /toString/],
  ])("refuses %j with %s", async (value, code, message) => {
    const error = await rejection(loadKnowledge([spec(value)], { folder }));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  it("names the valid types for an unknown one, and both places of an id used twice", async () => {
    expect(
      (await rejection(loadKnowledge([spec({ name: "wordent" })], { folder }))).message,
    ).toMatch(/did you mean "wordnet"\?.*text, documents, rdf/u);
    const error = await rejection(
      loadKnowledge([spec({ id: "a", text: "x" }), spec({ id: "a", text: "y" })], { folder }),
    );
    expect(error).toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringContaining("knowledge[0]"),
    });
  });
});

describe("a type of source that a plug-in brings", () => {
  const knowledgeSources = KNOWLEDGE_SOURCES.with({
    motto: {
      about: "One sentence, again and again.",
      plugin: "mine",
      load: () =>
        Promise.resolve(
          configurable({
            settings: z.strictObject({ times: z.number().int().min(1).default(1) }),
            make:
              ({ times }): MakeSource =>
              ({ id }) => ({
                id,
                async *read() {
                  for (let n = 1; n <= times; n++)
                    yield {
                      passage: { id: `${id}#${n}`, text: `Measure twice (${n}).`, source: id },
                    };
                },
              }),
          }),
        ),
    },
  });

  it("has settings of its own, and stands beside built-in ones", async () => {
    const { passages } = await loadKnowledge(
      [
        { name: "motto", id: "m", times: 2 },
        { name: "text", text: "Cut once." },
      ],
      { folder, slots: { knowledgeSources } },
    );
    expect(passages.map(({ text }) => text)).toEqual([
      "Measure twice (1).",
      "Measure twice (2).",
      "Cut once.",
    ]);
  });

  it("refuses a wrong setting with its place, and is not there without the slot", async () => {
    await expect(
      loadKnowledge([{ name: "motto", time: 2 }], { folder, slots: { knowledgeSources } }),
    ).rejects.toMatchObject({
      code: "SPEC_INVALID",
      details: { path: "knowledge[0].time" },
      message: expect.stringContaining('did you mean "times"'),
    });
    await expect(
      loadKnowledge([{ name: "mott" }], { folder, slots: { knowledgeSources } }),
    ).rejects.toMatchObject({ message: expect.stringContaining('did you mean "motto"') });
    await expect(loadKnowledge([{ name: "motto" }], { folder })).rejects.toMatchObject({
      code: "SPEC_INVALID",
    });
  });
});
