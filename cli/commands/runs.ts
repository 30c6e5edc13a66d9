import { Workspace } from "../../memory/workspace.js";
import { RunFolder } from "../../memory/run-folder.js";
import type { Report } from "../../schema/report.js";
import type { CommonFlags } from "../flags.js";
import { texts } from "../language/texts.js";
import { tableText } from "../print/print-table.js";

/** `datawright runs` */
export async function runs(flags: CommonFlags): Promise<number> {
  const workspace = Workspace.open(flags.workspace);
  const listed = await Promise.all(
    (await workspace.listRuns()).map(async ({ id, folder, config }) => {
      const report = await new RunFolder(folder, { id })
        .readJson<Report>("reportJson")
        .catch(() => null);
      const known = config as { createdAt?: string; spec?: { target?: number } } | null;
      return {
        runId: id,
        folder,
        createdAt: known?.createdAt ?? null,
        target: known?.spec?.target ?? null,
        accepted: report?.summary.accepted ?? null,
        inReview: report?.summary.inReview ?? null,
        stop: report?.summary.stop ?? (config === null ? "unreadable" : "unfinished"),
      };
    }),
  );
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(listed)}\n`);
    return 0;
  }
  const { columns } = texts().runs;
  if (listed.length === 0) process.stdout.write(`${texts().runs.none(workspace.folder)}\n`);
  else
    process.stdout.write(
      tableText(
        [
          { title: columns.run, width: 60 },
          { title: columns.started },
          { title: columns.accepted, align: "right" },
          { title: columns.stop },
          { title: columns.folder },
        ],
        listed.map((one) => [
          one.runId,
          one.createdAt?.slice(0, 16).replace("T", " ") ?? "",
          `${one.accepted ?? "-"}/${one.target ?? "-"}`,
          one.stop,
          one.folder,
        ]),
      ),
    );
  return 0;
}
