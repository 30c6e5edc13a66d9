import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startStudio, type Studio } from "../../studio/server/start-studio.js";
import { askStudio } from "../helpers/studio-client.js";
import { ticketModel, ticketSpec } from "../helpers/ticket-run.js";
import { launch } from "../../graphs/run/launch.js";

const SCRIPT = "<script>window.stolen = 1</script><img src=x onerror=alert(1)>";

describe("the studio's security", () => {
  const folder = mkdtempSync(join(tmpdir(), "datawright-studio-"));
  const workspace = join(folder, "home");
  const pages = join(folder, "pages");
  let studio: Studio;
  let run: string;

  beforeAll(async () => {
    mkdirSync(pages);
    writeFileSync(join(pages, "index.html"), '<html data-language=""></html>');
    const { id, result } = await launch(
      ticketSpec({ target: 6, description: `Tickets ${SCRIPT} of a shop.` }),
      { model: ticketModel(), workspace, logLevel: null },
    );
    await result;
    run = id;
    studio = await startStudio({ workspace, pages });
  });
  afterAll(async () => {
    await studio.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("refuses what carries no token, or another one", async () => {
    for (const authorization of [
      undefined,
      "",
      "Bearer x",
      `Bearer ${studio.token}x`,
      studio.token,
    ])
      for (const path of ["/api/runs", `/api/runs/${run}`, "/api/openapi.json", "/api/nothing"]) {
        const { status, json } = await askStudio(studio, path, { headers: { authorization } });
        expect([status, (json as { code: string }).code]).toEqual([401, "REQUEST_REFUSED"]);
      }
    expect(
      (
        await askStudio(studio, `/api/runs?token=${studio.token}`, {
          headers: { authorization: undefined },
        })
      ).status,
    ).toBe(401);
    expect((await askStudio(studio, "/api/runs")).status).toBe(200);
  });

  it("refuses another host, so that no name can be made to point here", async () => {
    for (const host of ["evil.example", `evil.example:${studio.port}`, "127.0.0.1", `127.0.0.1:1`])
      for (const path of ["/", "/api/runs"])
        expect((await askStudio(studio, path, { headers: { host } })).status).toBe(421);
    const host = `localhost:${studio.port}`;
    expect((await askStudio(studio, "/api/runs", { headers: { host } })).status).toBe(200);
  });

  it("refuses requests of other sites, and bodies that a form could send", async () => {
    const path = `/api/runs/${run}/review`;
    const body = { reviewer: "x", answers: [], finish: true };
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: `https://127.0.0.1:${studio.port}` },
      { "sec-fetch-site": "cross-site" },
    ] as Record<string, string>[])
      expect((await askStudio(studio, path, { body, headers })).status).toBe(403);
    expect(
      (await askStudio(studio, path, { body, headers: { "content-type": "text/plain" } })).status,
    ).toBe(415);
  });

  it("names no run by a path", async () => {
    for (const name of [
      "../secret",
      "..",
      ".",
      run + "/..",
      "/etc",
      "a\0b",
      `../home/runs/${run}`,
    ]) {
      const { status } = await askStudio(studio, `/api/runs/${encodeURIComponent(name)}`);
      expect(status).toBe(404);
    }
    for (const path of [
      "/../../package.json",
      "/assets/../../package.json",
      "/%2e%2e/package.json",
    ]) {
      const { text } = await askStudio(studio, path);
      expect(text).not.toContain('"dependencies"');
    }
  });

  it("refuses a review of 10 MB and leaves the run alone", async () => {
    const body = {
      reviewer: "x",
      answers: [{ sampleId: "a", decision: "accept", note: "x".repeat(10 * 1024 * 1024) }],
    };
    const { status, json } = await askStudio(studio, `/api/runs/${run}/review`, { body });
    expect([status, (json as { code: string }).code]).toEqual([413, "REQUEST_REFUSED"]);
  });

  it("answers model output as data, under a policy that runs no script of others", async () => {
    const { headers, json } = await askStudio(studio, `/api/runs/${run}`);
    expect(headers["content-type"]).toContain("application/json");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect((json as { description: string }).description).toContain(SCRIPT);
    const page = await askStudio(studio, "/runs/any", { headers: { authorization: undefined } });
    const policy = String(page.headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain("unsafe");
    expect(page.text).toContain('data-language="en"');
  });

  it("shows a report in a sandbox without an origin, by an address that nobody guesses", async () => {
    const { json } = await askStudio(studio, `/api/runs/${run}/report`);
    const { url } = json as { url: string };
    const report = await askStudio(studio, url, { headers: { authorization: undefined } });
    expect(report.text).toContain("tickets");
    const policy = String(report.headers["content-security-policy"]);
    expect(policy).toMatch(/^sandbox allow-scripts;/u);
    expect(policy).not.toContain("allow-same-origin");
    expect((await askStudio(studio, "/report/guess")).status).toBe(404);
  });
});
