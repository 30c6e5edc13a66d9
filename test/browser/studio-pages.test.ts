import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { CommandLine } from "../helpers/command-line.js";
import { describeInBrowser } from "../helpers/in-browser.js";
import type { Running } from "../helpers/run-process.js";

const SAMPLES = 14;
const REVIEWED = 10;
/** A task that waits for people: its samples are audits of what it promises. */
const TASK = `
name: pages
kind: classification
description: Short messages that customers write to a shop.
labels:
  billing: The message is about a charge, an invoice or a way to pay.
  delivery: The message is about a parcel or its address.
support:
  rows:
    - { text: I was charged twice for the same order and need my money back., label: billing }
    - { text: Can I pay my next invoice by bank transfer instead of the card?, label: billing }
    - { text: The yearly fee on my statement is higher than on your website., label: billing }
    - { text: Please send me a corrected invoice with my company's address., label: billing }
    - { text: My parcel has been at the depot for a week without any news., label: delivery }
    - { text: The driver left the box with a neighbour whom I do not know., label: delivery }
    - { text: Could you change the address before the order ships on Monday?, label: delivery }
    - { text: The courier says it was delivered but nothing is at my door., label: delivery }
target: ${SAMPLES}
seed: 3
review: blocking
certify: { faithfulness: 0.5, confidence: 0.8 }
`;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Serious faults of accessibility of what is shown now. */
async function faults(page: Page): Promise<unknown> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe);
  return page.evaluate(`(async () => {
    const { violations } = await window.axe.run({ resultTypes: ["violations"] });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html)]);
  })()`);
}

describeInBrowser("the studio in a browser", (browser: () => Browser) => {
  const cli = new CommandLine();
  let studio: Running;
  let context: BrowserContext;
  let page: Page;
  let base: string;
  const said: string[] = [];
  const elsewhere: string[] = [];
  beforeAll(async () => {
    studio = cli.start(["studio", "--no-open"]);
    let printed = "";
    studio.child.stdout?.on("data", (chunk: string) => (printed += chunk));
    await studio.until(/token=\S+/u);
    const address = new URL(/http:\S+token=\S+/u.exec(printed)![0]);
    base = address.origin;
    context = await browser().newContext({ viewport: { width: 1280, height: 800 }, locale: "en" });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on("console", (message) => {
      if (message.type() === "error") said.push(message.text());
    });
    page.on("pageerror", (error) => said.push(String(error)));
    page.on("request", (request) => {
      if (!/^(?:http:\/\/127\.0\.0\.1:|blob:|data:)/u.test(request.url()))
        elsewhere.push(request.url());
    });
    await page.goto(address.href);
  });
  afterAll(async () => {
    await context?.close();
    studio?.child.kill("SIGINT");
    await studio?.finished;
    cli.remove();
  });

  it("starts a run from its page and shows it live until it waits for people", async () => {
    expect(page.url()).not.toContain("token");
    await page.getByText("There is no run in this workspace yet.").waitFor();
    expect(await faults(page)).toEqual([]);
    await page.getByRole("link", { name: "New run" }).first().click();
    const start = page.getByRole("button", { name: "Start the run" });
    await page.getByLabel("Task file").fill("name: pages\nkind: classificaton\n");
    await page.locator(".problems", { hasText: "line 2" }).waitFor();
    expect(await start.isDisabled()).toBe(true);
    await page.getByLabel("Task file").fill(TASK);
    await page.getByText("The task is valid.").waitFor();
    expect(await faults(page)).toEqual([]);
    await start.click();
    await page.waitForURL(/\/runs\/pages-/u);
    await page.locator(".status", { hasText: "waits for people" }).waitFor({ timeout: 60_000 });
    const accepted = page.locator(".figure", { hasText: "Accepted" });
    expect(await accepted.innerText()).toContain(`${SAMPLES}\nof ${SAMPLES} wanted`);
    await page.locator(".react-flow__node").first().waitFor();
    expect(await faults(page)).toEqual([]);
  });

  it("folds, filters and opens the trace, and finds it again by its link", async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("t");
    await page.locator("[data-span]").first().waitFor();
    await page.getByLabel("Operation").selectOption("chat");
    await page.getByText(/\d+ steps found/u).waitFor();
    expect(await page.locator("[data-span].is-context").count()).toBeGreaterThan(0);
    // Wide fan-outs are folded among what is found too, and open to their members: so short a trace
    // is opened by itself, and closed again.
    const folded = page.locator("[data-span]", { has: page.locator(".span-fold") });
    const fold = folded.filter({ hasText: "invoke_agent" }).first();
    const members = page
      .locator("[data-span]", { hasText: "chat embedded" })
      .filter({ hasNot: page.locator(".span-fold") });
    if ((await fold.getAttribute("aria-expanded")) === "true") {
      await members.first().waitFor();
      await fold.locator(".span-toggle").click();
      await page.locator('[data-span][aria-expanded="false"]').first().waitFor();
    }
    await page.keyboard.press("Escape");
    const before = await members.count();
    await fold.locator(".span-toggle").click();
    await page.locator('[data-span][aria-expanded="true"]').first().waitFor();
    await members.nth(before).waitFor();
    await members.first().click();
    const detail = page.locator(".detail");
    await detail.locator("[data-section=task]").first().waitFor();
    const link = page.url();
    expect(await faults(page)).toEqual([]);
    await page.reload();
    await detail.locator("[data-section=task]").first().waitFor();
    expect(page.url()).toBe(link);
    expect(await page.getByLabel("Operation").inputValue()).toBe("chat");
  });

  it("leads from a sample to the critic's step about it", async () => {
    await page.getByRole("link", { name: "Samples" }).click();
    await page.locator(".grid-row a").first().click();
    await page.locator(".life-head", { hasText: "critic" }).getByText("step").first().click();
    await page.locator(".detail .facts", { hasText: "critic" }).waitFor();
    expect(page.url()).toContain("/trace?span=");
    await page.goBack();
    await page.locator(".life").waitFor();
    expect(await faults(page)).toEqual([]);
  });

  it("takes a review by keyboard, and the run goes on and ends", async () => {
    await page.getByRole("link", { name: "Review" }).click();
    await page.getByLabel("Reviewer").fill("Ada");
    await page.keyboard.press("Enter");
    const front = page.locator("article[data-sample]");
    for (let index = 0; index < REVIEWED; index++) {
      const sample = await front.getAttribute("data-sample");
      await page.keyboard.press("a");
      await page.locator(`article[data-sample="${sample}"]`).waitFor({ state: "detached" });
    }
    await page.getByText(`${REVIEWED} answered`).waitFor();
    expect(await faults(page)).toEqual([]);
    // What is acknowledged is no longer kept in the browser.
    const isKept = "Object.keys(localStorage).some((key) => key.startsWith('datawright-answers'))";
    // Asked from outside: what the page itself evaluates is refused by its policy.
    while ((await page.evaluate(isKept)) === true) await page.getByRole("heading").count();
    const finish = page.getByRole("button", { name: "Go on without the rest" });
    if (await finish.isVisible()) await finish.click();
    await page.keyboard.press("g");
    await page.keyboard.press("o");
    await page.locator(".status", { hasText: "finished" }).waitFor({ timeout: 60_000 });
  });

  it("tries the critic's step again on another text, with its trace beside", async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("t");
    await page.getByLabel("Agent").selectOption("critic");
    await page.getByText(/\d+ steps found/u).waitFor();
    const calls = page.locator("[data-span]", { hasText: "invoke_agent critic" });
    // So short a trace is opened by itself, the fold of these calls too.
    await calls
      .filter({ hasNot: page.locator(".span-fold") })
      .first()
      .click();
    await page.getByRole("link", { name: "Try this step" }).click();
    await page.getByText("The input fits.").waitFor();
    // The form and the JSON beside it are one input.
    const tab = (name: string) => page.getByRole("tab", { name });
    const form = page.getByRole("group", { name: "Input", exact: true });
    const text = "Please send me a corrected invoice with my company's address.";
    await form.getByLabel("text", { exact: true }).first().waitFor();
    await tab("JSON").click();
    const input = page.getByLabel("Input, as JSON");
    const { draft } = JSON.parse(await input.inputValue()) as { draft: Record<string, unknown> };
    await input.fill('{ "draft": { "id": 7 } }');
    await page.locator(".problems", { hasText: "draft.id" }).waitFor();
    // The same beside the field, in the form.
    await tab("JSON").press("ArrowLeft");
    await form.locator('[data-path="draft.id"] .form-problems').waitFor();
    await form.locator('[data-path="draft.id"] textarea').fill("mine");
    await form.locator('[data-path="draft.id"] .form-problems').waitFor({ state: "detached" });
    expect(await faults(page)).toEqual([]);
    await tab("Form").press("ArrowRight");
    await input.fill(JSON.stringify({ draft: { ...draft, fields: { text } } }));
    await tab("JSON").press("ArrowLeft");
    await form.locator('[data-path="draft.text"] textarea').fill(text);
    // By keyboard: a condition is added, named, and taken away again.
    await form.getByRole("button", { name: "Add to conditions" }).press("Enter");
    const count = (draft["conditions"] as readonly unknown[]).length;
    const added = form.locator(`[data-path="draft.conditions.${count}"]`);
    await added.locator("textarea").first().waitFor();
    await page.keyboard.type("tone");
    expect(await added.locator("textarea").first().inputValue()).toBe("tone");
    await added.getByRole("button", { name: /^Remove/u }).press("Enter");
    await added.waitFor({ state: "detached" });
    // A label is one of several kinds.
    const kind = form.getByLabel("Kind of label");
    const said = await kind.inputValue();
    await kind.selectOption({ label: "nothing" });
    await kind.selectOption(said);
    await form.locator('[data-path="draft.label"] textarea').fill(String(draft["label"]));
    await page.getByText("The input fits.").waitFor();
    await tab("JSON").click();
    expect(JSON.parse(await input.inputValue())).toEqual({
      draft: { ...draft, text, fields: { text } },
    });
    await tab("Form").click();
    await form.locator('[data-path="draft.text"] textarea').focus();
    await page.keyboard.press("Control+Enter");
    // A given row, word by word.
    await page.locator(".verdicts li", { hasText: "refuses" }).first().waitFor();
    await page.locator(".call-step", { hasText: "invoke_agent critic" }).waitFor();
    await page.locator(".agent-figures tr[aria-current]", { hasText: "critic" }).waitFor();
    expect(await faults(page)).toEqual([]);
  });

  it("compares blind pairs by keyboard, and tells the names in the results", async () => {
    await page.keyboard.press("Escape");
    await page.keyboard.press("g");
    await page.keyboard.press("b");
    expect(await faults(page)).toEqual([]);
    await page.getByRole("button", { name: "Draw the pairs" }).click();
    const front = page.locator("article[data-pair]");
    await front.waitFor();
    expect(await page.locator("main").innerText()).not.toContain("given rows");
    const first = await front.getAttribute("data-pair");
    for (const key of ["1", "u", "2", "0"]) {
      const pair = await front.getAttribute("data-pair");
      await page.keyboard.press(key);
      await page.locator(`article[data-pair="${pair}"]`).waitFor({ state: "detached" });
    }
    expect(await front.getAttribute("data-pair")).not.toBe(first);
    expect(await faults(page)).toEqual([]);
    await page.getByRole("link", { name: "Results" }).click();
    await page.locator(".win-rates", { hasText: "given rows" }).waitFor();
    await page.getByText(/^2 of \d+ pairs answered$/u).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.goBack();
    await page.getByRole("link", { name: "Runs", exact: true }).click();
    await page.locator(".grid-row a").first().click();
    await page.locator(".react-flow__node").first().waitFor();
  });

  it("speaks Korean, is dark, and keeps to the width of a telephone", async () => {
    await page.getByRole("button", { name: "한국어" }).click();
    await page.getByRole("heading", { name: "깔때기" }).waitFor();
    expect(await page.evaluate("document.documentElement.lang")).toBe("ko");
    await page.emulateMedia({ colorScheme: "dark" });
    await page.locator('html[data-theme="dark"]').waitFor({ state: "attached" });
    expect(await faults(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ["/", new URL(page.url()).pathname]) {
      await page.goto(base + path);
      await page.locator(".grid-row, .figures").first().waitFor();
      expect(await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")).toBe(
        0,
      );
    }
  });

  it("says nothing on the console and asks nobody else", () => {
    expect([said, elsewhere]).toEqual([[], []]);
  });
});
