/**
 * Numbers rounded to integers whose sum is the rounded sum of the numbers, as cleanlab's
 * `round_preserving_sum` does it: each to the nearest (halves to even), then those with the largest
 * rest changed by 1 until the sum is right.
 */
export function roundPreservingSum(values: Float64Array): Float64Array {
  const rounded = values.map(halfToEven);
  const total = (list: Float64Array): number => list.reduce((sum, value) => sum + value, 0);
  const wanted = halfToEven(total(values));
  for (let missing = wanted - total(rounded); missing !== 0; missing = wanted - total(rounded)) {
    const order = [...values.keys()].sort(
      (a, b) => values[b]! - rounded[b]! - (values[a]! - rounded[a]!) || b - a,
    );
    for (const at of order.slice(0, Math.min(Math.abs(missing), values.length)))
      rounded[at] = rounded[at]! + Math.sign(missing);
  }
  return rounded;
}

function halfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
