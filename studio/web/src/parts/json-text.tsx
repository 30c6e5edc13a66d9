import { useMemo, type ReactNode } from "react";

/** A value as indented JSON: text, whatever a model put into it. */
export function JsonText({ value }: { readonly value: unknown }): ReactNode {
  const text = useMemo(
    () => (typeof value === "string" ? value : JSON.stringify(value, null, 2)),
    [value],
  );
  return <pre className="json">{text}</pre>;
}
