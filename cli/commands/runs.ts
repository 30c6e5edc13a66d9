import { Workspace } from "../../memory/workspace.js";
import { openStorage } from "../../memory/open-storage.js";
import { placeOf, type CommonFlags } from "../flags.js";
import { listedRuns } from "../print/listed-runs.js";
import { texts } from "../language/texts.js";
import { tableText } from "../print/print-table.js";

/** `datawright runs` */
export async function runs(flags: CommonFlags): Promise<number> {
  const { workspace: folder, store } = placeOf(flags);
  const workspace = Workspace.open(folder);
  const storage = await openStorage(store);
  const listed = await listedRuns(storage, workspace).finally(() => storage.close());
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(listed)}\n`);
    return 0;
  }
  const { columns } = texts().runs;
  if (listed.length === 0)
    process.stdout.write(`${texts().runs.none(storage.place ?? workspace.folder)}\n`);
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
