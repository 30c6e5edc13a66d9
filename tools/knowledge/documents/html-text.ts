import { convert, type FormatCallback, type HtmlToTextOptions } from "html-to-text";

const heading: FormatCallback = (element, walk, builder, options) => {
  builder.openBlock({ leadingLineBreaks: 2 });
  builder.addInline(`${"#".repeat(Number(element.name?.slice(1)) || 1)} `);
  walk(element.children, builder);
  builder.closeBlock({ trailingLineBreaks: 2, ...(options as object) });
};

const SKIPPED = [
  "img",
  "svg",
  "nav",
  "aside",
  "footer",
  "form",
  "noscript",
  "template",
  "script",
  "style",
  "iframe",
  "button",
];
const OPTIONS: HtmlToTextOptions = {
  wordwrap: false,
  limits: { maxInputLength: 0 },
  formatters: { heading },
  selectors: [
    ...SKIPPED.map((selector) => ({ selector, format: "skip" })),
    ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({ selector, format: "heading" })),
    { selector: "a", options: { ignoreHref: true } },
    { selector: "table", format: "dataTable", options: { uppercaseHeaderCells: false } },
  ],
};

/**
 * The readable text of a page: of its `main` or `article` where it has one, else of its body; headings as in Markdown, without menus,
 * forms and footers. Markup only: nothing in it is run or fetched.
 */
export function htmlText(html: string): string {
  for (const selector of ["main", "article"]) {
    if (!new RegExp(`<${selector}[\\s>]`, "iu").test(html)) continue;
    const text = convert(html, {
      ...OPTIONS,
      baseElements: { selectors: [selector], returnDomByDefault: false },
    });
    if (text.trim() !== "") return text;
  }
  return convert(html, OPTIONS);
}
