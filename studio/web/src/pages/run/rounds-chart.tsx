import { scaleBand, scaleLinear } from "d3-scale";
import type { ReactNode } from "react";
import { useLanguage } from "../../language/language.js";
import { useWidth } from "../../parts/use-width.js";

interface RoundBars {
  readonly round: number;
  readonly ordered: number;
  readonly accepted: number;
  /** Drafts that the gate did not take. */
  readonly rejected: number;
}

const USUAL_WIDTH = 700;
const HEIGHT = 170;
const EDGE = { left: 34, right: 8, top: 8, bottom: 20 };

/** What each round ordered, and what became of it. */
export function RoundsChart({ rounds }: { readonly rounds: readonly RoundBars[] }): ReactNode {
  const { texts, formats } = useLanguage();
  const [box, measured] = useWidth<HTMLDivElement>();
  const width = measured === 0 ? USUAL_WIDTH : measured;
  const most = Math.max(
    1,
    ...rounds.map((round) => Math.max(round.ordered, round.accepted + round.rejected)),
  );
  const across = scaleBand<number>()
    .domain(rounds.map(({ round }) => round))
    .range([EDGE.left, width - EDGE.right])
    .padding(0.25);
  const up = scaleLinear()
    .domain([0, most])
    .nice(4)
    .range([HEIGHT - EDGE.bottom, EDGE.top]);
  const floor = up(0);
  /** Names of so many rounds as fit. */
  const every = Math.ceil((rounds.length * 34) / width);
  return (
    <div ref={box}>
      <svg
        className="rounds-chart"
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label={texts.run.roundsSay(
          formats.count(rounds.length),
          formats.count(rounds.reduce((sum, round) => sum + round.accepted, 0)),
        )}
      >
        {up.ticks(4).map((tick) => (
          <g key={tick}>
            <line
              x1={EDGE.left}
              x2={width - EDGE.right}
              y1={up(tick)}
              y2={up(tick)}
              stroke="var(--line)"
            />
            <text x={EDGE.left - 6} y={up(tick) + 4} textAnchor="end">
              {formats.short(tick)}
            </text>
          </g>
        ))}
        {rounds.map((round, index) => {
          const x = across(round.round) ?? 0;
          const bar = Math.min(across.bandwidth(), 40);
          const left = x + (across.bandwidth() - bar) / 2;
          return (
            <g key={round.round}>
              <title>
                {texts.run.roundSays(
                  formats.count(round.round),
                  formats.count(round.ordered),
                  formats.count(round.accepted),
                  formats.count(round.rejected),
                )}
              </title>
              <rect
                x={left}
                y={up(round.ordered)}
                width={bar}
                height={floor - up(round.ordered)}
                fill="var(--sunken)"
                stroke="var(--line-strong)"
              />
              <rect
                x={left}
                y={up(round.accepted)}
                width={bar}
                height={floor - up(round.accepted)}
                fill="var(--accepted)"
              />
              <rect
                x={left}
                y={up(round.accepted + round.rejected)}
                width={bar}
                height={up(round.accepted) - up(round.accepted + round.rejected)}
                fill="var(--rejected)"
              />
              {index % every === 0 ? (
                <text x={x + across.bandwidth() / 2} y={HEIGHT - 5} textAnchor="middle">
                  {round.round}
                </text>
              ) : null}
            </g>
          );
        })}
      </svg>
    </div>
  );
}
