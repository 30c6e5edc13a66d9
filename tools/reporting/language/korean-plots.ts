import { particle } from "../../../base/language/particle.js";
import type { englishPlots } from "./english-plots.js";

/** What the plots of a report say in Korean. */
export const koreanPlots: typeof englishPlots = {
  heat: {
    title: "라벨과 속성별 샘플 수",
    caption: ({ cells, empty, short }) =>
      `라벨과 속성값의 짝 ${cells}개 중 ${empty}개에는 샘플이 없습니다` +
      (short === null ? "." : `. ${short}개는 계획보다 적습니다. 각 칸은 채택/계획입니다.`),
    leftOut: (count) => `드문 라벨이나 값 ${count}개는 report.json에만 있습니다.`,
  },
  funnel: {
    title: "초안의 결과",
    caption: ({ drafts, accepted, share, first }) =>
      `초안 ${drafts}개 중 ${accepted}개가 데이터셋에 있습니다 (${share}).` +
      (first === null ? "" : ` 나머지의 가장 흔한 사유는 ${first[0]}입니다 (${first[1]}개).`),
    axis: "샘플 수",
    others: (reasons) => `다른 사유 ${reasons}가지`,
  },
  labels: {
    title: "라벨별 샘플 수",
    caption: ({ labels, most, least }) =>
      most[0] === least[0]
        ? `라벨은 ${most[0]} 하나이며 샘플은 ${most[1]}개입니다.`
        : most[1] === least[1]
          ? `라벨 ${labels}개에 각각 샘플 ${most[1]}개가 있습니다.`
          : `라벨 ${labels}개. 가장 많은 것은 ${most[0]}(${most[1]}개), 가장 적은 것은 ${least[0]}(${least[1]}개)입니다.`,
    axis: "샘플 수",
    planned: "계획",
    reference: "기준에서의 비율",
    few: (labels, least) => `라벨 ${labels}개는 샘플이 ${least}개가 안 됩니다.`,
    leftOut: (count) => `드문 라벨 ${count}개는 표에만 있습니다.`,
  },
  lengths: {
    title: "샘플의 길이",
    caption: ({ rows, usual, share, reference }) =>
      `샘플 ${rows}개 중 가장 흔한 길이는 ${usual} 토큰입니다 (${share}).` +
      (reference === null ? "" : ` 선은 기준 ${reference}행입니다.`),
    axis: "길이 (토큰)",
    shareAxis: "행의 비율",
    from: (from) => `${from} 이상`,
    range: (from, to) => `${from}~${to}`,
  },
  diversity: {
    title: "기준과 견준 다양성",
    caption: ({ rows, figure, share }) =>
      `샘플 ${rows}개를 같은 수의 기준 행과 견주었습니다. 1이면 같습니다. 가장 다른 것은 ${figure}${particle(figure, "으로/로")} 기준의 ${share}입니다. self-BLEU와 유사도는 작을수록 다양합니다.`,
    axis: "샘플 / 기준",
    ratio: "샘플 / 기준",
    same: "기준과 같음",
  },
  scores: {
    title: "판단 기준별 점수",
    caption: ({ criteria, lowest }) =>
      `판단 기준 ${criteria}개의 0에서 1까지의 점수입니다.` +
      (lowest === null
        ? ""
        : ` 채택된 샘플의 점수는 ${lowest[0]}에서 가장 낮습니다 (평균 ${lowest[1]}).`) +
      " 위와 아래 절반의 높이는 각각 가장 많은 구간에 맞췄습니다.",
    accepted: "채택",
    refused: "채택되지 않음",
    meanAccepted: "평균 (채택)",
    meanRefused: "평균 (채택되지 않음)",
    leftOut: (count) => `판단 기준 ${count}개는 표에만 있습니다.`,
  },
  rounds: {
    title: "라운드",
    caption: ({ rounds, drafted, accepted, first, last }) =>
      `라운드 ${rounds}회에 초안 ${drafted}개를 썼고, 라운드가 끝날 때 ${accepted}개가 채택되었습니다. 채택된 비율은 첫 라운드 ${first}, 마지막 라운드 ${last}입니다.`,
    round: "라운드",
    roundAxis: "라운드 수",
    orders: "주문",
    drafted: "지금까지의 초안",
    accepted: "지금까지 채택",
    rate: "라운드의 채택 비율",
    target: (count) => `목표 ${count}`,
    axis: "샘플 수",
  },
  curves: {
    title: "실제 행에서의 정확도",
    caption: ({ rows, ends, majority }) =>
      `작은 모델을 실제 ${rows}행으로 시험했습니다. ${ends}.` +
      (majority === null ? "" : ` 가장 흔한 라벨만 답하면 ${majority}입니다.`),
    end: (name, rows, accuracy, interval) => `${name} ${rows}행: ${accuracy} (95 %: ${interval})`,
    trainedOn: {
      synthetic: "샘플로 학습",
      real: "실제 행으로 학습",
      mixed: "둘 다로 학습",
    },
    majority: "가장 흔한 라벨만",
    axis: "정확도",
    rowsAxis: "학습한 행 수 (로그 눈금)",
  },
  calibration: {
    title: "확률의 보정",
    caption: (name, rows, error) =>
      `${name}: ${rows}행에서 말한 확률과 실제 비율은 평균 ${error} 다릅니다 (기대 보정 오차).`,
    of: {
      "small-model": "샘플로 학습한 작은 모델, 따로 떼어 둔 행에서",
      critic: "비평가의 점수, 사람의 점검과 견줌",
    },
    who: "대상",
    said: "말한 확률",
    came: "실제로 맞은 비율",
    perfect: "말한 대로",
  },
  cost: {
    title: "에이전트와 모델별 비용",
    tokensTitle: "에이전트와 모델별 토큰",
    caption: ({ all, agent, model, share, isUnknown }) =>
      `모두 ${all}. ${model}의 ${agent} 몫은 ${share}입니다.` +
      (isUnknown ? " 가격을 모르는 모델이 있습니다." : ""),
    tokens: (count) => `토큰 ${count}개`,
    axis: "미국 달러",
    tokensAxis: "토큰 (입력과 출력)",
    leftOut: (count) => `${count}개는 표에만 있습니다.`,
  },
};
