/** A count with its thousands apart. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** A share in percent. */
export function percent(value: number, digits = 1): string {
  return `${(value * 100).toFixed(digits)} %`;
}

/** A figure with as many digits as tell it from others. */
export function figure(value: number): string {
  if (Number.isInteger(value)) return count(value);
  return Math.abs(value) >= 100 ? count(Math.round(value)) : String(Number(value.toPrecision(3)));
}

/** US dollars; `unknown` where a price is not known. */
export function dollars(value: number | null, unknown: string): string {
  return value === null
    ? unknown
    : `$${value === 0 || value >= 0.01 ? value.toFixed(2) : value.toPrecision(2)}`;
}
