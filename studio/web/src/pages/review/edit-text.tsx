import { useEffect, useRef, useState, type ReactNode } from "react";
import type { ReviewItem } from "../../../../api/review.js";
import { useLanguage } from "../../language/language.js";

interface EditTextProps {
  readonly item: ReviewItem;
  readonly keep: (fields: Readonly<Record<string, unknown>>) => void;
  readonly leave: () => void;
}

/** Changes the texts of a sample; Ctrl and Enter keeps them and accepts the sample. */
export function EditText({ item, keep, leave }: EditTextProps): ReactNode {
  const { texts } = useLanguage();
  const written = Object.entries(item.fields).filter(
    (field): field is [string, string] => typeof field[1] === "string",
  );
  const [changed, setChanged] = useState<Readonly<Record<string, string>>>({});
  const first = useRef<HTMLTextAreaElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <form
      className="card review-card review-edit"
      onSubmit={(event) => {
        event.preventDefault();
        keep(changed);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) keep(changed);
        if (event.key === "Escape") leave();
      }}
    >
      {written.map(([name, text], index) => (
        <label key={name} className="field">
          {name}
          <textarea
            ref={index === 0 ? first : undefined}
            value={changed[name] ?? text}
            onChange={(event) =>
              setChanged((before) => ({ ...before, [name]: event.target.value }))
            }
          />
        </label>
      ))}
      <div className="review-actions">
        <button type="submit" className="main" disabled={Object.keys(changed).length === 0}>
          {texts.review.keepEdit} <kbd>Ctrl</kbd> <kbd>Enter</kbd>
        </button>
        <button type="button" onClick={leave}>
          {texts.review.leaveEdit} <kbd>Esc</kbd>
        </button>
      </div>
    </form>
  );
}
