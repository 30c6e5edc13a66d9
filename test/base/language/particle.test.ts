import { particle, type Particle } from "../../../base/language/particle.js";

const withParticle = (word: string, pair: Particle): string => `${word}${particle(word, pair)}`;

describe("particle", () => {
  it("goes by the last sound of Hangul", () => {
    expect(
      ["파일", "폴더", "실행"].flatMap((word) => [
        withParticle(word, "을/를"),
        withParticle(word, "이/가"),
        withParticle(word, "으로/로"),
      ]),
    ).toEqual([
      ...["파일을", "파일이", "파일로"],
      ...["폴더를", "폴더가", "폴더로"],
      ...["실행을", "실행이", "실행으로"],
    ]);
  });

  it("reads digits, and looks past quotes and brackets", () => {
    expect(["0", "1", "2", "3", "4", "6", "9"].map((word) => particle(word, "은/는"))).toEqual([
      "은",
      "은",
      "는",
      "은",
      "는",
      "은",
      "는",
    ]);
    expect(particle('"라벨"', "과/와")).toBe("과");
    expect(particle("라운드 1", "으로/로")).toBe("로");
  });

  it("gives both behind a word whose sound is not known", () => {
    expect([
      particle("task.yaml", "을/를"),
      particle("x", "으로/로"),
      particle("", "이/가"),
    ]).toEqual(["을(를)", "(으)로", "이(가)"]);
  });
});
