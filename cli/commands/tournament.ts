import {
  prepareTournament,
  type PreparedTournament,
} from "../../graphs/tournament/prepare-tournament.js";
import {
  launchOptionsOf,
  type TournamentOptions,
} from "../../graphs/tournament/tournament-options.js";
import { runTournament } from "../../graphs/tournament/tournament.js";
import { DatawrightError } from "../../base/errors.js";
import { paidModels } from "../../graphs/opening/paid-models.js";
import { askedYes, confirmCost, namesText } from "../confirm-spending.js";
import { budgetOf, launchOptions, type ModelFlags } from "../flags.js";
import { texts } from "../language/texts.js";
import { labelled } from "../print/labelled.js";
import { amountText, tournamentLines } from "../print/print-tournament.js";
import { StepProgress } from "../print/step-progress.js";
import { untilInterrupted } from "../until-interrupted.js";

interface TournamentFlags extends ModelFlags {
  readonly recipes?: string;
  readonly all: boolean;
  readonly seeds?: number;
  readonly seed?: number;
  readonly asPublished: boolean;
  readonly write: boolean;
  readonly plugin?: readonly string[];
  readonly set?: readonly string[];
  readonly yes: boolean;
}

/** `datawright tournament SPEC` */
export async function tournament(spec: string, flags: TournamentFlags): Promise<number> {
  const recipes = namedRecipes(flags);
  const progress = new StepProgress(process.stderr, flags.json);
  const report = await untilInterrupted(async (signal) => {
    const {
      reportLanguage: _language,
      out: _out,
      force: _force,
      target: _target,
      recipe: _recipe,
      ...launch
    } = launchOptions({ ...flags, asPublished: flags.asPublished || undefined });
    const options: TournamentOptions = {
      ...launch,
      recipes,
      budget: budgetOf(flags),
      seeds: flags.seeds,
      signal,
      onProgress: (step, share) => progress.show(step, share),
    };
    const prepared = await prepareTournament(spec, options);
    progress.end();
    // One that was begun was agreed to when it began.
    if (!prepared.begun && !(await confirmed(prepared, options, flags))) return null;
    const found = await runTournament(spec, prepared, { ...options, write: flags.write });
    progress.end();
    const asks =
      !flags.json && !flags.write && process.stdin.isTTY === true && process.stderr.isTTY === true;
    if (!asks || found.recipe === null || found.written !== null) return found;
    tournamentLines(found).forEach((line) => process.stdout.write(`${line}\n`));
    if (!(await askedYes(texts().tournament.write(found.recipe, spec)))) return "told";
    await runTournament(spec, prepared, { ...options, write: true });
    process.stdout.write(`${texts().tournament.written(found.recipe, spec)}\n`);
    return "told";
  }).finally(() => progress.end());
  if (report === null) return 2;
  if (report === "told") return 0;
  if (flags.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else {
    tournamentLines(report).forEach((line) => process.stdout.write(`${line}\n`));
    if (flags.write && report.written === null)
      process.stderr.write(`${texts().tournament.notWritten}\n`);
  }
  return report.rows.some(({ left }) => left !== "failed") ? 0 : 1;
}

function namedRecipes({ recipes, all }: TournamentFlags): readonly string[] | undefined {
  const names = (recipes ?? "")
    .split(",")
    .flatMap((name) => (name.trim() === "" ? [] : [name.trim()]));
  if (all && names.length === 0) return undefined;
  if (!all && names.length >= 2) return names;
  throw new DatawrightError({
    code: "USAGE",
    message:
      all && names.length > 0
        ? "--recipes and --all were both given"
        : `a tournament compares two recipes or more, and ${names.length === 0 ? "none was" : "one was"} named`,
    hint: "Give --recipes a,b,c or --all; `datawright recipes` lists them.",
  });
}

function confirmed(
  prepared: PreparedTournament,
  options: TournamentOptions,
  flags: TournamentFlags,
): Promise<boolean> {
  if (flags.yes) return Promise.resolve(true);
  return paidModels(prepared.base, launchOptionsOf(options)).then((paid) => {
    const names = namesText(paid);
    if (names === null) return true;
    const { plan, recipes } = prepared.state;
    return confirmCost(
      {
        names,
        lines: () => {
          const { tournament: say } = texts();
          return [
            labelled(say.labels.cost, say.most(amountText(plan.total, plan.unit))),
            labelled(
              say.labels.recipes,
              say.planned(recipes.length, prepared.settings.seeds, recipes.join(", ")),
            ),
          ];
        },
        details: { tournament: { unit: plan.unit, most: plan.total, recipes } },
      },
      flags,
    );
  });
}
