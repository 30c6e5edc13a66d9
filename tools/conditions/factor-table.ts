/**
 * A table over some variables: one number for each combination of their parts, the last variable of
 * the scope changing fastest.
 */
export interface FactorTable {
  readonly scope: readonly number[];
  readonly sizes: readonly number[];
  readonly cells: Float64Array;
}

/** Distance in `cells` between neighbours along each variable of the scope. */
export function stridesOf(sizes: readonly number[]): number[] {
  const strides = new Array<number>(sizes.length).fill(1);
  for (let index = sizes.length - 2; index >= 0; index--)
    strides[index] = strides[index + 1]! * sizes[index + 1]!;
  return strides;
}

/** A table filled by a function of the parts' positions, which it must not keep. */
export function factorTable(
  scope: readonly number[],
  sizes: readonly number[],
  cellAt: (parts: readonly number[]) => number,
): FactorTable {
  const cells = new Float64Array(sizes.reduce((product, size) => product * size, 1));
  const parts = new Array<number>(scope.length).fill(0);
  for (let index = 0; index < cells.length; index++) {
    cells[index] = cellAt(parts);
    for (let place = scope.length - 1; place >= 0; place--) {
      if (++parts[place]! < sizes[place]!) break;
      parts[place] = 0;
    }
  }
  return { scope, sizes, cells };
}

/** The product of tables over a scope that has all their variables. */
export function multiply(
  tables: readonly FactorTable[],
  scope: readonly number[],
  sizes: readonly number[],
): FactorTable {
  const readers = tables.map((table) => {
    const strides = stridesOf(table.sizes);
    return {
      cells: table.cells,
      places: table.scope.map((variable) => scope.indexOf(variable)),
      strides,
    };
  });
  return factorTable(scope, sizes, (parts) => {
    let product = 1;
    for (const { cells, places, strides } of readers) {
      let at = 0;
      for (let index = 0; index < places.length; index++)
        at += parts[places[index]!]! * strides[index]!;
      product *= cells[at]!;
      if (product === 0) return 0;
    }
    return product;
  });
}

/**
 * The table without its last variable, summed over it and scaled so that its largest cell is 1.
 *
 * @returns the table, and the logarithm of what it was divided by; -Infinity if every cell is 0
 */
export function sumOutLast(table: FactorTable): {
  readonly table: FactorTable;
  readonly logScale: number;
} {
  const last = table.sizes.at(-1)!;
  const cells = new Float64Array(table.cells.length / last);
  let largest = 0;
  for (let index = 0; index < cells.length; index++) {
    let sum = 0;
    for (let part = 0; part < last; part++) sum += table.cells[index * last + part]!;
    cells[index] = sum;
    if (sum > largest) largest = sum;
  }
  if (largest > 0)
    for (let index = 0; index < cells.length; index++) cells[index] = cells[index]! / largest;
  return {
    table: { scope: table.scope.slice(0, -1), sizes: table.sizes.slice(0, -1), cells },
    logScale: Math.log(largest),
  };
}
