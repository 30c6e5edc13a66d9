import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { knowledgeSourceChecks } from "../../graphs/conformance/knowledge-source-checks.js";
import type { KnowledgeSpecInput } from "../../schema/task-file/knowledge-spec.js";
import { openSources } from "../../tools/knowledge/load-knowledge.js";
import { KNOWLEDGE_SOURCES } from "../../tools/knowledge/sources.js";
import { FileServer } from "../helpers/file-server.js";
import { temporaryFolder } from "../memory/temporary-folder.js";

const FILES: Readonly<Record<string, string>> = {
  "docs/mill.txt": "The valley has three mills.\n\nThe oldest mill grinds oats.\n",
  "people.ttl":
    "@prefix e: <http://e.example/> .\ne:anna e:knows e:ben .\ne:ben e:livesIn e:oldmere .\n",
  "links.csv": "subject,relation,object\nmill,grinds,oats\nmill,stands in,valley\n",
  "mill.jsonld": JSON.stringify({
    "@context": { "@vocab": "http://e.example/" },
    "@id": "http://e.example/mill",
    grinds: "oats",
  }),
  "dict/data.noun": "00001740 03 n 01 entity 0 000 | that which is perceived  \n",
  "dict/index.noun": "entity n 1 0 1 0 00001740  \n",
};

describe("knowledge sources", () => {
  const folder = temporaryFolder();
  let server: FileServer;
  beforeAll(async () => {
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(join(folder, name, ".."), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    server = await FileServer.start({
      "/robots.txt": { status: 404 },
      "/page": { body: "<html><body><main><p>The mill opened in 1987.</p></main></body></html>" },
      "/search?q=mill&n=10": {
        headers: { "content-type": "application/json" },
        body: JSON.stringify([{ id: "1", text: "The mill is old." }]),
      },
    });
  });
  afterAll(() => server.stop());

  const specs: Readonly<Record<string, () => KnowledgeSpecInput>> = {
    text: () => ({ name: "text", path: "docs/mill.txt" }),
    documents: () => ({ name: "documents", path: "docs" }),
    rdf: () => ({ name: "rdf", path: "people.ttl" }),
    csv: () => ({ name: "csv", path: "links.csv" }),
    "json-ld": () => ({ name: "json-ld", path: "mill.jsonld" }),
    wordnet: () => ({ name: "wordnet", path: "dict" }),
    web: () => ({ name: "web", urls: [`${server.origin}/page`], delay: 0 }),
    http: () => ({
      name: "http",
      url: `${server.origin}/search?q={query}&n={k}`,
      queries: ["mill"],
    }),
  };

  it("are all here", () => expect(Object.keys(specs)).toEqual(KNOWLEDGE_SOURCES.names));

  describe.each(Object.keys(specs))("%s", (name) => {
    const open = async () => (await openSources([specs[name]!()], { folder }))[0]!;
    for (const check of knowledgeSourceChecks(open)) it(check.name, () => check.run());

    it("hands over something", async () => {
      let items = 0;
      for await (const item of (await open()).read()) items += "problem" in item ? 0 : 1;
      expect(items).toBeGreaterThan(0);
    });
  });
});
