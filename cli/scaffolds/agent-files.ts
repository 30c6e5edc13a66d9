import { imports, packageJson, type Scaffold, type ScaffoldName } from "./scaffold.js";

/** A stage behind the critic, which measures each draft and refuses some. */
export function agentFiles(named: ScaffoldName): Scaffold {
  const { name, variable } = named;
  const module = `${name}.mjs`;
  return {
    files: {
      "package.json": packageJson(named, {
        description: "An agent for datawright.",
        private: true,
        exports: `./${module}`,
      }),
      [module]: `${imports("{ defineAgent }", "datawright")}

/** Most words that a draft may have. */
const MOST_WORDS = 60;

/**
 * Sees every draft that the critic let pass. It may change fields, give scores, and refuse the
 * draft by a verdict with \`pass: false\`: the generator then writes it again with the reason.
 */
export const ${variable}Agent = defineAgent({
  name: "${name}",
  role: "stage",
  run: ({ draft }) => {
    const words = draft.text.split(/\\s+/u).filter((word) => word !== "").length;
    return {
      scores: { words },
      verdicts: [
        {
          judge: "${name}",
          criterion: "length",
          pass: words <= MOST_WORDS,
          score: null,
          code: "custom",
          reason: \`The text has \${words} words; write at most \${MOST_WORDS}.\`,
        },
      ],
    };
  },
});

// For the command line: datawright run task.yaml --agents ./${module}
export default { stages: [{ after: "critic", agent: ${variable}Agent }] };
`,
      [`${name}.test.mjs`]: `import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
${imports("{ launch, openRun }", "datawright")}
import { ${variable}Agent } from "./${module}";

const task = {
  name: "reviews",
  kind: "classification",
  description: "Short reviews of mobile phones.",
  labels: { good: "would buy it again", bad: "regrets it" },
  support: {
    rows: [
      { text: "The battery lasts two days and charges within an hour", label: "good" },
      { text: "Sharp pictures, even late in the evening, so I kept it", label: "good" },
      { text: "Light, quick, and the display is bright in the sun", label: "good" },
      { text: "It froze twice a day until I sent the thing back", label: "bad" },
      { text: "The glass broke in the first week and nobody helped", label: "bad" },
      { text: "Calls drop all the time, I am really disappointed", label: "bad" },
    ],
  },
  critique: { criteria: ["format"] },
  target: 4,
  seed: 1,
};

// The embedded model writes: no key is needed, and nothing is sent anywhere.
test("${name} measures every draft of a run", async () => {
  const workspace = await mkdtemp(join(tmpdir(), "${name}-"));
  try {
    const stages = [{ after: "critic", agent: ${variable}Agent }];
    const run = await launch(task, { stages, workspace, logLevel: null });
    const { summary } = await run.result;
    assert.equal(summary.accepted, 4);
    const opened = await openRun(run.folder);
    const samples = await opened.samples({ status: "accepted" });
    opened.close();
    for (const { scores } of samples) assert.ok(scores.words > 0);
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
});
`,
      "README.md": `# ${name}

An agent for [datawright](https://www.npmjs.com/package/datawright): a stage behind the critic.

- \`npm test\` runs it in a small run on the embedded model.
- \`npx datawright run task.yaml --agents ./${module}\` uses it.
- \`agents:\` in a task file replaces the agent of a role; \`launch(task, { agents, stages })\` does both from code.
`,
    },
    next: ["npm install", "npm test", `npx datawright run task.yaml --agents ./${module}`],
  };
}
