import type { Row } from "../../../schema/sample.js";
import type { Task } from "../../../schema/task.js";
import { normalizeText } from "../../../base/text/normalize.js";
import type { Draft } from "../../draft.js";
import type { Criterion } from "../contract.js";
import { passes, refuses } from "../verdicts.js";

const INPUT = "input";

interface Known {
  readonly texts: ReadonlyMap<string, string>;
  readonly inputs: ReadonlyMap<string, string>;
}

/** Once for each list of real rows, which stands for a part of the run. */
const known = new WeakMap<readonly Row[], Known>();

/**
 * Nothing is merely repeated, up to case and punctuation: no field another one of the sample
 * (output equal to input, premise equal to hypothesis), its text no real row's and not that of the
 * row it was made from, its input no real row's (the filters of Self-Instruct, Wang et al. 2023,
 * WANLI, Liu et al. 2022, and Unnatural Instructions, Honovich et al. 2023).
 */
export const noEchoCriterion: Criterion = {
  name: "no-echo",
  decide(draft, _evidence, { task, memory }) {
    const echo = within(draft, task) ?? ofRows(draft, knownOf(memory.demonstrations));
    if (echo === null)
      return passes("no-echo", { code: "echo", score: 1, reason: "Nothing is merely repeated." });
    return refuses("no-echo", {
      code: "echo",
      score: 0,
      reason: echo.reason,
      evidence: [{ text: draft.text, source: echo.source }],
    });
  },
};

interface Echo {
  readonly reason: string;
  readonly source?: string;
}

function within({ fields }: Draft, { textFields }: Task): Echo | null {
  const texts = Object.entries(fields)
    .filter(
      (entry): entry is [string, string] => typeof entry[1] === "string" && entry[1].trim() !== "",
    )
    .map(([name, value]): [string, string] => [name, normalizeText(value)]);
  for (const [index, [name, text]] of texts.entries()) {
    // Two short answers may be alike; what is asked must not be what is answered.
    const other = texts
      .slice(index + 1)
      .find(
        ([second, same]) =>
          same === text && [name, second].some((one) => textFields.includes(one) || one === INPUT),
      );
    if (other) return { reason: `"${other[0]}" repeats "${name}"; it must say something else.` };
  }
  return null;
}

function ofRows({ text, fields, seeds }: Draft, { texts, inputs }: Known): Echo | null {
  const own = normalizeText(text);
  const row = seeds.find((seed) => normalizeText(seed.text) === own)?.id ?? texts.get(own);
  if (own !== "" && row !== undefined)
    return { reason: `The text is that of ${row}; write another one.`, source: row };
  const input = fields[INPUT];
  const shared =
    typeof input === "string" && input.trim() !== "" ? inputs.get(normalizeText(input)) : undefined;
  // What a rewrite keeps of its own row is no echo.
  if (shared === undefined || seeds.some((seed) => seed.id === shared)) return null;
  return { reason: `The input is that of ${shared}; write another one.`, source: shared };
}

function knownOf(rows: readonly Row[]): Known {
  let found = known.get(rows);
  if (!found) {
    const inputs = rows.flatMap(({ id, fields }): [string, string][] =>
      typeof fields[INPUT] === "string" && fields[INPUT].trim() !== ""
        ? [[normalizeText(fields[INPUT]), id]]
        : [],
    );
    known.set(
      rows,
      (found = {
        texts: new Map(
          rows
            .filter((row) => row.text.trim() !== "")
            .map((row) => [normalizeText(row.text), row.id]),
        ),
        inputs: new Map(inputs),
      }),
    );
  }
  return found;
}
