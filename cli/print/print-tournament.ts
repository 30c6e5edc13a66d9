import type { MoneyUnit } from "../../graphs/tournament/tournament-money.js";
import type { TournamentReport, TournamentRow } from "../../graphs/tournament/tournament-report.js";
import type { Objective } from "../../tools/tournament/objectives.js";
import { texts } from "../language/texts.js";
import { labelled } from "./labelled.js";
import { moneyText } from "./print-figures.js";
import { printable, tableText, type Column } from "./print-table.js";

const points = (value: number): string => (100 * value).toFixed(1);

/** An amount of what recipes get equally much of. */
export function amountText(amount: number, unit: MoneyUnit): string {
  const { limits } = texts().estimate;
  if (unit === "usd") return moneyText(amount);
  return unit === "calls" ? limits.calls(rounded(amount)) : limits.tokens(rounded(amount));
}

/** The same in a column whose title names the unit. */
const amountNumber = (amount: number, unit: MoneyUnit): string =>
  unit === "usd" ? moneyText(amount) : String(rounded(amount));

const rounded = (amount: number): number =>
  amount >= 100 ? Math.round(amount) : Number(amount.toPrecision(3));

/** A tournament as people read it: the verdict, the table, what it was compared by, what it took. */
export function tournamentLines(report: TournamentReport): string[] {
  const { tournament: say, sentence } = texts();
  const { labels } = say;
  const { objectives, dropped, unfit, unit } = report;
  return [
    ...report.verdict.map((text) => printable(sentence(text))),
    "",
    ...table(report),
    "",
    ...objectives.map(({ name, weight, how }) =>
      labelled(say.objectives[name], `${points(weight)} %: ${sentence(how)}`),
    ),
    ...dropped.map(({ name, why }) =>
      labelled(say.objectives[name], say.notMeasured(printable(sentence(why)))),
    ),
    labelled(
      labels.rungs,
      report.rungs
        .map(({ recipes, perRun, seeds }) => say.rung(recipes, seeds, amountText(perRun, unit)))
        .join("; "),
    ),
    labelled(
      labels.cost,
      say.spent({
        all: amountText(report.spent.runs + report.spent.judge, unit),
        judge: report.spent.judge === 0 ? null : amountText(report.spent.judge, unit),
        most: amountText(report.budget, unit),
        toTheEnd: report.allToTheEnd === null ? null : amountText(report.allToTheEnd, unit),
      }),
    ),
    ...(unfit.length === 0 ? [] : [say.unfit]),
    ...unfit.map(({ recipe, why }) => `  ${printable(recipe)}: ${printable(sentence(why))}`),
    ...(report.written === null
      ? report.recipe === null
        ? []
        : [say.useIt(report.recipe)]
      : [say.written(report.recipe!, report.written)]),
    report.folder,
  ];
}

function table({ rows, objectives, rungs, unit }: TournamentReport): string[] {
  const { columns, objectives: names } = texts().tournament;
  const right = (title: string): Column => ({ title, align: "right" });
  return tableText(
    [
      { title: columns.recipe },
      right(columns.rung),
      right(columns.score),
      right("95 %"),
      ...objectives.map(({ name }) => right(names[name])),
      right(columns.rows),
      right(columns.spent[unit]),
      right(columns.perRow[unit]),
      ...(unit === "calls" ? [] : [right(columns.calls)]),
      { title: "" },
    ],
    rows.map((row) => [
      row.recipe,
      `${row.rung}/${rungs.length}`,
      row.score === null ? "-" : points(row.score.value),
      row.score === null ? "" : `${points(row.score.low)}..${points(row.score.high)}`,
      ...objectives.map(({ name }) => partText(row, name)),
      row.rows === null ? "-" : row.rows.toFixed(row.rows < 100 ? 1 : 0),
      amountNumber(row.spent, unit),
      row.perRow === null ? "-" : amountNumber(row.perRow, unit),
      ...(unit === "calls" ? [] : [String(row.calls)]),
      whyLeft(row),
    ]),
  )
    .trimEnd()
    .split("\n");
}

const partText = ({ parts }: TournamentRow, name: Objective): string => {
  const value = parts[name];
  return value === null || value === undefined ? "-" : points(value);
};

function whyLeft({ left, failed, behind }: TournamentRow): string {
  const { tournament: say, sentence } = texts();
  if (left === "failed") return say.failed(printable(sentence(failed ?? "")));
  if (left === null || behind === null) return "";
  const by = `${points(behind.value)} [${points(behind.low)}, ${points(behind.high)}]`;
  return left === "worse" ? say.worse(by) : say.noMoney(by);
}
