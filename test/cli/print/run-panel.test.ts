import { stripVTControlCharacters } from "node:util";
import { RunPanel } from "../../../cli/print/run-panel.js";
import { whileWorking } from "../../../cli/while-working.js";
import { displayWidth } from "../../../base/text/display-width.js";
import type { RunEvent } from "../../../graphs/runtime/events.js";

/** A terminal that knows what the panel uses: going up, going back, and clearing what is below. */
class Terminal {
  text = "";
  readonly #rows: string[] = [""];
  /** Every screen that a person saw, oldest first. */
  readonly seen: string[][] = [];
  constructor(
    readonly isTTY: boolean,
    readonly columns = 60,
  ) {}
  write(text: string): boolean {
    this.text += text;
    for (const [, up, clear, plain] of text.matchAll(
      /\u001b\[(\d+)A|(\u001b\[J|\r)|([^\u001b\r]+)/gu,
    )) {
      if (up !== undefined) this.#rows.length -= Number(up);
      if (up !== undefined || clear !== undefined) this.#rows[this.#rows.length - 1] = "";
      if (plain === undefined) continue;
      const [first, ...more] = plain.split("\n");
      this.#rows[this.#rows.length - 1] += first!;
      this.#rows.push(...more);
    }
    this.seen.push([...this.#rows]);
    return true;
  }
  get screen(): string[] {
    return this.#rows.map((line) => stripVTControlCharacters(line));
  }
}

const SPENT = { usd: 0.1234, calls: 40, cachedCalls: 2, tokens: { input: 9000, output: 3456 } };
const EVENTS: readonly RunEvent[] = [
  {
    type: "run-started",
    runId: "r",
    folder: "/f",
    target: 20,
    budget: { usd: 2 },
    resumed: false,
    notes: Array.from({ length: 12 }, (_, index) => `support, line ${index}: 안녕\u001b[2J`),
  },
  { type: "plan-made", subTasks: ["sample"], cells: 8, revision: 0, notes: ["tone is drawn"] },
  { type: "draft-finished", round: 0, sampleId: "a", passed: true, spent: SPENT },
  { type: "call-started", agent: "critic", model: "openai:m", running: 7, spent: SPENT },
  {
    type: "sample-accepted",
    sampleId: "a",
    text: "배송이 늦어서 환불을 받고 싶습니다 ".repeat(5),
    accepted: 1,
    target: 20,
  },
  { type: "sample-rejected", sampleId: "b", reason: "label" },
  {
    type: "round-sealed",
    round: 0,
    accepted: 1,
    rejected: 1,
    total: 1,
    target: 20,
    coverage: { cells: 8, covered: 1, ratio: 0.125 },
    spent: SPENT,
  },
  { type: "warning", message: "a\u0007 warning" },
  { type: "work-stopped", reason: "target", detail: "20 of 20 accepted", spent: SPENT },
  { type: "step-started", step: "curate" },
  { type: "curation-finished", pass: 0, rejected: 1, relabelled: 2, inReview: 3 },
  { type: "review-needed", items: 3 },
];

function show(stream: Terminal, quiet = false): void {
  const panel = new RunPanel({ quiet, stream: stream as unknown as NodeJS.WriteStream });
  panel.start("run-1", "/runs/run-1");
  for (const event of EVENTS) panel.show(event);
  panel.end();
}

describe("RunPanel", () => {
  it("prints plain lines at milestones where there is no terminal, without control characters", () => {
    const stream = new Terminal(false);
    show(stream);
    expect(stream.screen).toEqual([
      "run run-1",
      "/runs/run-1",
      ...Array.from({ length: 10 }, (_, index) => `support, line ${index}: 안녕�[2J`),
      "and 2 more rows that could not be used; config.json names them",
      "plan: 1 sub-task (sample), 8 cells",
      "  tone is drawn",
      "round 0: 1 accepted, 1 refused; 1 of 20, 1 of 8 cells covered",
      "warning: a� warning",
      "stopped: target (20 of 20 accepted)",
      "curate …",
      "curated: 1 taken out, 2 relabelled, 3 to people",
      "3 samples wait for a person",
      "",
    ]);
    expect(stream.text).not.toMatch(/[\u0007\u001b\r]/u);
  });

  it.each([60, 120])(
    "shows calls, tokens, money, time and the last text in %d columns, and leaves the notes above",
    (columns) => {
      const stream = new Terminal(true, columns);
      const panel = new RunPanel({
        quiet: false,
        stream: stream as unknown as NodeJS.WriteStream,
      });
      panel.start("run-1", "/runs/run-1");
      for (const event of EVENTS.slice(0, 7)) panel.show(event);
      panel.note("a note");
      panel.redraw();
      const shown = stream.screen.slice(stream.screen.indexOf("a note") + 1);
      panel.end();
      for (const line of shown) expect(displayWidth(line)).toBeLessThan(columns);
      const text = shown.join(" · ");
      expect(text).toMatch(/working \d/u);
      expect(text).toContain("1/20 accepted, 1 refused");
      expect(text).toMatch(/[\d.]+\/(s|min), about [\d:.]+( s)? left/u);
      expect(text).toContain("40 calls, 7 running, 2 cached");
      expect(text).toContain("12.5k tokens");
      expect(text).toContain("$0.1234 of $2.0000");
      expect(shown.at(-1)).toMatch(/^> 배송이 늦어서 .*…$/u);
      expect(shown.length).toBeLessThan(columns === 60 ? 7 : 5);
      expect(stream.screen.slice(-3)).toEqual([expect.any(String), "a note", ""]);
      expect(stream.screen.filter((line) => line.includes("running"))).toEqual([]);
    },
  );

  it("says nothing with --json", () => {
    const stream = new Terminal(true);
    show(stream, true);
    expect(stream.text).toBe("");
  });
});

describe("whileWorking", () => {
  it("is silent about work that is quick, and hands on value and error", async () => {
    const stream = new Terminal(false) as unknown as NodeJS.WriteStream & Terminal;
    expect(await whileWorking("reading", { json: false }, () => Promise.resolve(7), stream)).toBe(
      7,
    );
    await expect(
      whileWorking("reading", { json: false }, () => Promise.reject(new Error("no")), stream),
    ).rejects.toThrow("no");
    expect(stream.text).toBe("");
  });
});
