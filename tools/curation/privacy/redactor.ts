import { PersonalDataFinder, type PersonalDataOptions } from "./find-personal-data.js";
import type { PersonalData, PersonalDataKind } from "./personal-data.js";

const NAMES: Readonly<Record<PersonalDataKind, string>> = {
  email: "EMAIL",
  iban: "IBAN",
  "resident-number": "RESIDENT_NUMBER",
  card: "CARD",
  phone: "PHONE",
  "ip-address": "IP_ADDRESS",
  name: "NAME",
};
const PLACEHOLDER = /\[(EMAIL|IBAN|RESIDENT_NUMBER|CARD|PHONE|IP_ADDRESS|NAME)_(\d{1,9})\]/gu;

/** A text with placeholders, and what they stand for. */
export interface RedactedText {
  readonly text: string;
  readonly found: readonly PersonalData[];
}

/**
 * Replaces personal data by typed placeholders such as [EMAIL_1]; one value has one placeholder in
 * all texts of a dataset.
 *
 *     const redactor = new Redactor();
 *     redactor.redact("write to a@example.org").text; // "write to [EMAIL_1]"
 */
export class Redactor {
  readonly #finder: PersonalDataFinder;
  readonly #placeholders = new Map<string, string>();
  readonly #last = new Map<string, number>();

  constructor(options: PersonalDataOptions = {}) {
    this.#finder = new PersonalDataFinder(options);
  }

  /**
   * Keeps placeholders that a text has already from being given to another value: show all texts
   * before the first is redacted.
   */
  reserve(text: string): void {
    for (const [, name, number] of text.matchAll(PLACEHOLDER))
      this.#last.set(name!, Math.max(this.#last.get(name!) ?? 0, Number(number)));
  }

  redact(text: string): RedactedText {
    const found = this.#finder.find(text);
    let redacted = "";
    let from = 0;
    for (const data of found) {
      redacted += text.slice(from, data.start) + this.#placeholder(data);
      from = data.end;
    }
    return { text: redacted + text.slice(from), found };
  }

  #placeholder({ kind, value }: PersonalData): string {
    const key = `${kind} ${value}`;
    const known = this.#placeholders.get(key);
    if (known !== undefined) return known;
    const number = (this.#last.get(NAMES[kind]) ?? 0) + 1;
    this.#last.set(NAMES[kind], number);
    const placeholder = `[${NAMES[kind]}_${number}]`;
    this.#placeholders.set(key, placeholder);
    return placeholder;
  }
}
