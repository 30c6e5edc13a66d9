import { speak } from "../../../cli/language/texts.js";
import { OpeningProgress } from "../../../cli/print/opening-progress.js";

/** What is written for a run of so many samples, a page at a time, 100 ms each. */
function written(of: number, { isTTY, page }: { isTTY: boolean; page: number }): string {
  let text = "";
  let now = 1000;
  const stream = { isTTY, write: (part: string) => (text += part) !== "" };
  const progress = new OpeningProgress(stream as unknown as NodeJS.WriteStream, () => now);
  progress.show({ step: "checking", done: 0, of });
  for (let done = 0; done <= of; done += page) {
    progress.show({ step: "indexing", done, of });
    now += 100;
  }
  progress.end();
  return text;
}

describe("the progress of opening a large run", () => {
  it("is said at once, then with a rate and what is left, every few seconds", () => {
    const lines = written(1_000_000, { isTTY: false, page: 10_000 }).trimEnd().split("\n");
    expect(lines).toEqual([
      "looking through the records of 1000000 samples …",
      "index of 10000/1000000 samples, 100000/s, about 10 s left",
      "index of 510000/1000000 samples, 100000/s, about 5.0 s left",
    ]);
  });

  it("is one line on a terminal, which is taken away", () => {
    const text = written(100_000, { isTTY: true, page: 10_000 });
    expect(text).not.toContain("\n");
    expect(text.split("\r\u001b[2K").at(-1)).toBe("");
    expect(text).toContain("index of 10000/100000 samples");
  });

  it("is not worth a word for a small run", () => {
    expect(written(2000, { isTTY: false, page: 500 })).toBe("");
  });

  it("is told in Korean", () => {
    speak("ko");
    try {
      expect(written(50_000, { isTTY: false, page: 10_000 })).toContain(
        "샘플 50000개 중 10000개 색인, 초당 100000개, 약 1.0초 남음",
      );
    } finally {
      speak("en");
    }
  });
});
