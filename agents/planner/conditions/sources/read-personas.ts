import { DatawrightError } from "../../../../base/errors.js";
import { LABEL_DIMENSION } from "../../../../schema/task-file/condition.js";
import { readRows } from "../../../../tools/rows/read-rows.js";

/** People of a file at most: the plan that is kept with the run holds them. */
const MOST = 5000;
const WEIGHT = "weight";

/** A person: what they are, and where they occur. */
export interface Persona {
  /** Their attributes in words, for the model. */
  readonly text: string;
  /** How often they are drawn, beside 1. */
  readonly weight: number;
  /** Other dimension (or `label`) -> the value of it that they occur with. */
  readonly where: ReadonlyMap<string, string>;
}

/**
 * The people of a table: a row each, its columns as "name: value". Rows that say the same are one,
 * with their weights together.
 *
 * @throws DATA_NOT_FOUND, DATA_ENCODING, DATA_FORMAT for the file; DATA_COLUMN for a column that no
 *         row has; DATA_EMPTY where it has no person; SHAPE above 5,000 people or for a weight that
 *         is no number above 0
 */
export async function readPersonas({
  path,
  columns,
  folder,
  others,
}: {
  readonly path: string;
  readonly columns: readonly string[] | undefined;
  readonly folder: string;
  /** Names of the dimensions that were found before. */
  readonly others: readonly string[];
}): Promise<{ personas: Persona[]; notes: string[] }> {
  const ties = [LABEL_DIMENSION, ...others].filter((name) => !columns?.includes(name));
  const found = new Map<string, Persona>();
  const seen = new Set<string>();
  let rows = 0;
  for await (const { values, line } of readRows({ path }, { folder })) {
    rows++;
    const cells = Object.entries(values)
      .map(([name, value]) => [name, cellText(value)] as const)
      .filter(([, value]) => value !== "");
    for (const [name] of cells) seen.add(name);
    const described = cells.filter(([name]) =>
      columns ? columns.includes(name) : name !== WEIGHT && !ties.includes(name),
    );
    if (described.length === 0) continue;
    const text = described.map(([name, value]) => `${name}: ${value}`).join("; ");
    const where = new Map(cells.filter(([name]) => ties.includes(name)));
    const key = JSON.stringify([text, [...where]]);
    const known = found.get(key);
    const weight = (known?.weight ?? 0) + weightOf(values[WEIGHT], `${path}:${line}`);
    found.set(key, { text, weight, where });
    if (found.size > MOST)
      throw new DatawrightError({
        code: "SHAPE",
        message: `${path}: more than ${MOST} people`,
        hint: "Give a sample of them.",
      });
  }
  const missing = columns?.find((name) => !seen.has(name));
  if (missing !== undefined && rows > 0)
    throw new DatawrightError({
      code: "DATA_COLUMN",
      message: `${path}: no row has the column ${JSON.stringify(missing)}`,
      hint: `Columns: ${[...seen].join(", ")}.`,
    });
  if (found.size === 0)
    throw new DatawrightError({
      code: "DATA_EMPTY",
      message: `${path}: no person in it`,
      hint: "Give a row for each person, with a column for each attribute.",
    });
  return {
    personas: merged([...found.values()]),
    notes: found.size < rows ? [`personas: ${rows} rows of ${path} are ${found.size} people`] : [],
  };
}

/** People of one description are told apart by where they occur: a value stands for one of them. */
function merged(personas: readonly Persona[]): Persona[] {
  const texts = new Map<string, number>();
  return personas.map((persona) => {
    const number = (texts.get(persona.text) ?? 0) + 1;
    texts.set(persona.text, number);
    return number === 1 ? persona : { ...persona, text: `${persona.text} (${number})` };
  });
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.normalize("NFC").replace(/\s+/gu, " ").trim();
}

function weightOf(value: unknown, where: string): number {
  if (value === undefined || value === null || value === "") return 1;
  const weight = Number(value);
  if (Number.isFinite(weight) && weight > 0) return weight;
  throw new DatawrightError({
    code: "SHAPE",
    message: `${where}: the weight ${JSON.stringify(value)} is no number above 0`,
  });
}
