import { readFileSync } from "node:fs";
import { ROLES } from "../../agents/roles.js";
import { RUN_FILES } from "../../memory/run-files.js";
import { ERROR_CODES } from "../../base/error-codes.js";
import { modelSettingsSchema } from "../../schema/task-file/model-spec.js";
import { REASON_CODES } from "../../schema/reasons.js";
import { STOP_REASONS } from "../../schema/report.js";

const page = (name: string): string =>
  readFileSync(new URL(`../../docs/${name}`, import.meta.url), "utf8");
const rows = (text: string): string[] => text.split("\n").filter((line) => line.startsWith("| `"));

describe("docs", () => {
  it("list every error code with its exit code and meaning", () => {
    const wanted = Object.entries(ERROR_CODES)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(
        ([code, { exit, retryable, meaning }]) =>
          `| \`${code}\` | ${exit} | ${retryable ? "yes" : "no"} | ${meaning} |`,
      );
    expect(rows(page("errors.md"))).toEqual(wanted);
  });

  it("list every reason code with its meaning", () => {
    const wanted = Object.entries(REASON_CODES)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
    expect(rows(page("reasons.md"))).toEqual(wanted);
  });

  it("name every file of a run folder and every stop", () => {
    const text = page("run-folder.md");
    expect(
      rows(text)
        .map((line) =>
          line
            .split("|")[1]!
            .trim()
            .split(", ")
            .map((name) => name.replaceAll("`", "")),
        )
        .flat()
        .sort(),
    ).toEqual(Object.values(RUN_FILES).sort());
    for (const stop of STOP_REASONS) expect(text).toContain(`\`${stop}\``);
  });

  it("name every role with its methods", () => {
    const wanted = Object.entries(ROLES).map(
      ([role, methods]) =>
        `| \`${role}\` | ${Object.keys(methods)
          .map((method) => `\`${method}\``)
          .join(", ")} |`,
    );
    expect(
      rows(page("agents.md")).map((line) => line.split("|").slice(0, 3).join("|") + "|"),
    ).toEqual(wanted);
  });

  it("name every setting of a model", () => {
    const text = page("models.md");
    for (const setting of Object.keys(modelSettingsSchema.shape))
      expect(text).toContain(`\`${setting}\``);
  });
});
