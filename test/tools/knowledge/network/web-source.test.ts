import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { KnowledgeSpec } from "../../../../schema/task-file/knowledge-spec.js";
import { FileServer } from "../../../helpers/file-server.js";
import { madePdf } from "../../../helpers/made-pdf.js";
import { readSource, textsOf } from "../../../helpers/read-source.js";
import { temporaryFolder } from "../../../memory/temporary-folder.js";

const folder = temporaryFolder();
let server: FileServer;
let strange: FileServer;
const html = (text: string): { body: string } => ({
  body: `<html><body><nav>menu</nav><main><p>${text}</p></main></body></html>`,
});

beforeAll(async () => {
  strange = await FileServer.start({ "/page": html("Strange words.") });
  server = await FileServer.start((origin) => ({
    "/robots.txt": {
      headers: { "content-type": "text/plain" },
      body: "User-agent: *\nDisallow: /private\n",
    },
    "/a": html("The shop opened in 1987."),
    "/b": html("Parcels take two days."),
    "/private/c": html("Not for guests."),
    "/guide.pdf": {
      headers: { "content-type": "application/pdf" },
      body: madePdf([["A guide on paper."]]),
    },
    "/notes.txt": { headers: { "content-type": "text/plain" }, body: "Plain notes." },
    "/picture": { headers: { "content-type": "image/png" }, body: "PNG" },
    "/away": { status: 302, headers: { location: `${strange.origin}/page` } },
    "/into-private": { status: 302, headers: { location: "/private/c" } },
    "/old": { status: 301, headers: { location: "/a" } },
    "/huge": { body: `<p>${"x".repeat(5000)}</p>` },
    "/sitemap.xml": {
      headers: { "content-type": "application/xml" },
      body: `<sitemapindex><sitemap><loc>${origin}/more.xml</loc></sitemap><sitemap><loc>${origin}/sitemap.xml</loc></sitemap></sitemapindex>`,
    },
    "/more.xml": {
      headers: { "content-type": "application/xml" },
      body: `<urlset><url><loc>${origin}/a#top</loc></url><url><loc>${origin}/a</loc></url><url><loc>${origin}/private/c</loc></url><url><loc>${strange.origin}/page</loc></url><url><loc>${origin}/b</loc></url><url><loc>${origin}/notes.txt</loc></url></urlset>`,
    },
  }));
});
afterAll(async () => {
  await server.stop();
  await strange.stop();
});
beforeEach(() => {
  server.requests.length = 0;
  strange.requests.length = 0;
});
const web = (spec: Partial<KnowledgeSpec>, cacheFolder?: string) =>
  readSource(
    { name: "web", delay: 0, ...spec },
    { folder, ...(cacheFolder === undefined ? {} : { cacheFolder }) },
  );
const at = (...paths: string[]): string[] => paths.map((path) => server.origin + path);

describe("web source", () => {
  it("reads pages, PDF and plain text, cites each by its address, and asks robots.txt first", async () => {
    const knowledge = await web({ urls: at("/a", "/guide.pdf", "/notes.txt", "/old") });
    expect(textsOf(knowledge)).toEqual([
      "The shop opened in 1987.",
      "A guide on paper.",
      "Plain notes.",
      "The shop opened in 1987.",
    ]);
    expect(knowledge.passages[0]).toMatchObject({
      source: `${server.origin}/a`,
      id: expect.stringMatching(/\/a#[0-9a-f]{8}$/u),
    });
    expect(server.paths).toEqual(["/robots.txt", "/a", "/guide.pdf", "/notes.txt", "/old", "/a"]);
    expect(server.requests.every(({ headers }) => headers["user-agent"] === "datawright")).toBe(
      true,
    );
  });

  it("says why of every page that it does not read, and keeps to its hosts and robots.txt", async () => {
    const knowledge = await web({
      urls: at("/a", "/private/c", "/away", "/into-private", "/nowhere", "/picture", "/huge"),
      maxBytes: 4000,
    });
    expect(textsOf(knowledge)).toEqual(["The shop opened in 1987."]);
    expect(knowledge.problems.map((line) => line.replaceAll(server.origin, ""))).toEqual([
      expect.stringMatching(/\/private\/c: robots\.txt does not allow it/u),
      expect.stringMatching(/\/away leads to .*not on the list/u),
      expect.stringMatching(/\/private\/c: robots\.txt/u),
      expect.stringMatching(/\/nowhere: the server answered 404/u),
      expect.stringMatching(/\/picture: pages of type image\/png are not read/u),
      expect.stringMatching(/\/huge: more than 4000 bytes/u),
    ]);
    expect(server.paths).not.toContain("/private/c");
    expect(strange.requests).toEqual([]);
  });

  it("reads the pages of a sitemap and of those it names, each once, as many as wanted", async () => {
    const knowledge = await web({ sitemap: `${server.origin}/sitemap.xml` });
    expect(textsOf(knowledge)).toEqual([
      "The shop opened in 1987.",
      "Parcels take two days.",
      "Plain notes.",
    ]);
    expect(knowledge.problems).toHaveLength(2);
    expect(strange.requests).toEqual([]);
    const fewer = await web({ sitemap: `${server.origin}/sitemap.xml`, maxPages: 1 });
    expect(textsOf(fewer)).toHaveLength(1);
    expect(fewer.problems).toEqual([
      expect.stringContaining("4 of 5 pages of the sitemap are not read: `maxPages` is 1"),
    ]);
  });

  it("reads hosts that it is allowed besides", async () => {
    expect(textsOf(await web({ urls: at("/away"), hosts: [server.host, strange.host] }))).toEqual([
      "Strange words.",
    ]);
  });

  it("keeps pages, and asks for none of them again unless it is told to", async () => {
    const cache = join(folder, "cache");
    const first = await web({ urls: at("/a", "/b") }, cache);
    expect(await readdir(cache)).toHaveLength(2);
    server.requests.length = 0;
    expect((await web({ urls: at("/a", "/b") }, cache)).passages).toEqual(first.passages);
    expect(server.requests).toEqual([]);
    await web({ urls: at("/a"), refresh: true }, cache);
    expect(server.paths).toEqual(["/robots.txt", "/a"]);
  });

  it.each([
    [["/private/c"], "FETCH_REFUSED", /robots/u],
    [["/nowhere"], "FETCH_FAILED", /404/u],
    [["/picture"], "DATA_EMPTY", /image\/png/u],
  ])("fails with %s where that is all it was to read: %s", async (paths, code, message) => {
    await expect(web({ urls: at(...paths) })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it("reads nothing of a host whose robots.txt it may not see", async () => {
    const closed = await FileServer.start({
      "/robots.txt": { status: 302, headers: { location: `${strange.origin}/robots.txt` } },
      "/a": html("Words."),
    });
    try {
      await expect(web({ urls: [`${closed.origin}/a`] })).rejects.toMatchObject({
        code: "FETCH_REFUSED",
        message: expect.stringContaining("robots.txt cannot be had"),
      });
      expect(closed.paths).toEqual(["/robots.txt"]);
    } finally {
      await closed.stop();
    }
  });
});
