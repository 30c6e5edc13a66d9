import { speak } from "../../../cli/language/texts.js";
import { differenceText } from "../../../cli/print/difference-text.js";
import type { Summary } from "../../../schema/report.js";

type Downstream = Summary["downstream"];

const accuracy = (share: number) => ({
  accuracy: share,
  low: share - 0.1,
  high: share + 0.1,
  trainSize: 200,
});
const found = (synthetic: number, difference?: Downstream["difference"]): Downstream => ({
  synthetic: accuracy(synthetic),
  real: accuracy(0.7),
  ...(difference === undefined ? {} : { difference }),
  majority: 0.3,
  testSize: 60,
  removedFromTest: 0,
});

describe("what the summary says of training on the samples", () => {
  afterEach(() => speak("en"));

  it("calls it worse or better only where the interval of the difference is without 0", () => {
    expect(differenceText(found(0.58, { value: -0.12, low: -0.2, high: -0.04 }))).toBe(
      "the synthetic rows train a worse model than the real ones do, by 12.0 points (95 %: 4.0 to 20.0)",
    );
    expect(differenceText(found(0.75, { value: 0.05, low: 0.012, high: 0.088 }))).toBe(
      "the synthetic rows train a better model than the real ones do, by 5.0 points (95 %: 1.2 to 8.8)",
    );
    expect(differenceText(found(0.65, { value: -0.05, low: -0.117, high: 0.017 }))).toBe(
      "no difference between training on the synthetic rows and on the real ones can be told on 60 rows " +
        "(synthetic less real, 95 %: -11.7 to 1.7 points)",
    );
  });

  it("takes the intervals of the accuracies in a report that has no other, and says nothing of one alone", () => {
    expect(differenceText(found(0.4))).toBe(
      "the synthetic rows train a worse model than the real ones do, by 30.0 points",
    );
    expect(differenceText(found(0.6))).toBe(
      "no difference between training on the synthetic rows and on the real ones can be told on 60 rows",
    );
    expect(differenceText({ ...found(0.4), real: null })).toBeNull();
  });

  it("says it in Korean", () => {
    speak("ko");
    expect(differenceText(found(0.58, { value: -0.12, low: -0.2, high: -0.04 }))).toBe(
      "합성 데이터로 학습한 모델의 정확도가 실제 데이터로 학습한 모델보다 12.0%p 낮습니다 (95 % 구간: 4.0~20.0%p)",
    );
    expect(differenceText(found(0.65, { value: -0.05, low: -0.117, high: 0.017 }))).toBe(
      "평가한 60행으로는 합성 데이터로 학습한 모델과 실제 데이터로 학습한 모델의 정확도에 차이가 있다고 할 수 없습니다 " +
        "(합성 − 실제, 95 % 구간: -11.7~1.7%p)",
    );
  });
});
