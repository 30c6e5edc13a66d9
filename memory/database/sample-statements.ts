import { expressionBuilder, type Kysely } from "./query-builder.js";
import { labelKey } from "../../schema/label.js";
import type { Sample } from "../../schema/sample.js";
import type { CompiledStatement, DraftRecord, SampleUpdate } from "../contract.js";
import { packVector } from "./packed-vector.js";
import { statementTemplate } from "./statement-template.js";
import { sampleRecord, verdictRecord } from "./stored-sample.js";
import { NOT_ACCEPTED, type RunTables, type SampleRow } from "./tables.js";
import type { VerdictKindBatch } from "./verdict-kinds.js";

const OPEN = ["planned", "drafted"] as const;

export interface SampleStatements {
  draft(record: DraftRecord, kinds: VerdictKindBatch): CompiledStatement[];
  update(update: SampleUpdate): CompiledStatement[];
}

/**
 * Statements that write samples. Those of a draft change nothing once a gate has decided it,
 * whatever order they arrive in.
 */
export function sampleStatements(query: Kysely<RunTables>): SampleStatements {
  const undecided = (id: string) => {
    const decided = query
      .selectFrom("samples")
      .select("id")
      .where("id", "=", id)
      .where("status", "not in", OPEN);
    const { not, exists } = expressionBuilder<RunTables>();
    return not(exists(decided));
  };
  /** Inserts a row, or nothing once a gate has decided the sample. */
  const insertUndecided = <Name extends "verdicts" | "sample_vectors" | "sample_reasons">(
    table: Name,
    columns: readonly (keyof RunTables[Name] & string)[],
    slot: (name: keyof RunTables[Name]) => unknown,
  ) => {
    const values = columns.map((name) => expressionBuilder().val(slot(name)).as(name));
    return (query as unknown as Kysely<Record<string, Record<string, unknown>>>)
      .insertInto(table)
      .columns(columns)
      .expression(query.selectNoFrom(values).where(undecided(slot("sample_id") as string)));
  };
  const columns = [
    "id",
    "round",
    "ordinal",
    "cell",
    "status",
    "reason",
    "label",
    "accepted_ordinal",
    "record",
  ] as const;
  const insertSample = (slot: <Name extends keyof SampleRow>(name: Name) => SampleRow[Name]) =>
    query
      .insertInto("samples")
      .values(
        Object.fromEntries(columns.map((name) => [name, slot(name)])) as unknown as SampleRow,
      );

  const draftSample = statementTemplate<SampleRow>((slot) =>
    insertSample(slot).onConflict((conflict) =>
      conflict
        .column("id")
        .doUpdateSet((row) => ({
          round: row.ref("excluded.round"),
          ordinal: row.ref("excluded.ordinal"),
          cell: row.ref("excluded.cell"),
          status: row.ref("excluded.status"),
          reason: row.ref("excluded.reason"),
          label: row.ref("excluded.label"),
          record: row.ref("excluded.record"),
        }))
        .where("samples.status", "in", OPEN),
    ),
  );
  const updateSample = statementTemplate<SampleRow>((slot) =>
    insertSample(slot).onConflict((conflict) =>
      conflict.column("id").doUpdateSet((row) => ({
        round: row.ref("excluded.round"),
        ordinal: row.ref("excluded.ordinal"),
        cell: row.ref("excluded.cell"),
        status: row.ref("excluded.status"),
        reason: row.ref("excluded.reason"),
        label: row.ref("excluded.label"),
        record: row.ref("excluded.record"),
        // Set once: the first position that the sample was given in the dataset stays.
        accepted_ordinal: row
          .case()
          .when("samples.accepted_ordinal", "=", NOT_ACCEPTED)
          .then(row.ref("excluded.accepted_ordinal"))
          .else(row.ref("samples.accepted_ordinal"))
          .end(),
      })),
    ),
  );

  const clearVerdicts = statementTemplate<{ id: string }>((slot) =>
    query
      .deleteFrom("verdicts")
      .where("sample_id", "=", slot("id"))
      .where(undecided(slot("id"))),
  );
  const addVerdict = statementTemplate<RunTables["verdicts"]>((slot) =>
    insertUndecided("verdicts", ["sample_id", "position", "revision", "record"], slot),
  );
  const setVector = statementTemplate<RunTables["sample_vectors"]>((slot) =>
    insertUndecided("sample_vectors", ["sample_id", "data"], slot).onConflict((conflict) =>
      conflict.column("sample_id").doUpdateSet((row) => ({ data: row.ref("excluded.data") })),
    ),
  );

  const clearReasons = statementTemplate<{ id: string }>((slot) =>
    query.deleteFrom("sample_reasons").where("sample_id", "=", slot("id")),
  );
  const clearOpenReasons = statementTemplate<{ id: string }>((slot) =>
    query
      .deleteFrom("sample_reasons")
      .where("sample_id", "=", slot("id"))
      .where(undecided(slot("id"))),
  );
  const addReason = statementTemplate<RunTables["sample_reasons"]>((slot) =>
    query
      .insertInto("sample_reasons")
      .values({ sample_id: slot("sample_id"), reason: slot("reason") })
      .onConflict((conflict) => conflict.doNothing()),
  );
  const addOpenReason = statementTemplate<RunTables["sample_reasons"]>((slot) =>
    insertUndecided("sample_reasons", ["sample_id", "reason"], slot).onConflict((conflict) =>
      conflict.doNothing(),
    ),
  );

  return {
    // The sample comes last: until then, whether it was decided before is what the other statements
    // see.
    draft: ({ sample, verdicts, vector }, kinds) => [
      clearVerdicts({ id: sample.id }),
      ...verdicts.map((verdict, position) =>
        addVerdict({
          sample_id: sample.id,
          position,
          revision: verdict.revision,
          record: verdictRecord(verdict, kinds.of(verdict)),
        }),
      ),
      ...(vector === null ? [] : [setVector({ sample_id: sample.id, data: packVector(vector) })]),
      clearOpenReasons({ id: sample.id }),
      ...[...reasonsOf(sample)].map((reason) => addOpenReason({ sample_id: sample.id, reason })),
      draftSample(rowOf(sample)),
    ],
    update: ({ sample, acceptedOrdinal }) => [
      updateSample(rowOf(sample, acceptedOrdinal)),
      clearReasons({ id: sample.id }),
      ...[...reasonsOf(sample)].map((reason) => addReason({ sample_id: sample.id, reason })),
    ],
  };
}

function rowOf(sample: Sample, acceptedOrdinal = NOT_ACCEPTED): SampleRow {
  return {
    id: sample.id,
    round: sample.round,
    ordinal: sample.ordinal,
    cell: sample.cell,
    status: sample.status,
    reason: mainReason(sample),
    label: labelKey(sample.label.current),
    accepted_ordinal: acceptedOrdinal,
    record: sampleRecord(sample),
  };
}

/**
 * The reason of the change that led to the current status; the first one listed where the history
 * does not tell.
 */
function mainReason(sample: Sample): string {
  const last = sample.history.at(-1);
  return last !== undefined && last.to === sample.status ? last.reason : (sample.reasons[0] ?? "");
}

function reasonsOf(sample: Sample): Set<string> {
  const main = mainReason(sample);
  return new Set(main === "" ? sample.reasons : [...sample.reasons, main]);
}
