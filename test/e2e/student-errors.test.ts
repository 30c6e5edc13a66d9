import { defineAgent } from "../../agents/define-agent.js";
import { launch } from "../../graphs/run/launch.js";
import { resumeRun } from "../../graphs/run/resume-run.js";
import type { Cell } from "../../schema/coverage.js";
import { temporaryFolder } from "../memory/temporary-folder.js";
import {
  lightCurator,
  lightEvaluator,
  runFile,
  ticketModel,
  ticketSpec,
  ticketText,
} from "../helpers/ticket-run.js";

const support = (ticketSpec().support as { rows: { text: string; label: string }[] }).rows;
/** Rows that the small model below misreads: half of the refunds. */
const isMisread = (text: string): boolean => text.includes("refund") || text.includes("invoice");

/**
 * A labeler whose errors are known: it takes some refunds for deliveries, and keeps the texts that
 * it was trained on.
 */
function labelerOf(trained: string[][]) {
  return defineAgent({
    name: "errs",
    role: "labeler",
    methods: {
      learn: ({ rows }) => {
        trained.push(rows.map((row) => row.text));
        return { state: { rows: rows.length }, trainedOn: rows.length };
      },
      label: ({ drafts }) => ({
        labels: drafts.map(({ id, text, label }) => ({
          id,
          label: label === "refund" && isMisread(text) ? "delivery" : label,
          confidence: (text.length % 10) / 10,
          probabilityOfGiven: 0.5,
        })),
      }),
    },
  });
}

/** A generator that writes down which seeds it got. */
function generatorOf(
  seeds: { round: number; label: unknown; seed: { text: string; label: unknown } | null }[],
) {
  return defineAgent({
    name: "writes",
    role: "generator",
    run: ({ order, seeds: [seed] }) => {
      seeds.push({
        round: order.round,
        label: order.label,
        seed: seed ? { text: seed.text, label: seed.label } : null,
      });
      const label = String(seed?.label ?? order.label);
      return {
        fields: { text: ticketText(label, order.id) },
        label,
        parents: seed ? [seed.id] : [],
      };
    },
  });
}

const spec = ticketSpec({
  target: 90,
  plan: { subtopics: 0, roundSize: 24, seeds: "student-errors", validation: 0.3 },
  support: { rows: support, heldOut: 0.25 },
  review: "none",
});

describe("the small model's errors as seeds", () => {
  const seeds: Parameters<typeof generatorOf>[0] = [];
  const trained: string[][] = [];
  let folder: string;
  const workspace = temporaryFolder();
  beforeAll(async () => {
    const handle = await launch(spec, {
      workspace,
      runId: "run",
      logLevel: null,
      model: ticketModel(),
      agents: {
        evaluator: lightEvaluator,
        curator: lightCurator,
        labeler: labelerOf(trained),
        generator: generatorOf(seeds),
      },
    });
    const { summary } = await handle.result;
    expect(summary).toMatchObject({ stop: "target", accepted: 90 });
    ({ folder } = handle);
  });

  it("come from support that the small model is not trained on, and keep their label", () => {
    const config = JSON.parse(runFile(folder, "config.json")) as {
      data: { support: number; validation: number; heldOut: number };
    };
    expect(config.data).toMatchObject({ support: 21, validation: 9, heldOut: 10 });
    const given = seeds.flatMap((entry) => entry.seed ?? []);
    expect(given.length).toBeGreaterThan(20);
    for (const { text, label } of given) {
      expect(label).toBe("refund");
      expect(isMisread(text)).toBe(true);
      expect(trained.flat()).not.toContain(text);
      expect(support.map((row) => row.text)).toContain(text);
    }
    expect(seeds.filter((entry) => entry.round < 2).every((entry) => entry.seed === null)).toBe(
      true,
    );
    expect(seeds.filter((entry) => entry.round >= 3).every((entry) => entry.seed !== null)).toBe(
      true,
    );
  });

  it("are never held-out rows", () => {
    const shown = new Set([...trained.flat(), ...seeds.flatMap((entry) => entry.seed?.text ?? [])]);
    // 21 support and 9 validation rows; of the 10 held-out ones none was seen.
    expect(support.filter((row) => shown.has(row.text)).length).toBeLessThanOrEqual(30);
  });

  it("count a sample where its label belongs, and fill in the small model's error of each cell", () => {
    const { cells } = JSON.parse(runFile(folder, "coverage.json")) as { cells: Cell[] };
    const [refund, delivery] = cells as [Cell, Cell];
    expect(delivery.misplaced).toBeGreaterThan(0);
    expect(refund.strays).toBe(delivery.misplaced);
    expect(refund.accepted + delivery.accepted).toBe(90);
    expect(delivery.studentError).toBe(0);
    expect(refund.studentError!).toBeGreaterThan(0.3);
    expect(runFile(folder, "rejected.jsonl") + runFile(folder, "dataset.jsonl")).toContain(
      '"cell":"refund"',
    );
    expect(
      (JSON.parse(runFile(folder, "report.json")) as { task: { validationRows: number } }).task
        .validationRows,
    ).toBe(9);
  });

  it("are the same after a stop, and at another concurrency", async () => {
    const again = temporaryFolder();
    const agents = () => ({
      evaluator: lightEvaluator,
      curator: lightCurator,
      labeler: labelerOf([]),
      generator: generatorOf([]),
    });
    const handle = await launch(spec, {
      workspace: again,
      runId: "run",
      logLevel: null,
      model: ticketModel(),
      agents: agents(),
      concurrency: 1,
    });
    for await (const event of handle.events)
      if (event.type === "round-sealed" && event.round === 1) void handle.stop().catch(() => {});
    expect((await handle.result).status).toBe("interrupted");
    await (
      await resumeRun("run", {
        workspace: again,
        logLevel: null,
        model: ticketModel(),
        agents: agents(),
        concurrency: 32,
      })
    ).result;
    expect(runFile(handle.folder, "dataset.jsonl")).toBe(runFile(folder, "dataset.jsonl"));
    expect(runFile(handle.folder, "coverage.json")).toBe(runFile(folder, "coverage.json"));
  });
});
