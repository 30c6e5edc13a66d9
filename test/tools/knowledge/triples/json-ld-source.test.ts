import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readSource, textsOf } from "../../../helpers/read-source.js";
import { temporaryFolder } from "../../../memory/temporary-folder.js";

const folder = temporaryFolder();

const CONTEXT = {
  name: "http://schema.org/name",
  knows: { "@id": "http://schema.org/knows", "@type": "@id" },
  birthDate: "http://schema.org/birthDate",
};
const jsonLd = async (content: unknown, contexts?: Record<string, string>) => {
  await writeFile(
    join(folder, "data.jsonld"),
    typeof content === "string" ? content : JSON.stringify(content, null, 1),
  );
  return readSource(
    { name: "json-ld", path: "data.jsonld", ...(contexts ? { contexts } : {}) },
    { folder },
  );
};

describe("json-ld source", () => {
  it("reads facts and labels with a context of the file's own", async () => {
    const knowledge = await jsonLd({
      "@context": CONTEXT,
      "@graph": [
        { "@id": "http://e/alice", name: "Alice", knows: "http://e/bob", birthDate: "1990-01-01" },
        { "@id": "http://e/bob", name: "Bob" },
      ],
    });
    expect(textsOf(knowledge)).toEqual(["Alice — knows — Bob", "Alice — birth date — 1990-01-01"]);
  });

  it("takes a context that is only named from a file of the task, and never fetches one", async () => {
    const data = {
      "@context": "https://context.example/people",
      "@id": "http://e/alice",
      name: "Alice",
      knows: "http://e/bob",
    };
    await expect(jsonLd(data)).rejects.toMatchObject({
      code: "FETCH_REFUSED",
      message: expect.stringMatching(
        /data\.jsonld: its context https:\/\/context\.example\/people .*never fetched/u,
      ),
      hint: expect.stringContaining("contexts:"),
    });
    await writeFile(join(folder, "people.json"), JSON.stringify({ "@context": CONTEXT }));
    expect(
      textsOf(await jsonLd(data, { "https://context.example/people": "people.json" })),
    ).toEqual(["Alice — knows — bob"]);
    await expect(
      jsonLd(data, { "https://context.example/people": "peple.json" }),
    ).rejects.toMatchObject({
      code: "DATA_NOT_FOUND",
      hint: expect.stringContaining("people.json"),
    });
    await writeFile(join(folder, "broken.json"), "{");
    await expect(
      jsonLd(data, { "https://context.example/people": "broken.json" }),
    ).rejects.toMatchObject({
      code: "DATA_FORMAT",
      message: expect.stringContaining("broken.json"),
    });
  });

  it("refuses broken JSON with file and line, cut off or not", async () => {
    await expect(
      jsonLd(
        '{\n "@context": {"name": "http://schema.org/name"},\n "@id": "http://e/a"\n ' +
          '"name": "A"\n}',
      ),
    ).rejects.toMatchObject({
      code: "DATA_FORMAT",
      message: expect.stringMatching(/data\.jsonld:4: not valid JSON-LD/u),
    });
    await expect(
      jsonLd('{\n "@context": {"name": "http://schema.org/name"},\n "@id": "http://e/a",'),
    ).rejects.toMatchObject({ code: expect.stringMatching(/^DATA_/u) });
    await expect(jsonLd({ plain: "json", without: "context" })).rejects.toMatchObject({
      code: "DATA_EMPTY",
    });
  });

  it("reads a long file in pieces", async () => {
    const people = Array.from({ length: 900 }, (_unused, index) => ({
      "@id": `http://e/p${index}`,
      name: `Person ${index}`,
      knows: `http://e/p${(index + 1) % 900}`,
    }));
    const { graph } = await jsonLd({ "@context": CONTEXT, "@graph": people });
    expect(graph!.size).toEqual({ triples: 900, entities: 900, relations: 1 });
    expect(graph!.label("http://e/p42")).toBe("Person 42");
  });
});
