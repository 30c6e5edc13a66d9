import { readdirSync } from "node:fs";
import { refreshSecrets } from "../../../base/redact-secrets.js";
import { KeyedSpool } from "../../../memory/spool/keyed-spool.js";
import { temporaryFolder } from "../temporary-folder.js";

describe("a map on disk", () => {
  it("gives the latest value of a name, all in the order of their names' coming, and leaves no file", () => {
    const folder = temporaryFolder();
    const spool = new KeyedSpool<{ readonly of: number; readonly label?: string | null }>(folder);
    for (let of = 0; of < 4500; of++) spool.set(`s${of}`, { of });
    spool.set("s1", { of: -1, label: null });
    expect([spool.get("s1"), spool.get("s4499"), spool.get("s4500")]).toEqual([
      { of: -1, label: null },
      { of: 4499 },
      undefined,
    ]);
    const pages = [...spool.pages()];
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flat().map(({ of }) => of)).toEqual([
      0,
      -1,
      ...Array.from({ length: 4498 }, (_, at) => at + 2),
    ]);
    expect(readdirSync(folder)).not.toEqual([]);
    spool.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("keeps no key of a provider", () => {
    const before = process.env["OPENAI_API_KEY"];
    process.env["OPENAI_API_KEY"] = "sk-canary-of-the-keyed-spool";
    refreshSecrets();
    const spool = new KeyedSpool<{ readonly note: string }>(temporaryFolder());
    try {
      spool.set("a", { note: "it says sk-canary-of-the-keyed-spool" });
      expect(spool.get("a")!.note).not.toContain("canary");
    } finally {
      spool.close();
      if (before === undefined) delete process.env["OPENAI_API_KEY"];
      else process.env["OPENAI_API_KEY"] = before;
      refreshSecrets();
    }
  });
});
