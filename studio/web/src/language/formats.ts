/** An estimate with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** How figures are written. */
export interface Formats {
  readonly count: (value: number) => string;
  /** A share of one as a percentage. */
  readonly share: (value: number, digits?: number) => string;
  /** A difference of two shares, in percentage points. */
  readonly points: (value: number) => string;
  /** Where such a difference lies. */
  readonly pointsBetween: (low: number, high: number) => string;
  /** An estimate with its interval, as shares. */
  readonly interval: (estimate: Estimate) => string;
  readonly number: (value: number, digits?: number) => string;
  /** A duration of so many milliseconds. */
  readonly duration: (milliseconds: number) => string;
  readonly money: (dollars: number) => string;
  readonly time: (at: number) => string;
  /** How long ago. */
  readonly ago: (at: number, now: number) => string;
  /** Large counts in few characters: 1.2M. */
  readonly short: (value: number) => string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function formatsOf(language: string): Formats {
  const count = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const short = new Intl.NumberFormat(language, {
    notation: "compact",
    maximumSignificantDigits: 3,
  });
  const time = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  const ago = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const number = (value: number, digits = 2): string =>
    new Intl.NumberFormat(language, {
      maximumFractionDigits: digits,
      minimumFractionDigits: Number.isInteger(value) ? 0 : digits,
      signDisplay: "negative",
    }).format(value);
  const fixed = (value: number, digits: number): string =>
    new Intl.NumberFormat(language, {
      maximumFractionDigits: digits,
      minimumFractionDigits: digits,
      signDisplay: "negative",
    }).format(value);
  const point = language === "ko" ? "%p" : " pp";
  const share = (value: number, digits = 1): string => `${fixed(value * 100, digits)} %`;
  return {
    count: (value) => count.format(value),
    short: (value) => (Math.abs(value) < 10_000 ? count.format(value) : short.format(value)),
    number,
    share,
    points: (value) => `${fixed(value * 100, 1)}${point}`,
    pointsBetween: (low, high) => `${fixed(low * 100, 1)} … ${fixed(high * 100, 1)}${point}`,
    interval: ({ low, high }) => `${fixed(low * 100, 1)}–${fixed(high * 100, 1)} %`,
    duration: (milliseconds) => duration(milliseconds, language),
    money: (dollars) =>
      dollars === 0 ? "$0" : `$${number(dollars, dollars >= 100 ? 0 : dollars >= 0.1 ? 2 : 5)}`,
    time: (at) => time.format(at),
    ago: (at, now) => {
      const past = at - now;
      if (Math.abs(past) < MINUTE) return ago.format(Math.round(past / 1000), "second");
      if (Math.abs(past) < HOUR) return ago.format(Math.round(past / MINUTE), "minute");
      if (Math.abs(past) < DAY) return ago.format(Math.round(past / HOUR), "hour");
      return Math.abs(past) < 14 * DAY
        ? ago.format(Math.round(past / DAY), "day")
        : time.format(at);
    },
  };
}

function duration(milliseconds: number, language: string): string {
  const units =
    language === "ko"
      ? { second: "초", minute: "분", hour: "시간" }
      : { second: " s", minute: " min", hour: " h" };
  const figures = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
  if (milliseconds < 1) return milliseconds === 0 ? "0 ms" : "<1 ms";
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < MINUTE) return `${figures.format(milliseconds / 1000)}${units.second}`;
  if (milliseconds < HOUR) {
    const seconds = Math.round((milliseconds % MINUTE) / 1000);
    return `${Math.floor(milliseconds / MINUTE)}${units.minute}${seconds > 0 ? ` ${seconds}${units.second}` : ""}`;
  }
  const minutes = Math.round((milliseconds % HOUR) / MINUTE);
  return `${Math.floor(milliseconds / HOUR)}${units.hour}${minutes > 0 ? ` ${minutes}${units.minute}` : ""}`;
}
