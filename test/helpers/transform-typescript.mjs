/*
 * TypeScript for Jest by esbuild, one file at a time: types are checked by `npm run types`, and from an
 * empty cache this takes a tenth of what the compiler of TypeScript takes.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { transformSync, version } from "esbuild";

const OWN = readFileSync(import.meta.filename, "utf8");

export default {
  canInstrument: false,
  getCacheKey: (source, path, { instrument, configString }) =>
    createHash("sha1")
      .update([OWN, version, path, instrument, configString, source].join("\0"))
      .digest("hex"),
  process: (source, path) => {
    const { code, map } = transformSync(source, {
      sourcefile: path,
      loader: "ts",
      format: "esm",
      target: "node20",
      sourcemap: true,
      sourcesContent: false,
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    });
    return { code, map };
  },
};
