// Writes docs/task-file.md from the schema of a task; needs a build.
import { writeFileSync } from "node:fs";
import { taskFilePage } from "../dist/graphs/recipes/task-file-page.js";

writeFileSync(new URL("../docs/task-file.md", import.meta.url), taskFilePage());
