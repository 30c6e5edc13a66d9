// Takes every page of the studio at two widths, light and dark, from a run that is there already:
//   node scripts/studio-pictures.mjs RUN [--workspace DIR] [--into DIR] [--only PAGE,PAGE] [--language ko]
//     [--other RUN to compare with] [--review RUN that waits for people] [--pairs SET of blind pairs]
// Those of the documentation are kept in docs/pictures/studio.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

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

/** Starts the studio and waits for the address that it prints. */
async function startStudio() {
  const studio = spawn(
    process.execPath,
    [
      ...["dist/cli/main.js", "studio", "--no-open"],
      ...(values.workspace === undefined ? [] : ["--workspace", values.workspace]),
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const address = await new Promise((resolve, reject) => {
    let printed = "";
    studio.stdout.on("data", (chunk) => {
      printed += chunk;
      const found = /http:\/\/\S+token=\S+/u.exec(printed);
      if (found) resolve(found[0]);
    });
    studio.on("exit", (code) => reject(new Error(`the studio ended with ${code}`)));
  });
  return { studio, address: new URL(address) };
}

const { studio, address } = await startStudio();
const browser = await chromium.launch({
  executablePath: process.env.DATAWRIGHT_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
try {
  const token = address.searchParams.get("token");
  const ask = async (path) =>
    (await fetch(new URL(path, address), { headers: { Authorization: `Bearer ${token}` } })).json();
  const samples = await ask(`/api/runs/${run}/samples?limit=3`);
  const sample = encodeURIComponent(samples.rows[0].id);
  const chats = await ask(`/api/runs/${run}/spans?operation=chat&sample=${sample}`);
  const others = await ask("/api/runs?limit=10");
  const chat = chats.rows.find(({ operation, folded }) => operation === "chat" && !folded);
  const criticSpan = (await ask(`/api/runs/${run}/spans?agent=critic&limit=50`)).rows.find(
    ({ operation, context }) => operation === "invoke_agent" && !context,
  );
  const pairs = values.pairs ?? (await ask("/api/pairs")).sets[0]?.id;
  const other = values.other ?? others.rows.find(({ id }) => id !== run)?.id;
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
    review: `/runs/${values.review ?? run}/review`,
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
      const context = await browser.newContext({
        viewport: { width, height: width < 700 ? 844 : 900 },
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
        (language) => localStorage.setItem("datawright-language", language),
        values.language,
      );
      for (const name of chosen) {
        await page.goto(new URL(pages[name], address).href);
        await page.waitForLoadState("networkidle", { timeout: 5000 }).catch(() => undefined);
        await page.waitForFunction(() => document.querySelector(".state.loading") === null, null, {
          timeout: 20_000,
        });
        // A playground is shown with what its agent answered.
        const call = page.getByRole("button", { name: /^(?:Call the agent|에이전트 부르기)/u });
        if (name === "playground") {
          await call.click();
          await page.locator(".call-step").first().waitFor({ timeout: 60_000 });
        }
        const wide = await page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        if (wide > 0) console.error(`${name} at ${width}: ${wide} pixels too wide`);
        await page.screenshot({ path: join(values.into, `${name}-${width}-${theme}.png`) });
      }
      await context.close();
    }
} finally {
  await browser.close();
  studio.kill("SIGINT");
}
