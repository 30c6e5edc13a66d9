import { openRun } from "../../graphs/commands/open-run.js";
import { DatawrightError } from "../../base/errors.js";
import { labelKey } from "../../schema/label.js";
import { REASON_CODES } from "../../schema/reasons.js";
import { SAMPLE_STATUSES, type Sample, type SampleStatus } from "../../schema/sample.js";
import { placeOf, type CommonFlags } from "../flags.js";
import { texts } from "../language/texts.js";
import { tableText } from "../print/print-table.js";

interface SamplesFlags extends CommonFlags {
  readonly status?: string;
  readonly reason?: string;
  readonly limit: number;
  readonly offset: number;
}

/** What was said where a sample was refused; nothing of one that was accepted. */
function whyOf({ status, history }: Sample): string {
  return status === "accepted"
    ? ""
    : (history.findLast(({ note }) => note !== undefined && note !== "")?.note ?? "");
}

/** `datawright samples RUN` */
export async function samples(run: string, flags: SamplesFlags): Promise<number> {
  if (
    flags.status !== undefined &&
    !(SAMPLE_STATUSES as readonly string[]).includes(flags.status)
  ) {
    throw new DatawrightError({
      code: "USAGE",
      message: `there is no status "${flags.status}"`,
      hint: `Statuses: ${SAMPLE_STATUSES.join(", ")}.`,
    });
  }
  const opened = await openRun(run, placeOf(flags));
  try {
    const query = {
      status: flags.status === undefined ? undefined : (flags.status as SampleStatus),
      reason: flags.reason,
    };
    const total = await opened.count(query);
    if (
      total === 0 &&
      flags.reason !== undefined &&
      !(flags.reason in REASON_CODES) &&
      (await opened.countByReason()).every((row) => row.reason !== flags.reason)
    ) {
      throw new DatawrightError({
        code: "USAGE",
        message: `no sample has the reason "${flags.reason}"`,
        hint:
          "Reasons in this run: " +
          `${[...new Set((await opened.countByReason()).map((row) => row.reason))].join(", ")}.`,
      });
    }
    const found = await opened.samples({
      ...query,
      order: flags.status === "accepted" ? "accepted" : "ordinal",
      limit: flags.limit,
      offset: flags.offset,
    });
    if (flags.json) {
      process.stdout.write(`${JSON.stringify({ total, offset: flags.offset, samples: found })}\n`);
      return 0;
    }
    const { columns, more } = texts().samples;
    const whys = found.map(whyOf);
    const showsWhy = whys.some((why) => why !== "");
    process.stdout.write(
      tableText(
        [
          { title: columns.sample },
          { title: columns.status },
          { title: columns.label, width: 24 },
          { title: columns.reason, width: 22 },
          ...(showsWhy ? [{ title: columns.why, width: 100 }] : []),
          { title: columns.text },
        ],
        found.map((sample, index) => [
          sample.id,
          sample.status,
          labelKey(sample.label.current),
          sample.history.at(-1)?.reason ?? "",
          ...(showsWhy ? [whys[index]!] : []),
          sample.text,
        ]),
      ),
    );
    if (flags.offset + found.length < total)
      process.stdout.write(`${more(found.length, total, flags.offset + found.length)}\n`);
    return 0;
  } finally {
    opened.close();
  }
}
