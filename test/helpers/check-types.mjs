/*
 * Checks the TypeScript files that a configuration lists and the declarations in one folder more:
 * those of the package, and of no other. `skipLibCheck` off, and a program's own emit, would check
 * those of every package, which takes twice as long. Writes the JavaScript beside the files.
 *
 *     node test/helpers/check-types.mjs tsconfig.json FOLDER
 */
import { readFileSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";
import typescript from "typescript";

const [config, declarations] = process.argv.slice(2);
const host = { ...typescript.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
const { options, fileNames, errors } = typescript.getParsedCommandLineOfConfigFile(
  resolve(config),
  { skipLibCheck: false },
  host,
);
const program = typescript.createProgram(fileNames, options);
const listed = new Set(fileNames.map((name) => realpathSync(name)));
const own = `${realpathSync(declarations)}${sep}`;
const checked = program
  .getSourceFiles()
  .filter(({ fileName }) => listed.has(realpathSync(fileName)) || fileName.startsWith(own));
const found = [
  ...errors,
  ...program.getOptionsDiagnostics(),
  ...program.getGlobalDiagnostics(),
  ...checked.flatMap((file) => [
    ...program.getSyntacticDiagnostics(file),
    ...program.getSemanticDiagnostics(file),
  ]),
];
const emitted = {
  ...options,
  module: typescript.ModuleKind.ESNext,
  moduleResolution: typescript.ModuleResolutionKind.Bundler,
};
for (const name of fileNames)
  writeFileSync(
    name.replace(/\.ts$/u, ".js"),
    typescript.transpileModule(readFileSync(name, "utf8"), { compilerOptions: emitted }).outputText,
  );
process.stdout.write(
  typescript.formatDiagnostics(found, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => dirname(resolve(config)),
    getNewLine: () => "\n",
  }),
);
process.stderr.write(`${checked.length} files checked\n`);
process.exitCode = found.length > 0 ? 1 : 0;
