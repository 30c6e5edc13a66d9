import { stripVTControlCharacters } from "node:util";
import { RunPanel } from "../../../cli/print/run-panel.js";
import { whileWorking } from "../../../cli/while-working.js";
import { displayWidth } from "../../../base/text/display-width.js";
import type { RunEvent } from "../../../graphs/runtime/events.js";

class Terminal {
  readonly columns = 40;
  text = "";
  constructor(readonly isTTY: boolean) {}
  write(text: string): boolean {
    this.text += text;
    return true;
  }
  /** What a person sees: each line after its last redrawing. */
  get screen(): string[] {
    return this.text
      .split("\n")
      .map((line) => stripVTControlCharacters(line.slice(line.lastIndexOf("\r") + 1)));
  }
}

const EVENTS: readonly RunEvent[] = [
  {
    type: "run-started",
    runId: "r",
    folder: "/f",
    target: 20,
    resumed: false,
    notes: Array.from({ length: 12 }, (_, index) => `support, line ${index}: 안녕\u001b[2J`),
  },
  { type: "plan-made", subTasks: ["sample"], cells: 8, revision: 0, notes: ["tone is drawn"] },
  { type: "draft-finished", round: 0, sampleId: "a", passed: true },
  { type: "sample-accepted", sampleId: "a", accepted: 1, target: 20 },
  { type: "sample-rejected", sampleId: "b", reason: "label" },
  {
    type: "round-sealed",
    round: 0,
    accepted: 1,
    rejected: 1,
    total: 1,
    target: 20,
    coverage: { cells: 8, covered: 1, ratio: 0.125 },
  },
  { type: "warning", message: "a\u0007 warning" },
  { type: "work-stopped", reason: "target", detail: "20 of 20 accepted" },
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

  it("redraws one line on a terminal that never wraps, and leaves the notes above it", () => {
    const stream = new Terminal(true);
    show(stream);
    const drawn = stream.text
      .split(/\r\u001b\[2K|\n/u)
      .filter((line) => /accepted, \d+ refused, /u.test(line) || line.endsWith("…"));
    expect(drawn.length).toBeGreaterThan(0);
    for (const line of drawn) expect(displayWidth(line)).toBeLessThan(40);
    expect(stream.screen).toContain("curated: 1 taken out, 2 relabelled, 3 to people");
    expect(stream.screen.at(-1)).toBe("");
  });

  it("says nothing with --json", () => {
    const stream = new Terminal(true);
    show(stream, true);
    expect(stream.text.replaceAll("\r\u001b[2K", "")).toBe("");
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
