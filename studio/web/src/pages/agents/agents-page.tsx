import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Agents } from "../../../../api/agents.js";
import { useLanguage } from "../../language/language.js";
import { agentName } from "../../parts/agent-name.js";
import { JsonText } from "../../parts/json-text.js";
import { Empty, Failed, Loading } from "../../parts/states.js";
import { useAnswer } from "../../server/use-answer.js";
import { AgentCall } from "./agent-call.js";
import { FiguresCard } from "./figures-card.js";
import { Playground } from "./playground.js";

type Agent = Agents["agents"][number];

/** The registry of agents: what each takes and gives, what it chooses by name, and a place to try it. */
export default function AgentsPage({ role }: { readonly role?: string }): ReactNode {
  const { texts } = useLanguage();
  const { data, error, again } = useAnswer<Agents>("/api/agents");
  if (error && data === undefined) return <Failed error={error} again={again} />;
  if (data === undefined) return <Loading />;
  const chosen =
    role === undefined ? data.agents[0] : data.agents.find((agent) => agent.role === role);
  return (
    <div className="fill">
      <div className="agents-page">
        <nav className="agent-list" aria-label={texts.frame.agents}>
          {data.agents.map((agent) => (
            <Link
              key={agent.role}
              href={`/agents/${encodeURIComponent(agent.role)}`}
              aria-current={agent === chosen ? "page" : undefined}
            >
              {agentName(agent.role, texts)}
            </Link>
          ))}
        </nav>
        <div className="agent-body">
          {chosen === undefined ? (
            <Empty title={texts.agents.noAgent} />
          ) : (
            <OneAgent key={chosen.role} agent={chosen} />
          )}
        </div>
      </div>
    </div>
  );
}

function OneAgent({ agent }: { readonly agent: Agent }): ReactNode {
  const { texts } = useLanguage();
  const about = texts.agents.about[agent.role as keyof typeof texts.agents.about];
  return (
    <>
      <div className="page-head">
        <h1>{agentName(agent.role, texts)}</h1>
        {agent.name === agent.role ? null : <span className="tag">{agent.name}</span>}
        {about === undefined ? null : <span className="soft">{about}</span>}
      </div>
      <AgentCall role={agent.role} methods={agent.methods} />
      <FiguresCard role={agent.role} />
      <details className="card">
        <summary>{texts.agents.playground}</summary>
        <Playground role={agent.role} />
      </details>
      {agent.slots.map((slot) => (
        <section className="card" key={slot.slot}>
          <header>
            <h2>{slot.slot}</h2>
            <span className="soft">{texts.agents.chosenByName(String(slot.choices.length))}</span>
          </header>
          <dl className="field-list in-columns">
            {slot.choices.map((choice) => (
              <div key={choice.name}>
                <dt>
                  <code>{choice.name}</code>
                </dt>
                <dd>{choice.about}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      {agent.methods.map((method) => (
        <details className="card" key={method.name}>
          <summary>
            <code>{method.name}</code> {texts.agents.takesAndGives}
          </summary>
          <div className="agent-schemas cells">
            <div>
              <h3>{texts.agents.takes}</h3>
              <JsonText value={method.input} />
            </div>
            <div>
              <h3>{texts.agents.gives}</h3>
              <JsonText value={method.output} />
            </div>
          </div>
        </details>
      ))}
    </>
  );
}
