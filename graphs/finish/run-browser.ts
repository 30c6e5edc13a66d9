import type { Sample } from "../../schema/sample.js";
import {
  browserRow,
  MOST_KEPT,
  MOST_REFUSED,
  type BrowserRow,
  type SampleBrowser,
} from "../../tools/reporting/figures/browser-rows.js";
import type { RunRuntime } from "../runtime/runtime.js";

/** Pieces that refused samples are read in, spread over all of them. */
const PIECES = 10;

/** The samples that the page of a run holds: spread evenly over the dataset and over what was refused. */
export async function runBrowser({ samples }: RunRuntime): Promise<SampleBrowser> {
  const of: Record<string, number> = {};
  const rows: BrowserRow[] = [];
  for (const [status, most] of [
    ["accepted", MOST_KEPT],
    ["in-review", MOST_REFUSED],
    ["rejected", MOST_REFUSED],
  ] as const) {
    const count = await samples.count({ status });
    of[status] = count;
    const pieces = count <= most ? 1 : PIECES;
    const limit = Math.ceil(Math.min(count, most) / pieces);
    for (let piece = 0; piece < pieces && limit > 0; piece++) {
      const offset = Math.floor((piece * count) / pieces);
      const order = status === "accepted" ? "accepted" : "ordinal";
      rows.push(...(await samples.samples({ status, order, limit, offset })).map(rowOf));
    }
  }
  return { rows, of };
}

function rowOf({
  id,
  fields,
  text,
  label,
  status,
  reasons,
  history,
  conditions,
}: Sample): BrowserRow {
  return browserRow({
    id,
    fields,
    text,
    label: label.current,
    status,
    reasons: status === "accepted" ? [] : reasons,
    why: history.flatMap(({ failed, note }) =>
      note === undefined ? [] : [failed === undefined ? note : `${failed}: ${note}`],
    ),
    conditions: conditions.map(({ name, value }) => `${name}: ${value}`),
  });
}
