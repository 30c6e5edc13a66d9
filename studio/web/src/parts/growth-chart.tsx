import type { ReactNode } from "react";
import type { Growth } from "../../../api/pairs.js";
import { useLanguage } from "../language/language.js";

const WIDTH = 300;
const HEIGHT = 64;

/** A share as it stood after the first answers, with its 95 % interval, up to all of them. */
export function GrowthChart({
  growth,
  label,
}: {
  readonly growth: Growth;
  readonly label: string;
}): ReactNode {
  const { texts, formats } = useLanguage();
  const last = growth.at(-1);
  if (last === undefined || growth.length < 2) return null;
  const x = (n: number): number => (WIDTH * (n - 1)) / (last.n - 1);
  const y = (share: number): number => 2 + (HEIGHT - 4) * (1 - share);
  const line = (points: readonly (readonly [number, number])[]): string =>
    points.map(([at, value]) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  const told = growth
    .map(({ n, value }) => texts.review.growsTo(formats.count(n), formats.share(value)))
    .join("; ");
  return (
    <figure className="growth">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${label}: ${told}`}
      >
        <line x1="0" x2={WIDTH} y1={y(0.5)} y2={y(0.5)} className="growth-half" />
        <polygon
          className="growth-band"
          points={line([
            ...growth.map(({ n, high }) => [n, high] as const),
            ...growth.toReversed().map(({ n, low }) => [n, low] as const),
          ])}
        />
        <polyline
          className="growth-line"
          points={line(growth.map(({ n, value }) => [n, value] as const))}
        />
      </svg>
      <figcaption className="faint">
        <span>1</span>
        <span>{label}</span>
        <span>{formats.count(last.n)}</span>
      </figcaption>
    </figure>
  );
}
