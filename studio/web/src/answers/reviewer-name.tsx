import { useRef, useState, type ReactNode } from "react";
import { keepPreference } from "../frame/preference.js";
import { useLanguage } from "../language/language.js";

const KEPT = "datawright-reviewer";

/** Who answers: without a name there is no answer. */
export interface Reviewer {
  readonly name: string;
  /** True after an answer was tried without a name. */
  readonly isMissing: boolean;
  /** True with a name; without one it is asked for. */
  readonly named: () => boolean;
  /** The field of the name. */
  readonly field: ReactNode;
}

/** The name that was written last on this machine, and the field that changes it. */
export function useReviewer(): Reviewer {
  const { texts } = useLanguage();
  const [name, setName] = useState(() => localStorage.getItem(KEPT) ?? "");
  const [typed, setTyped] = useState(name);
  const [isMissing, setMissing] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  return {
    name,
    isMissing,
    named: () => {
      if (name !== "") return true;
      setMissing(true);
      input.current?.focus();
      return false;
    },
    field: (
      <label className="inline-field">
        <span className="soft">{texts.review.reviewer}</span>
        <input
          ref={input}
          value={typed}
          size={14}
          placeholder={texts.review.yourName}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={() => {
            keepPreference("reviewer", typed.trim());
            setName(typed.trim());
            setMissing(false);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter") event.currentTarget.blur();
          }}
        />
      </label>
    ),
  };
}
