import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "../../dist/index.js";

/* Runs one after the other in this process; after each a line with its heap and what it holds open. */
const { baseUrl, runs, spec } = JSON.parse(process.argv[2]);
for (let number = 0; number < runs; number++) {
  const workspace = mkdtempSync(join(tmpdir(), "datawright-soak-"));
  const handle = await launch(spec, {
    workspace,
    model: "openai:tickets",
    baseUrl,
    logLevel: null,
  });
  await handle.result;
  rmSync(workspace, { recursive: true, force: true });
  // Threads of the last run end when nobody had a task for them.
  await new Promise((resolve) => setTimeout(resolve, 2500));
  globalThis.gc();
  const resources = {};
  for (const name of process.getActiveResourcesInfo())
    // Connections that are kept for the next request.
    if (!name.startsWith("TCP")) resources[name] = (resources[name] ?? 0) + 1;
  process.stdout.write(`${JSON.stringify({ heap: process.memoryUsage().heapUsed, resources })}\n`);
}
