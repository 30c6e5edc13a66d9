import {
  asciiSigns,
  findCards,
  findIbans,
  findIpAddresses,
  findResidentNumbers,
} from "./find-numbers.js";
import { findPhones } from "./find-phones.js";
import { blankOut } from "../../text/blank-out.js";
import { NameFinder } from "./name-finder.js";
import { PERSONAL_DATA_KINDS, type PersonalData, type PersonalDataKind } from "./personal-data.js";

/** Latin letters only: Korean or Japanese words are written right up to an address. */
const EMAIL =
  /(?<![\p{Script=Latin}\p{N}._%+-])[\p{Script=Latin}\p{N}._%+-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9@-])/gu;

export interface PersonalDataOptions {
  /** Default: all. */
  readonly kinds?: readonly PersonalDataKind[];
  /** Names of people to find, as they are written. Default: none. */
  readonly names?: readonly string[];
}

/**
 * Finds personal data by form and check digit: addresses, numbers, and names of a list. Prepares
 * the list once for many texts.
 */
export class PersonalDataFinder {
  readonly #kinds: ReadonlySet<PersonalDataKind>;
  readonly #names: NameFinder;

  constructor({ kinds = PERSONAL_DATA_KINDS, names = [] }: PersonalDataOptions = {}) {
    this.#kinds = new Set(kinds);
    this.#names = new NameFinder(names);
  }

  /** Everything found, in order; nothing overlaps. */
  find(text: string): PersonalData[] {
    const found: PersonalData[] = [];
    // What is found is blanked out for the kinds that come later; the length stays, so that
    // positions hold.
    let rest = asciiSigns(text);
    for (const kind of PERSONAL_DATA_KINDS) {
      if (!this.#kinds.has(kind)) continue;
      const ofKind = this.#ofKind(kind, rest);
      for (const data of ofKind) found.push(data);
      rest = blankOut(rest, ofKind);
    }
    return found.sort((a, b) => a.start - b.start);
  }

  #ofKind(kind: PersonalDataKind, text: string): PersonalData[] {
    switch (kind) {
      case "email":
        return text.includes("@")
          ? Array.from(text.matchAll(EMAIL), (match) => ({
              kind,
              value: match[0].toLowerCase(),
              start: match.index,
              end: match.index + match[0].length,
            }))
          : [];
      case "iban":
        return findIbans(text);
      case "resident-number":
        return findResidentNumbers(text);
      case "card":
        return findCards(text);
      case "phone":
        return findPhones(text);
      case "ip-address":
        return findIpAddresses(text);
      case "name":
        return this.#names.find(text);
    }
  }
}
