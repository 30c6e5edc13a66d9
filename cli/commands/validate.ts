import { checkModels, type ModelCheck } from "../../graphs/commands/check-models.js";
import { missingOf } from "../../graphs/run/model-readiness.js";
import { checkRun, type CheckedRun } from "../../graphs/opening/checked-run.js";
import { readRunData } from "../../graphs/run/run-data.js";
import { readSpec } from "../../graphs/run/read-spec.js";
import { countKnowledge } from "../../tools/knowledge/load-knowledge.js";
import { Workspace } from "../../memory/workspace.js";
import { launchOptions, type RunFlags } from "../flags.js";
import { texts } from "../language/texts.js";
import { printable } from "../print/print-table.js";
import { whileWorking } from "../while-working.js";

interface ValidateFlags extends RunFlags {
  readonly online: boolean;
}

/**
 * `datawright validate SPEC`: the file, its data, its agents and models, without one model call;
 * with --online one token of each model.
 */
export async function validate(path: string, flags: ValidateFlags): Promise<number> {
  const { found, target, labelCount, failed, notes, removedFromHeldOut } = await validateTask(
    path,
    flags,
  );
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(found)}\n`);
    return failed?.exitCode ?? 0;
  }
  const out = (line: string): void => void process.stdout.write(`${printable(line)}\n`);
  const { validate: say, panel, sentence } = texts();
  out(say.valid(path, found.name, found.kind, labelCount, target));
  const { support, validation, heldOut, inputs, passages } = found;
  out(say.data({ support, validation, heldOut, removed: removedFromHeldOut, inputs, passages }));
  for (const warning of found.warnings) out(panel.warning(warning));
  for (const note of notes) out(sentence(note));
  for (const problem of found.problems) out(say.notUsed(problem));
  for (const check of found.online ?? []) out(onlineLine(check));
  return failed?.exitCode ?? 0;
}

/** Checks a task file as `validate` does. @throws what is wrong with it */
export async function validateTask(path: string, flags: ValidateFlags) {
  const options = launchOptions(flags);
  const { spec, folder, slots } = await readSpec(path, options);
  const { checked, data, knowledge } = await whileWorking(
    texts().work.reading(path),
    flags,
    async () => ({
      checked: await checkRun(
        { spec, specFolder: folder, agentModules: flags.agents ?? [], slots },
        options,
      ),
      data: await readRunData(spec, folder),
      knowledge: await countKnowledge(spec.knowledge, {
        folder,
        language: spec.language,
        cacheFolder: Workspace.open(flags.workspace).knowledgeFolder,
        slots,
      }),
    }),
  );
  const warnings = [
    ...data.warnings,
    ...missingOf(checked).map((error) => `${error.message}. ${error.hint ?? ""}`.trim()),
  ];
  const online = flags.online ? await askOnline(checked, flags) : undefined;
  const failed = online?.find(({ error }) => error !== null)?.error ?? null;
  const problems = [...data.problems, ...knowledge.problems];
  return {
    found: {
      valid: true,
      name: spec.name,
      kind: spec.kind,
      labels: spec.labels?.map((label) => label.name) ?? [],
      support: data.support.length,
      validation: data.validation.length,
      heldOut: data.heldOut.length,
      inputs: data.inputs.length,
      passages: knowledge.passages,
      problems,
      warnings,
      online,
    },
    target: spec.target,
    labelCount: spec.labels?.length ?? null,
    failed,
    notes: data.notes,
    removedFromHeldOut: data.removedFromHeldOut,
  };
}

/** A key that is missing is told as a warning already: who asks online wants it refused. */
function askOnline(checked: CheckedRun, flags: ValidateFlags): Promise<ModelCheck[]> {
  return whileWorking(texts().work.asking, flags, () => checkModels(checked));
}

function onlineLine({ model, roles, milliseconds, offered, nearest, error }: ModelCheck): string {
  const { validate: say, sentence } = texts();
  const who = `${model} (${roles.join(", ")})`;
  if (error) return `${say.failed(who, error.code, error.message)}. ${sentence(error.hint ?? "")}`;
  return say.answers(who, milliseconds ?? 0) + (offered === false ? say.notListed(nearest) : "");
}
