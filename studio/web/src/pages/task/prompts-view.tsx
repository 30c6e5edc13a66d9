import type { ReactNode } from "react";
import type { Prompts } from "../../../../api/task.js";
import { useLanguage } from "../../language/language.js";
import { PromptMessages } from "../trace/prompt-messages.js";

/** The prompts of the first samples, as they will be sent. */
export function PromptsView({ prompts }: { readonly prompts: Prompts }): ReactNode {
  const { texts } = useLanguage();
  return (
    <section>
      <h2>{texts.task.firstPrompts}</h2>
      {prompts.prompts.length === 0 ? <p className="faint">{texts.run.noCalls}</p> : null}
      {prompts.prompts.map((prompt, index) => (
        <details key={index} open={index === 0} className="cells">
          <summary>
            {prompt.agent} · {prompt.step}
          </summary>
          <PromptMessages messages={prompt.messages} />
        </details>
      ))}
    </section>
  );
}
