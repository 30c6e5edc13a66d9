import type { ReactNode } from "react";
import type { AgentFigures } from "../../../../api/agents.js";
import type { RunRow } from "../../../../api/runs.js";
import { useLanguage } from "../../language/language.js";
import { agentName } from "../../parts/agent-name.js";
import { Cost } from "../../parts/figures.js";
import { WideTable } from "../../parts/wide-table.js";
import { useQuery } from "../../parts/use-query.js";
import { Failed } from "../../parts/states.js";
import { useAnswer } from "../../server/use-answer.js";

/** What each agent of a run did: the newest run, or the one that is chosen. */
export function FiguresCard({ role }: { readonly role: string }): ReactNode {
  const { texts, formats } = useLanguage();
  const say = texts.agents;
  const [query, change] = useQuery();
  const runs = useAnswer<{ readonly rows: readonly RunRow[] }>("/api/runs?limit=50").data?.rows;
  const run = query.get("figures") ?? query.get("run") ?? runs?.[0]?.id;
  const { data, error, again } = useAnswer<AgentFigures>(
    run === undefined ? null : `/api/runs/${encodeURIComponent(run)}/agents`,
  );
  if (runs === undefined || runs.length === 0) return null;
  return (
    <section className="card">
      <header>
        <h2>{say.figures}</h2>
        <label className="inline-field soft right">
          {say.figuresOf}
          <select
            value={run}
            onChange={(event) => change({ figures: event.target.value })}
            className="run-choice"
          >
            {runs.map(({ id }) => (
              <option key={id}>{id}</option>
            ))}
          </select>
        </label>
      </header>
      {error && data === undefined ? (
        <Failed error={error} again={again} />
      ) : data === undefined ? (
        <p className="faint">{texts.states.loading}</p>
      ) : data.agents.length === 0 ? (
        <p className="faint">{say.noFigures}</p>
      ) : (
        <WideTable
          label={say.figures}
          className="agent-figures"
          heads={
            <>
              <th>{say.agent}</th>
              <th className="number">{say.calls}</th>
              <th className="number">{say.failed}</th>
              <th className="number">p50</th>
              <th className="number">p95</th>
              <th className="number">{say.modelCalls}</th>
              <th className="number">{say.tokens}</th>
              <th className="number">{texts.run.cost}</th>
              <th className="number" title={say.refusedHint}>
                {say.refused}
              </th>
              <th className="number" title={say.revisedHint}>
                {say.revised}
              </th>
            </>
          }
        >
          {data.agents.map((row) => (
            <tr key={row.agent} aria-current={row.agent === role ? "true" : undefined}>
              <td>{agentName(row.agent, texts)}</td>
              <td className="number">{formats.count(row.calls)}</td>
              <td className={`number ${row.failed > 0 ? "span-failed" : ""}`}>
                {formats.count(row.failed)}
              </td>
              <td className="number">{formats.duration(row.p50)}</td>
              <td className="number">{formats.duration(row.p95)}</td>
              <td
                className="number"
                title={row.cached > 0 ? say.ofCache(formats.count(row.cached)) : undefined}
              >
                {formats.count(row.modelCalls)}
                {row.cached > 0 ? (
                  <span className="faint"> +{formats.count(row.cached)}</span>
                ) : null}
              </td>
              <td className="number">
                {formats.short(row.inputTokens)} / {formats.short(row.outputTokens)}
              </td>
              <td className="number">
                <Cost usd={row.cost} />
              </td>
              <td className="number">{row.refused === null ? "–" : formats.share(row.refused)}</td>
              <td className="number">{row.revised === null ? "–" : formats.share(row.revised)}</td>
            </tr>
          ))}
        </WideTable>
      )}
    </section>
  );
}
