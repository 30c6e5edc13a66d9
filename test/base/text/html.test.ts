import { cleanHtml } from "../../../base/text/html.js";

describe("cleanHtml", () => {
  it("removes markup, decodes references, counts both", () => {
    expect(cleanHtml("<p>Fish &amp; chips<br/>good &#x1F44D;</p><!-- x -->")).toEqual({
      text: "Fish & chips\ngood 👍",
      tags: 4,
      entities: 2,
    });
    expect(cleanHtml("a<script>alert('<b>')</script>b").text).toBe("a b");
  });
  it("leaves text that only looks like markup", () => {
    for (const text of [
      "1 < 2 and 3 > 2",
      "List<String> x",
      "R&D; AT&T",
      "&unknown; &#0; &#xD800;",
      "  spaced   out ",
    ]) {
      expect(cleanHtml(text)).toEqual({ text, tags: 0, entities: 0 });
    }
  });
});
