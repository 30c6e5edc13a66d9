import { setImmediate as nextTurn } from "node:timers/promises";
import { cosine } from "../../../base/statistics/inner-product.js";
import type { Neighbours } from "../../api/samples.js";
import type { RunReader } from "../run-readers.js";
import { rowsOfIds } from "./sample-rows.js";
import { unpackVector } from "../../../memory/database/packed-vector.js";

const SHOWN = 10;
const PAGE = 1000;

/** The samples nearest to one by the cosine of their vectors: every one is compared. */
export async function neighboursOf(reader: RunReader, id: string): Promise<Neighbours> {
  const own = (await reader.samples.vectors([id])).get(id);
  if (own === undefined) return { neighbours: [], compared: 0 };
  const best: { id: string; similarity: number }[] = [];
  let compared = 0;
  for await (const { id: other, vector } of vectorsOf(reader)) {
    if (other === id || vector.length !== own.length) continue;
    compared += 1;
    const similarity = cosine(own, vector);
    if (best.length === SHOWN && similarity <= best.at(-1)!.similarity) continue;
    best.push({ id: other, similarity });
    best.sort((a, b) => b.similarity - a.similarity);
    best.length = Math.min(best.length, SHOWN);
  }
  const rows = new Map(
    (
      await rowsOfIds(
        reader,
        best.map((one) => one.id),
      )
    ).map((row) => [row.id, row]),
  );
  return {
    neighbours: best.flatMap(({ id: other, similarity }) => {
      const sample = rows.get(other);
      return sample === undefined ? [] : [{ similarity, sample }];
    }),
    compared,
  };
}

/** Every stored vector, page by page; the event loop turns between them. */
export async function* vectorsOf({
  database,
}: Pick<RunReader, "database">): AsyncIterable<{ id: string; vector: Float32Array }> {
  for (let after = ""; ;) {
    const rows = await database.read(
      database.query
        .selectFrom("sample_vectors")
        .selectAll()
        .where("sample_id", ">", after)
        .orderBy("sample_id")
        .limit(PAGE),
    );
    for (const row of rows) yield { id: row.sample_id, vector: unpackVector(row.data) };
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.sample_id;
    await nextTurn();
  }
}
