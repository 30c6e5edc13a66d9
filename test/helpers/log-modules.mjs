// Preloaded with --import: prints every module that is resolved afterwards, one URL a line, to the file that LOADED_MODULES names.
import { appendFileSync } from "node:fs";
import { register } from "node:module";

const file = process.env.LOADED_MODULES;
const hook = `
  import { appendFileSync } from "node:fs";
  export async function load(url, context, next) {
    appendFileSync(${JSON.stringify(file)}, url + "\\n");
    return next(url, context);
  }
`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
// CommonJS files that others require do not pass the hook: they stand in the cache when the process ends.
process.on("exit", () => {
  for (const path of Object.keys(process.getBuiltinModule("module")._cache ?? {}))
    appendFileSync(file, `file://${path}\n`);
});
