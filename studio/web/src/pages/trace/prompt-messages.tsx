import { type ReactNode } from "react";
import type { SpanDetail } from "../../../../api/spans.js";
import { useLanguage } from "../../language/language.js";

/** Each kind of section in a colour of its own; the name stands beside it. */
const COLOUR: Readonly<Record<string, number>> = {
  task: 0,
  conditions: 1,
  demonstrations: 2,
  sources: 3,
  draft: 4,
  written: 4,
  criteria: 5,
  feedback: 5,
  output: 6,
};

/** The messages as they were sent, the sections of a prompt told apart. */
export function PromptMessages({
  messages,
}: {
  readonly messages: SpanDetail["messages"];
}): ReactNode {
  const { texts } = useLanguage();
  return messages.map((message, index) => (
    <div className="message" key={index}>
      <h4>{texts.trace.roles[message.role as keyof typeof texts.trace.roles] ?? message.role}</h4>
      {message.sections.map((section, place) => (
        <div
          key={place}
          className={`prompt-section section-${COLOUR[section.name] ?? "other"}`}
          data-section={section.name}
        >
          <span>
            {texts.trace.sections[section.name as keyof typeof texts.trace.sections] ??
              section.name}
          </span>
          <pre>{section.text}</pre>
        </div>
      ))}
    </div>
  ));
}
