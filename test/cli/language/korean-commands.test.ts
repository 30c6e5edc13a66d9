import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../../schema/report.js";
import { CommandLine, lastJson } from "../../helpers/command-line.js";
import { temporaryFolder } from "../../memory/temporary-folder.js";

const TASK = "examples/korean-reviews/task.yaml";
const KOREAN = { LC_ALL: "ko_KR.UTF-8" };

describe("the command line in Korean", () => {
  const cli = new CommandLine();
  const folder = temporaryFolder();
  const run = join(folder, "run");
  afterAll(() => {
    cli.remove();
  });

  it("tells of a run, and writes its report", async () => {
    const made = await cli.run("run", TASK, "--target", "3", "--out", run, "--lang", "ko");
    expect(made.code).toBe(0);
    expect(made.stdout).toMatch(/^종료 {13}target\(목표 달성\): 3개 중 3개 채택$/mu);
    expect(made.stdout).toMatch(/^채택 {13}3\/3개; 거부 /mu);
    expect(made.stdout).toMatch(/^커버리지 {9}셀 3개 중 3개/mu);
    expect(made.stderr).toMatch(/^계획: 하위 작업 1개 \(sample\), 셀 3개$/mu);
    expect(`${made.stdout}${made.stderr}`).not.toMatch(/accepted of|wait for|sub-task|cells/u);
    const html = readFileSync(join(run, "report.html"), "utf8");
    expect(html).toMatch(/^<html lang="ko">$/mu);
    expect(html).toContain("<title>korean-reviews – 데이터셋 보고서</title>");
    expect(html).toContain("게이트에서 채택됨");
    expect(html).toContain("내장 모델은 작은 모델들이 학습하는 예시 행을 다시 조합합니다.");
    expect(html).not.toMatch(/Accepted samples|Funnel|the embedded model/u);
  });

  it("writes English where programs read", async () => {
    const report = JSON.parse(readFileSync(join(run, "report.json"), "utf8")) as Report;
    expect(report.summary.stopDetail).toBe("3 of 3 accepted");
    expect(report.funnel.find(({ reason }) => reason === "accepted")?.meaning).toBe(
      "accepted by the gate",
    );
    expect(JSON.stringify([report.notes, report.funnel])).not.toMatch(/입니다|채택/u);
    expect(readFileSync(join(run, "run.log"), "utf8")).not.toMatch(/채택|계획/u);
    const english = await cli.run("samples", run, "--limit", "1", "--json");
    const korean = await cli.run("samples", run, "--limit", "1", "--json", "--lang", "ko");
    expect(korean.stdout).toBe(english.stdout);
  });

  it("names errors with their codes, what they mean, and what to do; JSON is as in English", async () => {
    const known = await cli.run("samples", "nope", "--lang", "ko", "--json");
    expect(known.code).toBe(2);
    expect(known.stderr).toMatch(/^오류 RUN_NOT_FOUND: 그런 실행이 없습니다: "nope"\./u);
    expect(lastJson<{ error: { message: string } }>(known).error.message).toMatch(
      /^There is no run "nope"/u,
    );
    writeFileSync(join(folder, "bad.yaml"), "name: a\nkind: classificatio\ntarget: 0\n");
    const bad = await cli.run("validate", join(folder, "bad.yaml"), "--lang", "ko");
    expect(bad.stderr).toMatch(/:2:1: kind: "classificatio": 쓸 수 있는 값이 아닙니다/u);
    expect(bad.stderr).toMatch(/: description: 없습니다\. /u);
    expect(bad.stderr).toMatch(/: target: 0: 1 이상이어야 합니다$/mu);
    expect(bad.stderr).toMatch(/^ {2}과제의 필드 3개를 고쳐야 합니다\./mu);
    const deep = await cli.run("run", TASK, "--set", "support.path=no.csv", "--lang", "ko");
    expect(deep.stderr).toMatch(/^오류 DATA_NOT_FOUND: /u);
  });

  it("lists what there is", async () => {
    const runs = await cli.run("samples", run, "--lang", "ko");
    expect(runs.stdout.split("\n")[0]).toMatch(/^샘플 {18}상태 {6}라벨  사유/u);
    const review = await cli.run("review", run, "--lang", "ko");
    expect(review.stdout).toBe("사람의 검토를 기다리는 샘플이 없습니다\n");
    const checked = await cli.run("validate", TASK, "--lang", "ko");
    expect(checked.stdout).toMatch(/^데이터: 예시 행 53개, 평가용 행 13개/mu);
    const shown = await cli.run("preview", TASK, "-n", "1", "--lang", "ko");
    expect(shown.stdout).toMatch(/^샘플 1개: 채택 [01], 거부 [01]; 모델 호출 /mu);
  });

  it("goes by the locale, --lang before it, and forgets it with the command", async () => {
    const help = await cli.start(["run", "--help"], { env: KOREAN }).finished;
    expect(help.stdout).toMatch(/^사용법: datawright run/u);
    expect(help.stdout).toContain("채택할 샘플 수");
    const wrong = await cli.start(["run", "a.yaml", "--seed", "x"], { env: KOREAN }).finished;
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      expect.stringMatching(/^오류: 옵션 .*정수여야/u),
    ]);
    const english = await cli.start(["samples", "nope", "--lang", "en"], { env: KOREAN }).finished;
    expect(english.stderr).toMatch(/^error RUN_NOT_FOUND: There is no run/u);
    expect((await cli.run("samples", "nope")).stderr).toMatch(/^error RUN_NOT_FOUND: There is/u);
    const refused = await cli.run("runs", "--lang", "fr");
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("en, ko")]);
  });
});
