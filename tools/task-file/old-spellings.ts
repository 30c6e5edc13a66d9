import { stringify } from "yaml";
import { DEFAULT_CRITERION_NAMES } from "../../schema/task-file/critique-settings.js";
import { valueAt, type FieldPath } from "../../base/settings/field-path.js";
import type { SpecProblem } from "../../base/settings/zod-problems.js";
import { isRecord } from "../../base/values/is-record.js";

type Plain = Readonly<Record<string, unknown>>;

/** A spelling that is no longer read: where it stands, and what to write in its place. */
export interface OldSpelling {
  /** The old field; `*` stands for every entry of a list. */
  readonly field: string;
  /** What to write, from the value of the field, the map that it stands in and the whole task. */
  readonly instead: (value: unknown, holder: Plain, raw: unknown) => string | null;
}

/** Settings that only one selector has, and stood beside those of all. */
const OWNERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  demonstrations: {
    lambda: "mmr",
    medoids: "medoids",
    representative: "medoids",
    ambiguous: "ambiguous-neighbours",
    helpful: "helpful",
    feedbackRatio: "helpful",
    human: "human-machine",
    machineCount: "human-machine",
    difficulty: "curriculum",
    rounds: "curriculum",
  },
  sources: { least: "chain" },
};

/** Every spelling of earlier versions. A strategy and its settings are one choice now. */
export const OLD_SPELLINGS: readonly OldSpelling[] = [
  ...(["plan.seeds", "generate.demonstrations", "generate.sources"] as const).map(
    (place): OldSpelling => ({
      field: `${place}.strategy`,
      instead: (value, { strategy: _strategy, ...settings }) =>
        `the name stands with its settings now; write ${written(place, choice(value, settings))}`,
    }),
  ),
  ...Object.entries(OWNERS).flatMap(([key, owners]) =>
    Object.entries(owners).map(([setting, owner]): OldSpelling => ({
      field: `generate.${key}.${setting}`,
      instead: (_value, holder, raw) => {
        if (holder["strategy"] !== undefined || holder["name"] !== undefined) return null;
        // The recipe may have chosen the owner.
        if (valueAt(raw, ["recipe"]) !== undefined) return null;
        const own = Object.entries(holder).filter(([name]) => (owners[name] ?? owner) === owner);
        return `belongs to the selector now; write ${written(key, choice(owner, Object.fromEntries(own)))}`;
      },
    })),
  ),
  {
    field: "plan.tree",
    instead: (value) =>
      `is settings of the strategy explore now; write ${written("strategy", choice("explore", value))}`,
  },
  {
    field: "plan.conditions.*.source",
    instead: (value, { source: _source, name, ...settings }) =>
      "is `name` now" +
      (name === undefined ? "" : ", and the name of the dimension is `dimension`") +
      `; write ${flow(choice(value, name === undefined ? settings : { dimension: name, ...settings }))}`,
  },
  {
    field: "generate.settings",
    instead: (value, { strategy }) =>
      "settings stand beside the name of their strategy now; write " +
      (strategy === undefined
        ? `${written("strategies", [choice("NAME", value)])} with the names of those that have them`
        : written("strategy", choice(strategy, value))),
  },
  {
    field: "critique.settings",
    instead: (value, { criteria = DEFAULT_CRITERION_NAMES }) => {
      const settings = isRecord(value) ? value : {};
      const listed = Array.isArray(criteria) ? (criteria as unknown[]) : [];
      const all = [...listed, ...Object.keys(settings).filter((name) => !listed.includes(name))];
      return (
        "settings stand beside the name of their criterion now; write " +
        written(
          "criteria",
          all.map((name) => (typeof name === "string" ? choice(name, settings[name]) : name)),
        )
      );
    },
  },
  {
    field: "steps.*.settings",
    instead: (value, { strategy }, raw) =>
      "settings stand beside the name of the strategy now; write " +
      written(
        "strategy",
        choice(strategy ?? nameOf(valueAt(raw, ["generate", "strategy"])) ?? "label-first", value),
      ),
  },
  {
    field: "knowledge.*.type",
    instead: (value, { type: _type, ...options }) =>
      `is \`name\` now; write ${flow(choice(value, options))}`,
  },
];

/** What a task spells as an earlier version did, with the spelling of this one. */
export function oldSpellings(raw: unknown): SpecProblem[] {
  return OLD_SPELLINGS.flatMap(({ field, instead }) =>
    placesOf(raw, field.split(".")).flatMap((path): SpecProblem[] => {
      const holder = valueAt(raw, path.slice(0, -1)) as Plain;
      const message = instead(valueAt(raw, path), holder, raw);
      return message === null ? [] : [{ code: "SPEC_INVALID", path, message }];
    }),
  );
}

/** Paths at which a field is there. */
function placesOf(raw: unknown, parts: readonly string[]): FieldPath[] {
  let paths: FieldPath[] = [[]];
  for (const part of parts)
    paths = paths.flatMap((path): FieldPath[] => {
      const value = valueAt(raw, path);
      if (part === "*")
        return Array.isArray(value) ? value.map((_entry, index) => [...path, index]) : [];
      return isRecord(value) && Object.hasOwn(value, part) ? [[...path, part]] : [];
    });
  return paths;
}

function choice(name: unknown, settings: unknown): unknown {
  const own = isRecord(settings) ? settings : {};
  return Object.keys(own).length === 0 ? name : { name, ...own };
}

function nameOf(value: unknown): unknown {
  return isRecord(value) ? value["name"] : value;
}

const written = (place: string, value: unknown): string =>
  `${place.split(".").at(-1)}: ${flow(value)}`;

/** One line of YAML, long texts cut. */
function flow(value: unknown): string {
  const short = JSON.parse(
    JSON.stringify(value, (_key, part: unknown) =>
      typeof part === "string" && part.length > 60 ? `${part.slice(0, 57)}...` : part,
    ),
  ) as unknown;
  return stringify(short, { collectionStyle: "flow", lineWidth: 0 }).trim();
}
