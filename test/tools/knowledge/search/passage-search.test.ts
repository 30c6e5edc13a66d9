import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { embeddedEmbeddings } from "../../../../tools/embeddings/embedded-embeddings.js";
import { fuseRanks } from "../../../../tools/knowledge/search/fuse-ranks.js";
import { PassageSearch } from "../../../../tools/knowledge/search/passage-search.js";
import { temporaryFolder } from "../../../memory/temporary-folder.js";

const texts = [
  "Refunds are paid within three days.",
  "The shop opened in 1987.",
  "A parcel that is late can be traced.",
  "Tracing parcels takes a number.",
  "Vouchers cannot be refunded.",
];
const folder = temporaryFolder();
let embedded: number;
beforeAll(async () => {});
beforeEach(() => {
  embedded = 0;
});

const model = embeddedEmbeddings();
const search = (own: readonly string[] = texts, file: string | null = null): PassageSearch =>
  new PassageSearch({
    count: own.length,
    async *texts() {
      yield* own;
    },
    file,
    embed: (wanted) => {
      embedded += wanted.length;
      return model.embed([...wanted]);
    },
  });

describe("PassageSearch", () => {
  it("finds by words, by embedding, and by both", async () => {
    const found = search();
    expect(await found.positions("a late parcel", 1, "words")).toEqual([2]);
    expect((await found.positions("parcels traced", 2, "embedding")).sort()).toEqual([2, 3]);
    expect(await found.positions("refunds", 2)).toEqual(expect.arrayContaining([0]));
    expect(await found.positions("refunds", 9)).toHaveLength(5);
    expect(await found.positions("  ", 3)).toEqual([]);
    expect(await search([]).positions("anything", 3)).toEqual([]);
  });

  it("embeds nothing where words are enough, and every text once else", async () => {
    const found = search();
    await found.positions("refund", 2, "words");
    expect(embedded).toBe(0);
    await Promise.all([found.positions("refund", 2), found.positions("parcel", 2)]);
    // The first text once more, to learn how long vectors are; and the two queries.
    expect(embedded).toBe(texts.length + 1 + 2);
  });

  it("is the same with an index from its file, and builds it anew where that is no use", async () => {
    const file = join(folder, "passages.hnsw");
    const many = Array.from(
      { length: 700 },
      (_unused, index) =>
        `Passage ${index} about ${["parcels", "refunds", "vouchers", "shops"][index % 4]} ` +
        `and ${index % 13}.`,
    );
    const first = await search(many, file).positions("refunds and 7", 20, "embedding");
    expect(embedded).toBe(702);
    expect((await readdir(folder)).length).toBeGreaterThan(0);
    expect(await search(many, file).positions("refunds and 7", 20, "embedding")).toEqual(first);
    expect(embedded).toBe(704);
    expect(await search(many).positions("refunds and 7", 20, "embedding")).toEqual(first);
    await writeFile(file, "damaged");
    embedded = 0;
    expect(await search(many, file).positions("refunds and 7", 20, "embedding")).toEqual(first);
    expect(embedded).toBe(702);
    expect(
      await search(many.slice(1), file).positions("refunds and 7", 3, "embedding"),
    ).toHaveLength(3);
  });

  it("asks again after a failed request", async () => {
    let fails = true;
    const found = new PassageSearch({
      count: 5,
      async *texts() {
        yield* texts;
      },
      file: null,
      embed: (wanted) => (fails ? Promise.reject(new Error("provider")) : model.embed([...wanted])),
    });
    await expect(found.positions("refund", 1)).rejects.toThrow("provider");
    fails = false;
    expect(await found.positions("refund", 1)).toHaveLength(1);
  });
});

describe("fuseRanks", () => {
  it("puts first what stands high in both rankings, and keeps the order of equals", () => {
    expect(
      fuseRanks(
        [
          ["a", "b", "c"],
          ["c", "b", "d"],
        ],
        4,
      ),
    ).toEqual(["c", "b", "a", "d"]);
    expect(fuseRanks([["a"], ["b"]], 2)).toEqual(["a", "b"]);
    expect(fuseRanks<string>([[], []], 3)).toEqual([]);
  });
});
