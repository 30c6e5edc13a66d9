import { defineAgent } from "../../agents/define-agent.js";
import { openRun } from "../../graphs/commands/open-run.js";
import type { CoverageMap } from "../../schema/coverage.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { Random } from "../../base/statistics/random.js";
import { temporaryFolder } from "../memory/temporary-folder.js";
import {
  datasetRows,
  lightAgents,
  runFile,
  startTickets,
  ticketText,
} from "../helpers/ticket-run.js";

const TOPICS = ["shoes", "lamps", "books"];
const topicOf = (text: string): string => /about (\w+)/u.exec(text)![1]!;

/**
 * Writes what it is told three times in five; else mostly refunds about shoes, now and then
 * something that is no topic of the task.
 */
const generator = defineAgent({
  name: "strays",
  role: "generator",
  run: ({ order }) => {
    const random = new Random(order.id);
    const obeys = random.next() < 0.6;
    const label = obeys ? String(order.label) : "refund";
    const topic = obeys
      ? order.conditions.find((condition) => condition.name === "topic")!.value
      : random.next() < 0.8
        ? "shoes"
        : "cars";
    return { fields: { text: `${ticketText(label, order.id)} All about ${topic}.` }, label };
  },
});
/** Reads the topic, and refuses one text in six for another reason. */
const critic = defineAgent({
  name: "reads",
  role: "critic",
  run: ({ draft }) => {
    const found = topicOf(draft.text);
    return {
      verdicts: [
        {
          judge: "reads",
          criterion: "topic",
          pass: true,
          score: null,
          reason: "read",
          code: "custom",
          conditions: [{ name: "topic", value: TOPICS.includes(found) ? found : null }],
        },
        {
          judge: "reads",
          criterion: "quality",
          pass: new Random(draft.id).derive("quality").integer(6) > 0,
          score: null,
          reason: "dull",
          code: "custom",
        },
      ],
    };
  },
});

async function run(plan: NonNullable<TaskSpecInput["plan"]>) {
  const workspace = temporaryFolder();
  const { handle } = await startTickets(
    workspace,
    {
      target: 60,
      attributes: { topic: TOPICS },
      plan: { roundSize: 20, ...plan },
      critique: { maxRevisions: 0 },
      review: "none",
    },
    { agents: { ...lightAgents, generator, critic } },
  );
  const { summary, report } = await handle.result;
  const coverage = JSON.parse(runFile(handle.folder, "coverage.json")) as CoverageMap;
  const opened = await openRun("run", { workspace });
  const samples = await opened.samples({});
  opened.close();
  return {
    summary,
    report,
    coverage,
    samples,
    rows: datasetRows(handle.folder) as (ReturnType<typeof datasetRows>[number] & {
      cell: string;
    })[],
  };
}

describe("a sample counts for the cell of what it is", () => {
  it("whichever cell its order named, and misplaced orders and strays are counted", async () => {
    const { summary, coverage, samples, rows } = await run({});
    expect(summary).toMatchObject({ stop: "target", accepted: 60 });
    for (const row of rows)
      expect(row.cell).toBe(
        topicOf(row.text) === "cars" ? "" : `${row.label} / ${topicOf(row.text)}`,
      );
    const cellOf = new Map(coverage.cells.map((cell) => [cell.id, cell]));
    for (const cell of coverage.cells)
      expect(cell.accepted).toBe(rows.filter((row) => row.cell === cell.id).length);
    expect(cellOf.get("refund / shoes")!.strays).toBeGreaterThan(5);
    expect(cellOf.get("delivery / lamps")!.misplaced).toBeGreaterThan(0);
    const nowhere = samples.filter((sample) => sample.cell === "");
    expect(nowhere.length).toBeGreaterThan(0);
    const sum = (of: (cell: CoverageMap["cells"][number]) => number): number =>
      coverage.cells.reduce((total, cell) => total + of(cell), 0);
    expect(sum((cell) => cell.misplaced)).toBe(sum((cell) => cell.strays) + nowhere.length);
    const moved = samples.find(
      (sample) =>
        sample.status === "accepted" &&
        sample.cell === "refund / shoes" &&
        sample.history.at(-1)!.note !== undefined,
    );
    expect(moved!.history.at(-1)!.note).toMatch(/^ordered for the cell /u);
    // What strays fill by themselves is ordered less.
    const ordered = (cell: string): number => cellOf.get(cell)!.ordered;
    expect(ordered("refund / shoes")).toBeLessThan(0.5 * ordered("delivery / books"));
  });

  it("and a held quota is filled in each cell; what is good beyond it is refused and counted", async () => {
    const { summary, report, coverage, rows } = await run({ holdQuotas: true });
    expect(summary).toMatchObject({ stop: "target", accepted: 60 });
    expect(coverage.cells.map((cell) => [cell.quota, cell.accepted])).toEqual(
      coverage.cells.map(() => [10, 10]),
    );
    expect(rows.every((row) => TOPICS.includes(topicOf(row.text)))).toBe(true);
    expect(report.funnel.find((row) => row.reason === "beyond-quota")!.count).toBeGreaterThan(5);
  });
});
