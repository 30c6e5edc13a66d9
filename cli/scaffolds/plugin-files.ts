import { imports, packageJson, type Scaffold, type ScaffoldName } from "./scaffold.js";

/** A plug-in with a criterion that has a setting. */
export function pluginFiles(named: ScaffoldName): Scaffold {
  const { name, variable, version } = named;
  return {
    files: {
      "package.json": packageJson(named, {
        description: "A plug-in for datawright.",
        keywords: ["datawright", "datawright-plugin"],
        exports: "./plugin.mjs",
        files: ["plugin.mjs"],
        peerDependencies: { datawright: `^${version}`, zod: "^4.0.0" },
        devDependencies: { datawright: `^${version}`, zod: "^4.0.0" },
      }),
      "plugin.mjs": `${imports("{ configurable, definePlugin, passes, refuses }", "datawright")}
import { z } from "zod";

/** Refuses texts that shout: in a task file \`- { name: ${name}, mostCapitals: 0.3 }\`. */
export const ${variable}Criterion = configurable({
  settings: z.strictObject({
    mostCapitals: z.number().min(0).max(1).default(0.5).describe("Largest share of capitals."),
  }),
  make: ({ mostCapitals }) => ({
    name: "${name}",
    decide(draft) {
      const letters = draft.text.match(/\\p{L}/gu) ?? [];
      const capitals = draft.text.match(/\\p{Lu}/gu) ?? [];
      const share = letters.length === 0 ? 0 : capitals.length / letters.length;
      return share > mostCapitals
        ? refuses("${name}", { reason: "The text shouts; write it in a calm voice." })
        : passes("${name}", { reason: "The text is calm." });
    },
  }),
});

// Every other slot takes names too: \`datawright plugins\` lists them.
export default definePlugin({
  name: "${name}",
  criteria: { "${name}": { ...${variable}Criterion, about: "Refuses texts that shout." } },
});
`,
      "plugin.test.mjs": `import assert from "node:assert/strict";
import { test } from "node:test";
${imports("{ criterionChecks }", "datawright/testing")}
import { ${variable}Criterion } from "./plugin.mjs";

const make = () => ${variable}Criterion.make({ mostCapitals: 0.5 });

// What every criterion must do.
for (const check of criterionChecks(make)) test(\`${name} \${check.name}\`, () => check.run());

test("${name} refuses what shouts, and nothing else", async () => {
  const decide = (text) => make().decide({ text }, { judge: null });
  assert.equal((await decide("WHERE IS MY PARCEL")).pass, false);
  assert.equal((await decide("Where is my parcel?")).pass, true);
});
`,
      "README.md": `# ${name}

A plug-in for [datawright](https://www.npmjs.com/package/datawright): the criterion \`${name}\`.

\`\`\`yaml
plugins: [${name}]
critique:
  criteria: [format, { name: ${name}, mostCapitals: 0.3 }, novel]
\`\`\`

\`npm test\` holds it to the contract of a criterion; \`npx datawright plugins --plugin ./plugin.mjs\` shows what it brings.
`,
    },
    next: [
      "npm install",
      "npm test",
      "npx datawright plugins --plugin ./plugin.mjs",
      "npx datawright run task.yaml --plugin ./plugin.mjs",
    ],
  };
}
