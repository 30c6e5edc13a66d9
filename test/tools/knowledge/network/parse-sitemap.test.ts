import { gzipSync } from "node:zlib";
import { parseSitemap } from "../../../../tools/knowledge/network/parse-sitemap.js";

const parse = (text: string | Uint8Array) =>
  parseSitemap(typeof text === "string" ? Buffer.from(text) : text, "http://a.example/sitemap.xml");
const URLSET =
  '<?xml version="1.0"?>\n<urlset ' +
  'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc> ' +
  "http://a.example/1?x=1&amp;y=2 " +
  "</loc><lastmod>2024</lastmod></url><url><loc>http://a.example/2</loc></url><url/></urlset>";

describe("parseSitemap", () => {
  it("reads pages of a sitemap, packed or not, and sitemaps of an index", () => {
    const wanted = { pages: ["http://a.example/1?x=1&y=2", "http://a.example/2"], sitemaps: [] };
    expect(parse(URLSET)).toEqual(wanted);
    expect(parse(gzipSync(URLSET))).toEqual(wanted);
    expect(
      parse("<sitemapindex><sitemap><loc>http://a.example/s1.xml</loc></sitemap></sitemapindex>"),
    ).toEqual({ pages: [], sitemaps: ["http://a.example/s1.xml"] });
    expect(parse("http://a.example/1\nhttp://a.example/2\n").pages).toEqual([
      "http://a.example/1",
      "http://a.example/2",
    ]);
  });

  it.each([
    ["<urlset><url></urlset>", /line 1/u],
    [
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>&x;</loc></url></urlset>',
      /document type/u,
    ],
    ["<html><body>no sitemap</body></html>", /neither <urlset>/u],
    ["just words", /neither XML nor/u],
    ["", /neither XML nor/u],
  ])("refuses %j", (text, message) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ code: "DATA_FORMAT", message: expect.stringMatching(message) }),
    );
  });

  it("expands no entity without end", () => {
    const bomb =
      "<!DOCTYPE urlset [<!ENTITY a " +
      `"aaaaaaaaaa">${Array.from({ length: 12 }, (_unused, index) => `<!ENTITY ${"abcdefghijklmn"[index + 1]} ` + `"${`&${"abcdefghijklmn"[index]};`.repeat(10)}">`).join("")}]><urlset><url><loc>http://a.example/&m;</loc></url></urlset>`;
    let pages: readonly string[] = [];
    try {
      pages = parse(bomb).pages;
    } catch (error) {
      expect(error).toMatchObject({ code: "DATA_FORMAT" });
    }
    expect(pages.join("").length).toBeLessThan(100_000);
  });
});
