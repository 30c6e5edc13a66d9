import { useRef, type ReactNode } from "react";
import type { TaskProblem } from "../../../../api/task.js";
import { useLanguage } from "../../language/language.js";

interface TaskEditorProps {
  readonly text: string;
  readonly problems: readonly TaskProblem[];
  readonly change: (text: string) => void;
  /** Told where the cursor is, as an offset into the text. */
  readonly moved: (offset: number) => void;
}

/** The task file's text with its lines numbered; those with a problem are marked. */
export function TaskEditor({ text, problems, change, moved }: TaskEditorProps): ReactNode {
  const { texts } = useLanguage();
  const gutter = useRef<HTMLDivElement>(null);
  const wrong = new Map(problems.map((problem) => [problem.line, problem.message]));
  const lines = text.split("\n").length;
  return (
    <div className="task-editor">
      <div className="task-gutter" ref={gutter} aria-hidden="true">
        {Array.from({ length: lines }, (_, index) => (
          <span
            key={index}
            className={wrong.has(index + 1) ? "is-wrong" : undefined}
            title={wrong.get(index + 1)}
          >
            {index + 1}
          </span>
        ))}
      </div>
      <textarea
        id="task-text"
        aria-label={texts.task.text}
        aria-invalid={problems.length > 0}
        value={text}
        spellCheck={false}
        autoCapitalize="off"
        wrap="off"
        onChange={(event) => {
          change(event.target.value);
          moved(event.target.selectionStart);
        }}
        onSelect={(event) => moved(event.currentTarget.selectionStart)}
        onScroll={(event) => {
          if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
        }}
      />
    </div>
  );
}

/** Puts the cursor of the editor onto a line. */
export function goToLine(text: string, line: number, column: number | null): void {
  const field = document.querySelector<HTMLTextAreaElement>("#task-text");
  if (!field) return;
  const before = text.split("\n").slice(0, line - 1);
  const offset = before.join("\n").length + (line > 1 ? 1 : 0) + Math.max(0, (column ?? 1) - 1);
  field.focus();
  field.setSelectionRange(offset, offset);
  field.scrollTop = Math.max(0, (line - 4) * 20);
}
