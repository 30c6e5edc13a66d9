import { texts } from "../language/texts.js";

/** Money as people read it: unknown, free, or dollars with as many digits as small sums need. */
export function moneyText(usd: number | null): string {
  const { words } = texts();
  if (usd === null) return words.unknown;
  if (usd === 0) return words.free;
  return `$${usd.toFixed(usd < 0.01 ? 6 : usd < 10 ? 4 : 2)}`;
}

/** A time as people read it: 8 s, 2:05, 1:02:05. */
export function durationText(seconds: number): string {
  const { words } = texts();
  const whole = Math.max(0, Math.round(seconds));
  return whole < 60
    ? words.seconds(seconds < 9.95 ? seconds.toFixed(1) : String(whole))
    : clockText(whole);
}

/** Time that has gone by, as a clock shows it: 0:08, 2:05, 1:02:05. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const two = (value: number): string => String(value).padStart(2, "0");
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(whole % 60)}`
    : `${minutes}:${two(whole % 60)}`;
}

/** A large count in four characters or so: 950, 12.3k, 1.2M. */
export function shortCount(count: number): string {
  if (count < 1000) return String(count);
  const [value, unit] = count < 999_950 ? [count / 1000, "k"] : [count / 1e6, "M"];
  return `${value >= 100 ? Math.round(value) : value.toFixed(1)}${unit}`;
}
