import { createHash } from "node:crypto";
import type { Language } from "../../../base/language/language.js";
import { escapeHtml } from "../escape-html.js";
import { BROWSER_SCRIPT } from "./browser-script.js";
import { PAGE_STYLE } from "./page-style.js";

const SCRIPT_HASH = createHash("sha256").update(BROWSER_SCRIPT).digest("base64");
/** Nothing is loaded or sent, and no script runs but the page's own. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; " +
  `script-src 'sha256-${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;

/** A whole page that needs nothing beside it. */
export function pageHtml({
  title,
  language,
  body,
  hasBrowser,
}: {
  readonly title: string;
  readonly language: Language;
  /** Safe HTML. */
  readonly body: readonly string[];
  /** Whether its samples are leafed through by the script. */
  readonly hasBrowser: boolean;
}): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body><main>
${body.filter((part) => part !== "").join("\n")}
</main>${hasBrowser ? `<script>${BROWSER_SCRIPT}</script>` : ""}</body>
</html>
`;
}

/** A language tag that may stand in an attribute; English for anything else. */
export function languageTag(tag: unknown): string {
  return typeof tag === "string" && /^[A-Za-z0-9-]{1,35}$/u.test(tag) ? tag : "en";
}
