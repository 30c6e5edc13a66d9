// Takes every page of the studio at two widths, light and dark, from a run that is there already:
//   node scripts/studio-pictures.mjs RUN [--workspace DIR] [--into DIR] [--only PAGE,PAGE] [--language ko]
//     [--other RUN to compare with] [--review RUN that waits for people] [--pairs SET of blind pairs]
// Those of the documentation are kept in docs/pictures/studio.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { openStudio } from "./open-studio.mjs";
import { withPalette } from "./palette-png.mjs";

/** Pixels: a longer page is cut there. */
const MOST_HEIGHT = 2400;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    workspace: { type: "string" },
    into: { type: "string", default: "studio-pictures" },
    only: { type: "string" },
    language: { type: "string", default: "en" },
    widths: { type: "string", default: "1440,390" },
    themes: { type: "string", default: "light,dark" },
    other: { type: "string" },
    review: { type: "string" },
    pairs: { type: "string" },
  },
});
const [run] = positionals;
if (run === undefined) {
  console.error("usage: node scripts/studio-pictures.mjs RUN [--workspace DIR] [--into DIR]");
  process.exit(2);
}

/** A page that follows a run never falls silent: so long is enough to have drawn what it asked for. */
async function settled(page) {
  await page.waitForLoadState("networkidle", { timeout: 1500 }).catch(() => undefined);
}

const studio = await openStudio(values.workspace);
const { address, ask } = studio;
const suffix = values.language === "en" ? "" : `-${values.language}`;
const browser = await chromium.launch({
  executablePath: process.env.DATAWRIGHT_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
try {
  // The one with most to tell.
  const { rows: samples } = await ask(`/api/runs/${run}/samples?status=accepted&limit=200`);
  const written = samples.reduce((best, row) => (row.revisions > best.revisions ? row : best));
  const sample = encodeURIComponent(written.id);
  const chats = await ask(`/api/runs/${run}/spans?operation=chat&sample=${sample}`);
  const others = await ask("/api/runs?limit=10");
  const chat = chats.rows.find(({ operation, folded }) => operation === "chat" && !folded);
  const judged = await ask(`/api/runs/${run}/spans?agent=critic&sample=${sample}`);
  const criticSpan = judged.rows.findLast(
    ({ operation, context, folded }) => operation === "invoke_agent" && !context && !folded,
  );
  const pairs = values.pairs ?? (await ask("/api/pairs")).sets[0]?.id;
  const waiting =
    values.review ?? others.rows.find(({ status }) => status === "waiting")?.id ?? run;
  const other =
    values.other ??
    others.rows.findLast(({ id, status }) => id !== run && status === "finished")?.id;
  const base = `/runs/${run}`;
  const pages = {
    runs: "/",
    run: base,
    trace: `${base}/trace`,
    "trace-found": `${base}/trace?operation=chat`,
    "trace-span": `${base}/trace?sample=${sample}&span=${encodeURIComponent(chat?.id ?? "")}`,
    samples: `${base}/samples`,
    sample: `${base}/samples/${sample}`,
    map: `${base}/map`,
    review: `/runs/${waiting}/review`,
    report: `${base}/report`,
    task: "/task",
    agents: "/agents",
    agent: "/agents/critic",
    playground: `/agents/critic?run=${run}&span=${encodeURIComponent(criticSpan?.id ?? "")}`,
    pairs: "/pairs",
    ...(pairs === undefined ? {} : { pair: `/pairs/${pairs}`, results: `/pairs/${pairs}/results` }),
    ...(other === undefined ? {} : { compare: `/compare?a=${run}&b=${other}` }),
  };
  const chosen = values.only?.split(",") ?? Object.keys(pages);
  mkdirSync(values.into, { recursive: true });
  for (const width of values.widths.split(",").map(Number))
    for (const theme of values.themes.split(",")) {
      const height = width < 700 ? 844 : 900;
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: theme,
        locale: values.language,
        reducedMotion: "reduce",
      });
      const page = await context.newPage();
      page.on("console", (message) => {
        if (message.type() === "error") console.error(`${page.url()}: ${message.text()}`);
      });
      page.on("pageerror", (error) => console.error(`${page.url()}: ${error.message}`));
      await page.goto(address.href);
      await page.evaluate(
        ([language, reviewer]) => {
          localStorage.setItem("datawright-language", language);
          localStorage.setItem("datawright-reviewer", reviewer);
        },
        [values.language, "Mina"],
      );
      for (const name of chosen) {
        await page.goto(new URL(pages[name], address).href);
        await settled(page);
        await page.waitForFunction(() => document.querySelector(".state.loading") === null, null, {
          timeout: 20_000,
        });
        if (name === "map") await page.locator("canvas").waitFor({ timeout: 60_000 });
        // A playground is shown with what its agent answered.
        const call = page.getByRole("button", { name: /^(?:Call the agent|에이전트 부르기)/u });
        if (name === "playground") {
          await call.click();
          await page.locator(".call-step").first().waitFor({ timeout: 60_000 });
          // What scrolls is a part of the page.
          await page.evaluate(() => {
            for (const part of document.querySelectorAll("*")) part.scrollTop = 0;
          });
        }
        if (name === "task") {
          await page.getByRole("button", { name: /^(?:Plan and estimate|계획과 추정)$/u }).click();
          await page.locator(".plan-cells").first().waitFor({ timeout: 60_000 });
        }
        // The steps of the run, where they are folded, those of its chunks and of the first one.
        if (name === "trace")
          for (const [level, hasText] of [
            [1, "run"],
            [2, "chunk"],
            [3, "chunk"],
          ]) {
            const folded = page
              .locator(`[aria-level="${level}"][aria-expanded="false"]`)
              .filter({ hasText });
            if ((await folded.count()) > 0)
              await folded.first().locator("button.span-toggle").click();
            await settled(page);
          }
        // What the mouse was last on shows no sign of it.
        await page.mouse.move(0, 0);
        const wide = await page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        if (wide > 0) console.error(`${name} at ${width}: ${wide} pixels too wide`);
        // As much of a page as can be read in a documentation; lists scroll within theirs.
        const tall = await page.evaluate(() => document.documentElement.scrollHeight);
        await page.setViewportSize({
          width,
          height: Math.min(Math.max(height, tall), MOST_HEIGHT),
        });
        await settled(page);
        writeFileSync(
          join(values.into, `${name}-${width}-${theme}${suffix}.png`),
          withPalette(await page.screenshot()),
        );
        await page.setViewportSize({ width, height });
      }
      await context.close();
    }
} finally {
  await browser.close();
  studio.close();
}
