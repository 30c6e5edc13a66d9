import type { ReactNode } from "react";
import type { Verdict } from "../../../api/shared.js";
import { agentName } from "./agent-name.js";
import { useLanguage } from "../language/language.js";

/** What judges decided, criterion by criterion. */
export function Verdicts({ verdicts }: { readonly verdicts: readonly Verdict[] }): ReactNode {
  const { texts, formats } = useLanguage();
  return (
    <ul className="verdicts">
      {verdicts.map((verdict, index) => (
        <li key={index}>
          <div className="verdict-head">
            <span className={`status ${verdict.pass ? "accepted" : "rejected"}`}>
              <span aria-hidden="true">{verdict.pass ? "✓" : "✕"}</span>
              {verdict.pass ? texts.trace.passes : texts.trace.refuses}
            </span>
            <strong title={verdict.criterion}>
              {texts.criteria[verdict.criterion] ?? verdict.criterion}
            </strong>
            {verdict.score === null ? null : (
              <span className="soft">{texts.trace.score(formats.number(verdict.score))}</span>
            )}
            <span className="faint">{agentName(verdict.judge, texts)}</span>
          </div>
          {verdict.reason === "" ? null : <p className="soft">{verdict.reason}</p>}
        </li>
      ))}
    </ul>
  );
}
