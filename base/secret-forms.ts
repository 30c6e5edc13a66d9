/** Bytes from which a piece of base64 is told from chance. */
const LEAST_BASE64_BYTES = 8;
const JSON_DEPTH = 3;
const HTML_QUOTES: readonly (readonly [quote: string, apostrophe: string])[] = [
  ["&quot;", "&#39;"],
  ["&#34;", "&#39;"],
  ["&quot;", "&#x27;"],
  ["&quot;", "&apos;"],
];

/**
 * The ways in which a text may carry a secret: as it is, inside JSON (also inside JSON that is a
 * text of JSON), in an address, in a form, in HTML, and in base64 at any place of what was encoded.
 */
export function secretForms(secret: string): Set<string> {
  const forms = new Set([secret]);
  let inJson = secret;
  for (let depth = 0; depth < JSON_DEPTH; depth++) {
    inJson = JSON.stringify(inJson).slice(1, -1);
    forms.add(inJson);
    forms.add(inJson.replaceAll("/", "\\/"));
    forms.add(asciiOnly(inJson));
  }
  for (const form of addressForms(secret)) {
    forms.add(form);
    forms.add(form.replaceAll("%20", "+"));
    forms.add(form.replace(/%[0-9A-F]{2}/gu, (hex) => hex.toLowerCase()));
  }
  for (const [quote, apostrophe] of HTML_QUOTES)
    forms.add(
      secret
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replaceAll('"', quote)
        .replaceAll("'", apostrophe),
    );
  for (const form of base64Forms(secret)) forms.add(form);
  return forms;
}

function addressForms(secret: string): string[] {
  try {
    const whole = encodeURIComponent(secret);
    const inForm = new URLSearchParams({ "": secret }).toString().slice(1);
    return [whole, strictlyEncoded(whole), encodeURI(secret), inForm];
  } catch {
    // Half a character has no such form.
    return [];
  }
}

/** What encodeURIComponent leaves and others encode. */
function strictlyEncoded(text: string): string {
  return text.replace(
    /[!'()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function asciiOnly(text: string): string {
  return text.replace(
    /[^\x20-\x7e]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * The characters that the secret alone decides, for each of the three places that it may have in
 * what was encoded.
 */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret, "utf8");
  const whole = bytes.toString("base64").replace(/=+$/u, "");
  const pieces = [whole];
  if (bytes.length >= LEAST_BASE64_BYTES)
    for (const before of [0, 1, 2]) {
      const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
      pieces.push(
        encoded.slice(Math.ceil((8 * before) / 6), Math.floor((8 * (before + bytes.length)) / 6)),
      );
    }
  return pieces.flatMap((piece) => [piece, piece.replaceAll("+", "-").replaceAll("/", "_")]);
}
