import { useMemo, type ReactNode } from "react";
import { useLanguage } from "../../language/language.js";
import { choicesOf, fieldAt, schemaOf, type SchemaNode } from "./schema-place.js";

interface FieldHelpProps {
  readonly schema: SchemaNode;
  readonly text: string;
  readonly offset: number;
}

/** What the schema says of the field that the cursor is in, and what else can stand beside it. */
export function FieldHelp({ schema, text, offset }: FieldHelpProps): ReactNode {
  const { texts } = useLanguage();
  const found = useMemo(() => schemaOf(schema, fieldAt(text, offset)), [schema, text, offset]);
  const node = found?.node ?? schema;
  const choices = choicesOf(node);
  const fields = Object.entries(node.properties ?? {});
  return (
    <section>
      <h2>{found === null ? texts.task.fields : <code>{found.path.join(".")}</code>}</h2>
      {node.description === undefined ? null : <p className="soft">{node.description}</p>}
      {found === null || node.default === undefined ? null : (
        <p className="soft">
          {texts.task.usual} <code>{JSON.stringify(node.default)}</code>
        </p>
      )}
      {choices.length === 0 ? null : (
        <dl className="field-list">
          {choices.map(({ name, about }) => (
            <div key={name}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd>{about}</dd>
            </div>
          ))}
        </dl>
      )}
      {fields.length === 0 ? null : (
        <details open={found !== null}>
          <summary>{texts.task.fieldsOf(String(fields.length))}</summary>
          <dl className="field-list">
            {fields.map(([name, field]) => (
              <div key={name}>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>{field.description}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </section>
  );
}
