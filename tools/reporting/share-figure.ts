import { wilsonInterval } from "../../base/statistics/intervals.js";

/** A share of some rows with its 95 percent interval, and whether the rows are too few for it. */
export interface ShareFigure {
  readonly share: number;
  readonly rows: number;
  readonly low: number;
  readonly high: number;
  /** True where the interval says more than the share. */
  readonly few: boolean;
}

/** Below so many rows a share by itself misleads: its interval is some 35 points wide or more. */
const FEW = 30;

/** A share of counted rows, by Wilson's interval; null where it is not known. */
export function shareFigure(
  share: number | null,
  // left out of reports that an earlier version wrote
  rows: number | null | undefined,
): ShareFigure | null {
  if (share === null || !rows) return null;
  const { lower, upper } = wilsonInterval(share * rows, rows);
  return { share, rows, low: lower, high: upper, few: rows < FEW };
}
