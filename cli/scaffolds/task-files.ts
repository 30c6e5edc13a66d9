import { imports, packageJson, type Scaffold, type ScaffoldName } from "./scaffold.js";

const ROWS = [
  ["The battery lasts two days and charges within an hour", "good"],
  ["Sharp pictures, even late in the evening, so I kept it", "good"],
  ["Light, quick, and the display is bright in the sun", "good"],
  ["Good sound, a fair price, and it was here the next day", "good"],
  ["Three years old now and still as fast as on the first day", "good"],
  ["It froze twice a day until I sent the thing back", "bad"],
  ["The glass broke in the first week and nobody helped", "bad"],
  ["Calls drop all the time, I am really disappointed", "bad"],
  ["The camera is blurred and the repair cost more than the phone", "bad"],
  ["After the last update it takes a minute to start", "bad"],
] as const;

/** A whole task with rows of its own, checked and tried out by a test. */
export function taskFiles(named: ScaffoldName): Scaffold {
  const { name } = named;
  return {
    files: {
      "package.json": packageJson(named, {
        description: "A dataset made with datawright.",
        private: true,
      }),
      "task.yaml": `# yaml-language-server: $schema=./node_modules/datawright/dist/task.schema.json
name: "${name}"
kind: classification
description: Short reviews of mobile phones.
purpose: Training a small model that tells which reviews need an answer.
language: en

labels:
  good: The writer would buy it again.
  bad: The writer regrets it.

# What samples differ in beside the label.
attributes:
  tone: [calm, annoyed, hurried]

constraints:
  minWords: 5
  maxWords: 40

# Rows of your own: they are shown to the model, and samples must not repeat them.
support:
  path: support.csv

# models:
#   default: openai:gpt-4.1-mini
# budget: { usd: 2 }

target: 100
seed: 1
`,
      "support.csv": `text,label\n${ROWS.map(([text, label]) => `"${text}",${label}\n`).join("")}`,
      "task.test.mjs": `import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
${imports("{ estimateRun, tryTask }", "datawright")}

const task = fileURLToPath(new URL("task.yaml", import.meta.url));

async function inWorkspace(work) {
  const workspace = await mkdtemp(join(tmpdir(), "${name}-"));
  try {
    await work({ workspace, logLevel: null });
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

test("the task is valid, and its plan has a place for every label", () =>
  inWorkspace(async (options) => {
    const { coverage, calls } = await estimateRun(task, { ...options, model: "embedded", target: 4 });
    assert.deepEqual(new Set(coverage.cells.map(({ label }) => label)), new Set(["good", "bad"]));
    assert.ok(calls > 0);
  }));

// The embedded model writes: no key is needed, and nothing is sent anywhere.
test("samples have a text and one of its labels", () =>
  inWorkspace(async (options) => {
    const { samples, error } = await tryTask(task, 2, { ...options, model: "embedded", target: 4 });
    assert.equal(error, null);
    assert.equal(samples.length, 2);
    for (const { sample } of samples) {
      assert.ok(sample.text.length > 0);
      assert.ok(["good", "bad"].includes(sample.label.current));
    }
  }));
`,
      "README.md": `# ${name}

A dataset made with [datawright](https://www.npmjs.com/package/datawright).

- \`task.yaml\` says what the dataset is; \`support.csv\` holds rows of your own.
- \`npm test\` checks the task and makes two samples with the embedded model.
- \`npx datawright validate task.yaml\`, \`preview\`, \`run\`: in that order, with a model that is named in \`models:\`.
`,
    },
    next: [
      "npm install",
      "npm test",
      "npx datawright validate task.yaml",
      "npx datawright preview task.yaml",
      "npx datawright run task.yaml",
    ],
  };
}
