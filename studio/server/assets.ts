import { readFile, readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Context } from "hono";
import type { Language } from "../../base/language/language.js";

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".json": "application/json",
};

/** Where the build puts the pages: beside the compiled server. */
const BUILT = fileURLToPath(new URL("../web/", import.meta.url));

/** The built pages, read once: a request names one of them or gets the first page. */
export class Assets {
  readonly #folder: string;
  readonly #language: Language;
  #files: Promise<ReadonlyMap<string, Uint8Array>> | undefined;

  constructor(language: Language, folder: string = BUILT) {
    this.#folder = folder;
    this.#language = language;
  }

  async answer(context: Context): Promise<Response> {
    const files = await (this.#files ??= this.#read());
    const path = context.req.path;
    const file = files.get(path);
    if (file !== undefined && path !== "/index.html")
      return context.body(new Uint8Array(file), 200, {
        "content-type": TYPES[extname(path)] ?? "application/octet-stream",
        // Names of built files change with what is in them.
        "cache-control": path.startsWith("/assets/")
          ? "public, max-age=31536000, immutable"
          : "no-store",
      });
    const page = files.get("/index.html");
    if (page === undefined || path.startsWith("/assets/")) return context.text("not found", 404);
    return context.html(
      Buffer.from(page)
        .toString("utf8")
        .replace('data-language=""', `data-language="${this.#language}"`),
    );
  }

  async #read(): Promise<ReadonlyMap<string, Uint8Array>> {
    const entries = await readdir(this.#folder, { recursive: true, withFileTypes: true }).catch(
      () => [],
    );
    const files = new Map<string, Uint8Array>();
    for (const entry of entries) {
      if (!entry.isFile() || extname(entry.name) === ".ts") continue;
      const path = join(entry.parentPath, entry.name);
      files.set(
        `/${path.slice(this.#folder.length).replaceAll("\\", "/").replace(/^\//u, "")}`,
        await readFile(path),
      );
    }
    return files;
  }
}
