import { createContext, useContext, type ComponentType } from "react";
import type { Problem } from "./form-value.js";
import type { JsonSchema } from "./json-schema.js";

/** What every field of one form knows. */
export interface FormKnowledge {
  /** Where references of the schema lead. */
  readonly root: JsonSchema;
  readonly problems: readonly Problem[];
  /** Begins the id of every field, so that two forms can stand on a page. */
  readonly id: string;
  /** Moves the keyboard to what stands at a path once it is drawn. */
  readonly goTo: (path: string) => void;
  /** True of where the keyboard is about to be moved. */
  readonly isGoal: (path: string) => boolean;
  /** A value with its name, and one without: values stand in values, and so do these. */
  readonly Field: ComponentType<FieldProps>;
  readonly Contents: ComponentType<FieldProps>;
}

export const FormContext = createContext<FormKnowledge | null>(null);

/** What the form around a field knows; fields stand in forms only. */
export function useForm(): FormKnowledge {
  return useContext(FormContext)!;
}

/** What each field is given. */
export interface FieldProps {
  readonly schema: JsonSchema;
  readonly value: unknown;
  readonly path: string;
  readonly name: string;
  /** Undefined takes the field away. */
  readonly change: (value: unknown) => void;
  /** Absent where it has to be there. */
  readonly remove?: () => void;
  readonly level: number;
}
