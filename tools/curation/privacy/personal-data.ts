/**
 * Kinds of personal data that are looked for, in the order in which they are: what one kind claims,
 * the later ones do not see.
 */
export const PERSONAL_DATA_KINDS = [
  "email",
  "iban",
  "resident-number",
  "card",
  "phone",
  "ip-address",
  "name",
] as const;
export type PersonalDataKind = (typeof PERSONAL_DATA_KINDS)[number];

/** One piece of personal data in a text. */
export interface PersonalData {
  readonly kind: PersonalDataKind;
  /** The same for every spelling of one value: digits only, lower-case address, … */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}
