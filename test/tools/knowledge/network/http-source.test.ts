import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { redactSecrets } from "../../../../base/redact-secrets.js";
import type { KnowledgeSpec } from "../../../../schema/task-file/knowledge-spec.js";
import { knowledgeSpecSchema } from "../../../../schema/task-file/knowledge-spec.js";
import { openSources } from "../../../../tools/knowledge/load-knowledge.js";
import { FileServer } from "../../../helpers/file-server.js";
import { readSource, textsOf } from "../../../helpers/read-source.js";
import { temporaryFolder } from "../../../memory/temporary-folder.js";

const KEY = "key-that-nobody-may-see-4711";
const folder = temporaryFolder();
let server: FileServer;

beforeAll(async () => {
  process.env["SEARCH_TEST_KEY"] = KEY;
  const json = { "content-type": "application/json" };
  server = await FileServer.start({
    "/get?q=late%20%22parcel%22&n=2": {
      headers: json,
      body: JSON.stringify([{ text: "First." }, { text: "Second." }, { text: "Third." }]),
    },
    "/post": (request) => {
      const { size, query } = JSON.parse(request.body) as {
        size: unknown;
        query: { match: { body: string } };
      };
      return {
        headers: json,
        body: JSON.stringify({
          hits: {
            hits: [
              {
                _id: 7,
                _source: { body: `Found for ${query.match.body}, ${typeof size} ${String(size)}.` },
              },
            ],
          },
        }),
      };
    },
    "/html": { body: "<p>no JSON</p>" },
    "/empty": { headers: json, body: JSON.stringify({ results: [] }) },
    "/shape": { headers: json, body: JSON.stringify({ items: [{ title: "x" }] }) },
    "/denied": { status: 403 },
    "/away": { status: 302, headers: { location: "http://localhost:1/" } },
  });
});
afterAll(async () => {
  delete process.env["SEARCH_TEST_KEY"];
  await server.stop();
});
beforeEach(() => {
  server.requests.length = 0;
});
const http = (
  path: string,
  spec: Partial<KnowledgeSpec> = {},
): Partial<KnowledgeSpec> & { name: string } => ({
  id: "hook",
  name: "http",
  url: `${server.origin}${path}`,
  ...spec,
});
const post = {
  body: { size: "{k}", query: { match: { body: "{query}" } } },
  answer: { passages: "hits.hits", text: "_source.body", id: "_id" },
  keyFrom: "SEARCH_TEST_KEY",
  headers: { Authorization: "Bearer {key}" },
};

describe("http source", () => {
  it("asks its queries when it is read, by GET, and takes as many passages as wanted", async () => {
    const knowledge = await readSource(
      http("/get?q={query}&n={k}", { queries: ['late "parcel"'], k: 2 }),
      { folder },
    );
    expect(textsOf(knowledge)).toEqual(["First.", "Second."]);
    expect(knowledge.passages[0]).toMatchObject({
      source: "hook",
      id: expect.stringMatching(/^hook#/u),
    });
  });

  it("asks nothing with a key that is too short to be kept secret", async () => {
    process.env["SEARCH_SHORT_KEY"] = "abc";
    try {
      const spec = { ...post, keyFrom: "SEARCH_SHORT_KEY", queries: ["x"] };
      await expect(readSource(http("/post", spec), { folder })).rejects.toMatchObject({
        code: "USAGE",
        message: expect.stringContaining("SEARCH_SHORT_KEY holds fewer than four characters"),
      });
      expect(server.requests).toEqual([]);
    } finally {
      delete process.env["SEARCH_SHORT_KEY"];
    }
  });

  it("posts JSON that no query can break out of, with the key from the environment in a header", async () => {
    const knowledge = await readSource(
      http("/post", { ...post, queries: ['a "quoted" {k}\nquery'], k: 3 }),
      { folder },
    );
    expect(knowledge.passages).toEqual([
      { id: "hook#7", source: "hook", text: 'Found for a "quoted" {k}\nquery, number 3.' },
    ]);
    expect(server.requests[0]).toMatchObject({
      method: "POST",
      headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
    });
    await readSource(
      http("/post", {
        ...post,
        body: '{"size": {k}, "query": {"match": {"body": "{query}"}}}',
        queries: ['b "q"'],
        k: 1,
      }),
      { folder },
    );
    expect(JSON.parse(server.requests[1]!.body)).toEqual({
      size: 1,
      query: { match: { body: 'b "q"' } },
    });
  });

  it("can be asked while a run works, and asks the endpoint once for each query", async () => {
    const cacheFolder = join(folder, "cache");
    const open = async () =>
      (
        await openSources(
          [
            knowledgeSpecSchema.parse(
              http("/post", { ...post, body: { ...post.body, token: "{key}" } }),
            ),
          ],
          { folder, cacheFolder },
        )
      )[0]!;
    const found = await (await open()).search!("returns", 4);
    expect(found).toMatchObject([{ text: "Found for returns, number 4." }]);
    expect(await (await open()).search!("returns", 4)).toEqual(found);
    expect(server.requests).toHaveLength(1);
    expect(JSON.parse(server.requests[0]!.body)).toMatchObject({ token: KEY });
    const kept = await Promise.all(
      (await readdir(cacheFolder)).map((name) => readFile(join(cacheFolder, name), "utf8")),
    );
    expect(kept.join()).not.toContain(KEY);
  });

  it.each([
    ["/html", {}, "DATA_FORMAT", /did not answer with JSON/u],
    ["/shape", {}, "DATA_FORMAT", /no list of passages \(it has items\)/u],
    [
      "/shape",
      { answer: { passages: "items", text: "body" } },
      "DATA_FORMAT",
      /passage 1 of the answer has no text at "body"/u,
    ],
    ["/denied", {}, "FETCH_FAILED", /answered 403/u],
    ["/away", {}, "FETCH_REFUSED", /localhost/u],
    ["/empty", { answer: { passages: "results", text: "text" } }, null, null],
  ])(
    "tells of an answer of %s that it cannot use, without the key",
    async (path, spec, code, message) => {
      const asked = readSource(
        http(path, {
          ...spec,
          body: { q: "{query}" },
          keyFrom: "SEARCH_TEST_KEY",
          headers: { "X-Key": "{key}" },
          queries: ["x"],
        }),
        { folder },
      );
      if (code === null) {
        expect((await asked).problems).toEqual([
          expect.stringContaining('nothing was found for "x"'),
        ]);
        return;
      }
      const error = await asked.catch((thrown: unknown) => thrown as Error & { details: unknown });
      expect(error).toMatchObject({ code, message: expect.stringMatching(message!) });
      expect(
        JSON.stringify([(error as Error).message, (error as { details: unknown }).details]),
      ).not.toContain(KEY);
      expect(redactSecrets(`log: ${KEY}`)).not.toContain(KEY);
    },
  );

  it("says which variable it needs", async () => {
    await expect(
      readSource(http("/post", { ...post, keyFrom: "SEARCH_TEST_UNSET", queries: ["x"] }), {
        folder,
      }),
    ).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining("SEARCH_TEST_UNSET"),
    });
  });
});
