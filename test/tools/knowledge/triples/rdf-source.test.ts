import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { readSource, textsOf } from "../../../helpers/read-source.js";
import { temporaryFolder } from "../../../memory/temporary-folder.js";

const folder = temporaryFolder();

const rdf = async (
  name: string,
  content: string | Uint8Array,
  options: { language?: string; format?: "turtle" } = {},
) => {
  await writeFile(join(folder, name), content);
  return readSource({ name: "rdf", path: name, ...options }, { folder });
};
const PREFIXES =
  "@prefix ex: <http://example.org/> .\n@prefix rdfs: " +
  "<http://www.w3.org/2000/01/rdf-schema#> .\n@prefix skos: " +
  "<http://www.w3.org/2004/02/skos/core#> .\n";
const CURIE = `${PREFIXES}
ex:Marie_Curie a ex:Person ; rdfs:label "Marie Curie"@en, "마리 퀴리"@ko ; skos:prefLabel "M. Curie"@en ;
  ex:birthPlace ex:Warsaw ; ex:born "1867-11-07" ; rdfs:comment "Physikerin"@de, "Physicist"@en ;
  ex:address [ ex:street "Rue Pierre 1" ; ex:city ex:Paris ] .
ex:Warsaw rdfs:label "Warsaw"@en .
ex:birthPlace rdfs:label "was born in"@en .`;

describe("rdf source", () => {
  it("makes a fact of each statement by the labels of what it is about, wherever these stand", async () => {
    const knowledge = await rdf("curie.ttl", CURIE);
    expect(textsOf(knowledge).sort()).toEqual([
      "Marie Curie — address — address of Marie Curie",
      "Marie Curie — born — 1867-11-07",
      "Marie Curie — description — Physicist",
      "Marie Curie — is a — Person",
      "Marie Curie — was born in — Warsaw",
      "address of Marie Curie — city — Paris",
      "address of Marie Curie — street — Rue Pierre 1",
    ]);
    const [fact] = knowledge.passages.filter((passage) => passage.text.includes("was born in"));
    expect(fact!.id).toMatch(/^curie\.ttl#[0-9a-f]{12}$/u);
    expect(knowledge.graph!.triple(fact!.id)).toMatchObject({
      subject: "http://example.org/Marie_Curie",
      relation: "http://example.org/birthPlace",
      object: "http://example.org/Warsaw",
      literal: false,
    });
    expect(knowledge.graph!.find("marie curie")).toBe("http://example.org/Marie_Curie");
    expect(knowledge.problems).toEqual([expect.stringContaining("1 of the texts")]);
  });

  it("prefers labels and texts in the wanted language, and keeps what others say only", async () => {
    const texts = textsOf(await rdf("curie.ttl", CURIE, { language: "ko" }));
    expect(texts).toContain("마리 퀴리 — was born in — Warsaw");
    expect(textsOf(await rdf("curie.ttl", CURIE, { language: "de" }))).toContain(
      "Marie Curie — description — Physikerin",
    );
  });

  it("keeps ids and blank nodes the same from one reading to the next", async () => {
    const first = await rdf("curie.ttl", CURIE);
    expect((await rdf("curie.ttl", CURIE)).passages).toEqual(first.passages);
  });

  it.each([
    [
      "bad.nt",
      "<http://e/a> <http://e/b> <http://e/c> .\n<http://e/a> <http://e/b> oops .\n",
      /bad\.nt:2: .*oops/u,
    ],
    ["bad.ttl", `${PREFIXES}\nex:a ex:b ex:c .\nex:a ex:b "never closed .\n`, /bad\.ttl:\d: /u],
    ["cut.ttl", `${PREFIXES}ex:a ex:b`, /cut\.ttl:4: /u],
    ["rows.xml", "<rdf/>", /rows\.xml: the ending does not say/u],
  ])("refuses %s with file and line", async (name, content, message) => {
    await expect(rdf(name, content)).rejects.toMatchObject({
      code: "DATA_FORMAT",
      message: expect.stringMatching(message),
    });
  });

  it("names the line of a mistake far into a long file", async () => {
    const good = Array.from(
      { length: 5000 },
      (_unused, index) =>
        `<http://example.org/entity/${index}> <http://example.org/relation> ` +
        `<http://example.org/entity/${index + 1}> .`,
    );
    await expect(
      rdf("long.nt", [...good, "<http://e/a> nonsense"].join("\n")),
    ).rejects.toMatchObject({ message: expect.stringContaining("long.nt:5001:") });
    expect((await rdf("long.nt.gz", gzipSync(good.join("\n")))).graph!.size).toEqual({
      triples: 5000,
      entities: 5001,
      relations: 1,
    });
  });

  it("reads every RDF file of a folder, blank nodes apart, and counts what is there twice", async () => {
    await mkdir(join(folder, "many"), { recursive: true });
    await writeFile(
      join(folder, "many", "a.ttl"),
      `${PREFIXES}ex:a ex:knows [ ex:name "x" ] . ex:a ex:likes ex:b .`,
    );
    await writeFile(
      join(folder, "many", "b.nq"),
      "<http://example.org/a> <http://example.org/likes> <http://example.org/b> " +
        '<http://example.org/graph> .\n_:b0 <http://example.org/name> "y" .\n',
    );
    await writeFile(join(folder, "many", "notes.txt"), "not RDF");
    const knowledge = await readSource({ name: "rdf", path: "many" }, { folder });
    expect(knowledge.graph!.size).toMatchObject({ triples: 4, entities: 4 });
    expect(knowledge.problems).toEqual([
      expect.stringContaining("1 .txt"),
      expect.stringContaining("1 facts or passages are there more than once"),
    ]);
  });
});
