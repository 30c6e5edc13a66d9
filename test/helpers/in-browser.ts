import { existsSync } from "node:fs";
import type { Browser } from "playwright-core";

/** Debian's; another one by its path. */
const CHROMIUM = process.env["DATAWRIGHT_CHROMIUM"] ?? "/usr/bin/chromium";
/** Where everything is checked the browser is installed: a test there is never left out. */
const isNeeded = process.env["CI"] !== undefined;

/** Tests in a headless browser: skipped, with the reason in their name, where there is none. */
export function describeInBrowser(name: string, tests: (browser: () => Browser) => void): void {
  if (!isNeeded && !existsSync(CHROMIUM)) {
    describe.skip(`${name} (skipped: there is no ${CHROMIUM}; apt-get install chromium)`, () => {
      it("is not opened", () => undefined);
    });
    return;
  }
  describe(name, () => {
    let browser: Browser;
    beforeAll(async () => {
      const { chromium } = await import("playwright-core");
      browser = await chromium.launch({
        executablePath: CHROMIUM,
        // Its own sandbox wants rights that a container does not give.
        args: ["--no-sandbox"],
      });
    });
    afterAll(() => browser.close());
    tests(() => browser);
  });
}
