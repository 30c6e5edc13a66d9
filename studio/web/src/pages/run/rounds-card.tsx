import { useState, type ReactNode } from "react";
import type { RunDetail } from "../../../../api/runs.js";
import { useLanguage } from "../../language/language.js";
import { RoundsChart } from "./rounds-chart.js";

const FIRST_MOVES = 12;

/** How each round went, and how it moves what the next one orders. */
export function RoundsCard({ rounds }: { readonly rounds: RunDetail["rounds"] }): ReactNode {
  const { texts, formats } = useLanguage();
  const [chosen, setChosen] = useState<number | null>(null);
  const [all, setAll] = useState(false);
  const moved = rounds.filter(({ moves }) => moves.length > 0);
  const round = moved.find((candidate) => candidate.round === chosen) ?? moved.at(-1);
  // What was planned ahead and needed no more is no round that anything happened in.
  const drawn = rounds.slice(0, rounds.findLastIndex(hasHappened) + 1);
  return (
    <section className="card">
      <header>
        <h2>{texts.run.rounds}</h2>
        <ul className="legend">
          <li>
            <i className="legend-ordered" />
            {texts.run.ordered}
          </li>
          <li>
            <i className="fill-accepted" />
            {texts.statuses.accepted}
          </li>
          <li>
            <i className="fill-rejected" />
            {texts.statuses.rejected}
          </li>
        </ul>
      </header>
      {rounds.length === 0 ? (
        <p className="faint">{texts.run.noRounds}</p>
      ) : (
        <>
          <RoundsChart
            rounds={drawn.map(({ round: number, orders, accepted, drafted }) => ({
              round: number,
              ordered: orders,
              accepted: accepted ?? 0,
              rejected: Math.max(0, (drafted ?? 0) - (accepted ?? 0)),
            }))}
          />
          <div className="round-moves">
            {round === undefined ? (
              <p className="faint">{texts.run.nothingMoved}</p>
            ) : (
              <>
                <h3>
                  <label>
                    {texts.run.quotasOf}{" "}
                    <select
                      value={round.round}
                      onChange={(event) => {
                        setChosen(Number(event.target.value));
                        setAll(false);
                      }}
                    >
                      {moved.map((candidate) => (
                        <option key={candidate.round} value={candidate.round}>
                          {texts.run.roundNumber(formats.count(candidate.round))}
                        </option>
                      ))}
                    </select>
                  </label>
                </h3>
                <table className="plain-table">
                  <thead>
                    <tr>
                      <th>{texts.run.cell}</th>
                      <th className="number">{texts.run.quota}</th>
                      <th>{texts.run.why}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {(all ? round.moves : round.moves.slice(0, FIRST_MOVES)).map((move) => (
                      <tr key={move.cell}>
                        <td>{move.name}</td>
                        <td className="number">
                          {formats.number(move.from, 1)} → {formats.number(move.to, 1)}
                        </td>
                        <td className="soft">{move.why}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
                {round.moves.length > FIRST_MOVES && !all ? (
                  <button type="button" onClick={() => setAll(true)}>
                    {texts.run.allMoves(formats.count(round.moves.length))}
                  </button>
                ) : null}
              </>
            )}
          </div>
        </>
      )}
    </section>
  );
}

function hasHappened({ orders, drafted, moves }: RunDetail["rounds"][number]): boolean {
  return orders > 0 || (drafted ?? 0) > 0 || moves.length > 0;
}
