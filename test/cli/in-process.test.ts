import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { callCommand, type Called } from "../helpers/command-in-process.js";
import { temporaryFolder } from "../memory/temporary-folder.js";
import { typed } from "../helpers/typed.js";

// The commands from their sources, one after the other on one small run; the other tests of this
// folder run the built ones.
const home = temporaryFolder();
const TICKETS = "examples/support-tickets/task.yaml";

const call = (...args: string[]): Promise<Called> =>
  callCommand(...args, ...(args[0] === "init" ? [] : ["--workspace", home]));

describe("commands", () => {
  it("lead from a task to a dataset and into its run", async () => {
    expect(
      (await call("init", "examples/support-tickets/support.csv", "--out", join(home, "task.yaml")))
        .code,
    ).toBe(0);
    expect((await call("validate", TICKETS)).stdout).toContain("is valid");
    expect((await call("graph", TICKETS)).stdout).toContain("graph TD;");
    expect((await call("plan", TICKETS, "--target", "10")).stdout).toMatch(/^cost +free$/mu);
    expect((await call("preview", TICKETS, "-n", "1")).stdout).toContain("nothing was kept");
    const made = await call("run", TICKETS, "--target", "10");
    expect(made.code).toBe(0);
    const run = made.stdout.trimEnd().split("\n").at(-1)!;
    expect(made.stderr).toContain(run);
    expect((await call("extend", run, "--target", "12", "--json")).stdout).toContain(
      '"accepted":12',
    );
    expect((await call("resume", run)).code).toBe(0);
    expect((await call("runs")).stdout).toMatch(/12\/12 +target/u);
    const { samples } = JSON.parse(
      (await call("samples", run, "--status", "accepted", "--json")).stdout,
    ) as { samples: { id: string }[] };
    expect(samples).toHaveLength(12);
    expect((await call("samples", run, "--limit", "2")).stdout).toMatch(
      /^2 of \d+; more with --offset 2$/mu,
    );
    expect((await call("trace", run, "--sample", samples[0]!.id, "--bodies")).stdout).toContain(
      "passed  label-correct",
    );
    expect((await call("trace", run, "--slow", "--limit", "3")).stdout).toContain(
      "more steps with --limit",
    );
    expect((await call("export", run, "--format", "csv", "--split", "0.8/0.2")).stdout).toMatch(
      /^12 samples in 2 files$/mu,
    );
    expect(
      (await call("export", run, "--format", "hf", "--split", "0.8/0.2", "--out", join(home, "hf")))
        .code,
    ).toBe(0);
    expect((await call("review", run, "--list")).code).toBe(0);
    expect((await call("cache", "prune", "--older-than", "1")).stdout).toContain("are left");
    expect((await call("rm", run, "--yes")).stdout).toContain("removed");
  });

  it("label rows, hand the uncertain ones to people's tools, and take the answers back", async () => {
    const data = join(home, "rows.jsonl");
    writeFileSync(
      data,
      [
        "My card was charged twice this month.",
        "The parcel never came to my door.",
        "I cannot log in with my password.",
      ]
        .map((text) => JSON.stringify({ text }))
        .join("\n"),
    );
    const out = join(home, "rows-labelled");
    expect(
      (
        await call(
          ...typed`label ${data} --spec ${TICKETS} --people 2 --out ${out} --format label-studio`,
        )
      ).code,
    ).toBe(0);
    expect(JSON.parse(readFileSync(join(out, "people.label-studio.json"), "utf8"))).toHaveLength(2);
    expect(readFileSync(join(out, "people.label-studio.xml"), "utf8")).toContain("<Choice value=");
    const [first] = readFileSync(join(out, "people.jsonl"), "utf8").split("\n");
    writeFileSync(
      join(home, "answers.jsonl"),
      JSON.stringify({
        id: (JSON.parse(first!) as { id: string }).id,
        decision: "relabel",
        label: "billing",
      }),
    );
    const put = await call(
      ...typed`label ${out} --spec ${TICKETS} --answers ${join(home, "answers.jsonl")}`,
    );
    expect(put).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^accepted \d, relabelled \d, rejected 0; 1 still wait\n/u,
      ) as string,
    });
    expect(await call("label", data, "--spec", TICKETS, "--format", "argila")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("did you mean") as string,
    });
  });

  it("report errors as people and as programs need them", async () => {
    writeFileSync(join(home, "wrong.yaml"), `${readFileSync(TICKETS, "utf8")}\nlable: x\n`);
    const people = await call("validate", join(home, "wrong.yaml"));
    expect({ code: people.code, stdout: people.stdout }).toEqual({ code: 2, stdout: "" });
    expect(people.stderr).toMatch(
      /error SPEC_INVALID: .*lable: unknown field; did you mean "label"\?/u,
    );
    const programs = await call("validate", join(home, "wrong.yaml"), "--json");
    expect(JSON.parse(programs.stdout)).toMatchObject({ error: { code: "SPEC_INVALID" } });
    for (const args of [
      ["samples", "none"],
      ["trace", "none"],
      ["export", "none", "--format", "csv"],
      ["rm", "none", "--yes"],
      ["review", "none"],
      ["resume", "none"],
      ["extend", "none", "--target", "3"],
    ]) {
      expect(await call(...args)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("RUN_NOT_FOUND") as unknown,
      });
    }
  });
});
