import type { Texts } from "../language/english.js";

/** What an agent is called, or a judge by its agent, as "critic (embedded)": roles in the words of the page. */
export function agentName(name: string, texts: Texts): string {
  const [role = ""] = name.split(" ");
  return `${texts.samples.who[role] ?? role}${name.slice(role.length)}`;
}

/** What a step is called: operations as OpenTelemetry names them, agents in the words of the page. */
export function spanName(name: string, texts: Texts): string {
  const [, operation, agent] = /^(invoke_agent )?(.*)$/su.exec(name) ?? [];
  return `${operation ?? ""}${agentName(agent ?? name, texts)}`;
}
