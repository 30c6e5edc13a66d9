import type { ReactNode } from "react";
import { useLanguage } from "../../language/language.js";

/** Which columns are shown. */
export function ColumnChoice({
  columns,
  hidden,
  change,
}: {
  readonly columns: readonly { readonly id: string; readonly name: string }[];
  readonly hidden: ReadonlySet<string>;
  readonly change: (hidden: ReadonlySet<string>) => void;
}): ReactNode {
  const { texts } = useLanguage();
  return (
    <details className="menu wide-only">
      <summary className="button">{texts.samples.columns}</summary>
      <div className="menu-body">
        {columns.map(({ id, name }) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={!hidden.has(id)}
              onChange={(event) => {
                const next = new Set(hidden);
                if (event.target.checked) next.delete(id);
                else next.add(id);
                change(next);
              }}
            />
            {name}
          </label>
        ))}
      </div>
    </details>
  );
}
