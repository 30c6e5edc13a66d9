import { RobotsRules } from "../../../../tools/knowledge/network/robots-rules.js";
import { FileServer } from "../../../helpers/file-server.js";

const PAGE = "/private/page";

/** What the rules of a server say whose robots.txt is this. */
async function rulesOf(robots: { status?: number; body?: string }): Promise<{
  readonly allowed: boolean;
  readonly problem: string | null;
}> {
  const server = await FileServer.start({ "/robots.txt": robots });
  try {
    const rules = new RobotsRules({
      agent: "reader",
      limits: { timeout: 5, maxBytes: 10_000, allows: () => true, sleep: async () => {} },
    });
    const url = new URL(PAGE, server.origin);
    const { allows, problem } = await rules.of(url);
    return { allowed: allows(url.href), problem };
  } finally {
    await server.stop();
  }
}

describe("RobotsRules", () => {
  it("follows what a host says", async () => {
    const body = "User-agent: *\nDisallow: /private\n";
    expect(await rulesOf({ body })).toEqual({ allowed: false, problem: null });
  });

  it("allows everything where a host says that it has no rules", async () => {
    expect(await rulesOf({ status: 404 })).toEqual({ allowed: true, problem: null });
  });

  it.each([429, 500, 503])("allows nothing and says why where it answers %i", async (status) => {
    expect(await rulesOf({ status })).toEqual({
      allowed: false,
      problem: expect.stringContaining("robots.txt cannot be had") as string,
    });
  });
});
