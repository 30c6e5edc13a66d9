import type {
  ComparedSide,
  FigureDifference,
  RunComparison,
} from "../../graphs/comparison/compare-runs.js";
import { texts } from "../language/texts.js";
import { moneyText } from "./print-figures.js";
import { printable, tableText } from "./print-table.js";

/** Settings that are shown where not all are. */
const MOST_SETTINGS = 20;
const LONGEST = 48;

/** Two runs side by side: what is set otherwise, then each figure, those that differ first. */
export function comparisonLines(
  { first, second, settings, figures, tests, notes }: RunComparison,
  { all }: { readonly all: boolean },
): string[] {
  const { compare: say, sentence } = texts();
  const shown = all ? settings : settings.slice(0, MOST_SETTINGS);
  const order = ["real", "not-shown", "untested"] as const;
  const sorted = order.flatMap((verdict) => figures.filter((figure) => figure.verdict === verdict));
  const real = figures.filter(({ verdict }) => verdict === "real");
  return [
    `A  ${sideText(first)}`,
    `B  ${sideText(second)}`,
    "",
    say.verdict(real.length, tests, real.map(nameText)),
    "",
    ...lines([
      [say.columns.figure, "A", "B", "B - A", "95 %", "p", ""],
      ...sorted.map(figureCells),
    ]),
    "",
    settings.length === 0 ? say.sameSettings : say.settings(settings.length),
    ...(shown.length === 0
      ? []
      : lines([
          [say.columns.setting, "A", "B"],
          ...shown.map(({ path, first: a, second: b }) => [path, valueText(a), valueText(b)]),
        ])),
    ...(shown.length < settings.length ? [say.more(settings.length - shown.length)] : []),
    "",
    ...notes.map((note) => printable(sentence(note))),
  ];
}

function lines([title, ...rows]: readonly (readonly string[])[]): string[] {
  const numbers = title!.length > 3;
  return tableText(
    title!.map((name, at) => ({
      title: name,
      width: LONGEST,
      ...(numbers && at > 0 && at < title!.length - 1 ? { align: "right" as const } : {}),
    })),
    rows,
  )
    .trimEnd()
    .split("\n")
    .map((line) => `  ${line}`);
}

function sideText({ id, recipe, seed, accepted, stop }: ComparedSide): string {
  const { compare: say } = texts();
  return say.side({
    id: printable(id),
    recipe: recipe === null ? null : printable(recipe),
    seed,
    accepted,
    stop,
  });
}

function nameText({ name, of }: Pick<FigureDifference, "name" | "of">): string {
  const { compare: say } = texts();
  return `${say.figures[name] ?? name}${of === null ? "" : ` ${printable(of)}`}`;
}

function figureCells(figure: FigureDifference): string[] {
  const { compare: say, sentence } = texts();
  const { unit, first, second, difference, low, high, adjusted, verdict, note, method } = figure;
  const text = (value: number | null, isDifference = false): string =>
    value === null ? "-" : numberText(value, unit, isDifference);
  const hasInterval = low !== null && high !== null && low !== high;
  return [
    nameText(figure),
    text(first),
    text(second),
    difference === null ? "" : text(difference, true),
    hasInterval ? `${text(low, true)} .. ${text(high, true)}` : "",
    adjusted === null ? "" : adjusted < 0.001 ? "<0.001" : adjusted.toFixed(3),
    [
      say.verdicts[verdict],
      ...(method === null ? [] : [method]),
      ...(note === null ? [] : [printable(sentence(note))]),
    ].join("; "),
  ];
}

function numberText(value: number, unit: FigureDifference["unit"], isDifference: boolean): string {
  const sign = isDifference && value > 0 ? "+" : "";
  if (unit === "share") return `${sign}${(100 * value).toFixed(1)}${isDifference ? "" : " %"}`;
  if (unit === "usd") return value < 0 ? `-${moneyText(-value)}` : `${sign}${moneyText(value)}`;
  if (Number.isInteger(value)) return `${sign}${value}`;
  return `${sign}${Math.abs(value) >= 100 ? value.toFixed(0) : Number(value.toPrecision(3))}`;
}

function valueText(value: unknown): string {
  if (value === undefined) return "-";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
