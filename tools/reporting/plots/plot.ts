/** A column of a plot's table; numbers stand to the right. */
export interface PlotColumn {
  readonly title: string;
  readonly isNumber?: boolean;
}

/** A plot before it is drawn: in words, as a table, and as a drawing of any width. */
export interface Plot {
  /** Unique on the page. */
  readonly id: string;
  /** What it shows. */
  readonly title: string;
  /** What it says, in figures: the same for those who do not see it. */
  readonly caption: string;
  /** What a reader must know of it, such as that its rows are too few; else null. */
  readonly note: string | null;
  readonly columns: readonly PlotColumn[];
  /** Every value that is drawn. */
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** True where half of the page is too narrow for it. */
  readonly isWhole?: boolean;
  /** SVG of so many pixels' width. */
  draw(width: number): string;
}
