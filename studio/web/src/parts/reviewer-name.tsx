import { useState, type ReactNode, type RefObject } from "react";
import { keepPreference } from "../frame/preference.js";
import { useLanguage } from "../language/language.js";

const KEPT = "datawright-reviewer";

/** The name that was written last on this machine; "" before there is one. */
export function keptReviewer(): string {
  return localStorage.getItem(KEPT) ?? "";
}

/** Who answers: taken over when the field is left. */
export function ReviewerName({
  field,
  reviewer,
  take,
}: {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly reviewer: string;
  readonly take: (name: string) => void;
}): ReactNode {
  const { texts } = useLanguage();
  const [typed, setTyped] = useState(reviewer);
  return (
    <label className="inline-field">
      <span className="soft">{texts.review.reviewer}</span>
      <input
        ref={field}
        value={typed}
        size={14}
        placeholder={texts.review.yourName}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => {
          keepPreference("reviewer", typed.trim());
          take(typed.trim());
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
        }}
      />
    </label>
  );
}
