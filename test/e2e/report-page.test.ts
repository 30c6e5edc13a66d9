import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { describeInBrowser } from "../helpers/in-browser.js";
import { startTickets } from "../helpers/ticket-run.js";

const folder = mkdtempSync(join(tmpdir(), "report-page-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const SAMPLES = 24;

/** The page of a run, with what it said on its console and what it asked for. */
async function opened(browser: Browser, file: string, width: number) {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const said: string[] = [];
  const asked: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  return { page, said, asked };
}

const shown = (page: Page): Promise<number> => page.locator("#samples-list > li").count();

describeInBrowser("the report of a run in a browser", (browser) => {
  let file: string;
  beforeAll(async () => {
    const { handle } = await startTickets(folder, { target: SAMPLES });
    await handle.result;
    file = join(handle.folder, "report.html");
  });

  it("opens without an error or a request, under 3 MB, and leafs, searches and filters", async () => {
    expect(statSync(file).size).toBeLessThan(3_000_000);
    const { page, said, asked } = await opened(browser(), file, 1280);
    expect(await page.locator("h2").first().innerText()).toMatch(/^Verdict: /u);
    expect(await page.locator("figure svg:visible").count()).toBeGreaterThanOrEqual(5);
    expect(await shown(page)).toBe(10);
    const place = page.locator("#samples-place");
    const all = Number((await place.innerText()).split(" of ")[1]);
    expect(all).toBeGreaterThanOrEqual(SAMPLES);
    expect(await place.innerText()).toBe(`1 to 10 of ${all}`);
    await page.click("#samples-on");
    expect(await place.innerText()).toBe(`11 to 20 of ${all}`);
    await page.selectOption("select[name=label]", "refund");
    const ofLabel = Number((await place.innerText()).split(" of ")[1]);
    expect(ofLabel).toBeGreaterThan(0);
    expect(ofLabel).toBeLessThan(all);
    const words = (await page.locator("#samples-list .text").first().innerText()).slice(0, 30);
    await page.fill("input[name=words]", words);
    expect(await shown(page)).toBeGreaterThanOrEqual(1);
    expect(await page.locator("#samples-list .text").first().innerText()).toContain(words);
    await page.fill("input[name=words]", "no sample says so");
    expect([await shown(page), await place.innerText()]).toEqual([0, "No sample fits."]);
    expect(said).toEqual([]);
    expect(asked).toEqual([pathToFileURL(file).href]);
    await page.close();
  });

  it("fits a telephone without scrolling to the side, and a few sheets of paper", async () => {
    const { page } = await opened(browser(), file, 400);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(400);
    // Drawings are made for the width: their letters are not shrunk to specks.
    const scale = await page.evaluate(
      `Math.min(...[...document.querySelectorAll("figure svg")].filter((svg) => svg.clientWidth > 0)
        .map((svg) => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width))`,
    );
    expect(scale).toBeGreaterThan(0.8);
    await page.emulateMedia({ media: "print" });
    // What is closed leaves no empty frame on paper.
    const empty = await page.evaluate(
      `[...document.querySelectorAll("section")].filter((one) => one.offsetHeight > 0 && one.innerText.trim() === "").length`,
    );
    expect(empty).toBe(0);
    const paper = await page.pdf({ preferCSSPageSize: true });
    const pages = paper.toString("latin1").match(/\/Type\s*\/Page\b/gu)!.length;
    expect(pages).toBeGreaterThan(1);
    expect(pages).toBeLessThanOrEqual(8);
    await page.close();
  });
});
