import type { ReactNode } from "react";

/** The fields of a sample with their names, each as it was written; what is no text as JSON. */
export function SampleFields({
  fields,
}: {
  readonly fields: Readonly<Record<string, unknown>>;
}): ReactNode {
  return Object.entries(fields).map(([name, value]) => (
    <div key={name} className="sample-field">
      <h3>{name}</h3>
      <div className="sample-text">
        {typeof value === "string" ? value : JSON.stringify(value, null, 2)}
      </div>
    </div>
  ));
}
