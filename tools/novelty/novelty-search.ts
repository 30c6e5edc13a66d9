/** A text as the index compares it. */
export interface ReadText {
  readonly text: string;
  readonly tokens: Int32Array;
  readonly units: Int32Array;
  readonly notation: string;
}

/** A text that is looked for, and the nearest so far. */
export interface NoveltySearch {
  readonly length: number;
  readonly shortest: number;
  readonly longest: number;
  readonly notation: string;
  readonly maxRound: number;
  readonly from: number;
  readonly firstWillDo: boolean;
  best: number;
  bestCommon: number;
  bestSum: number;
}
