/**
 * Whether the last digit is the Luhn check digit of the others (ISO/IEC 7812).
 * @param digits digits only
 */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const doubled = index % 2 === 1 ? 2 * digit : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return digits.length > 0 && sum % 10 === 0;
}

const CARDS: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^5[1-5]/, [16]],
  [/^2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)/, [16]],
  [/^3[47]/, [15]],
  [/^3(?:0[0-5]|[68])/, [14]],
  [/^6(?:011|5|4[4-9])/, [16, 19]],
  [/^35(?:2[89]|[3-8])/, [16]],
  [/^62/, [16, 17, 18, 19]],
  [/^9\d/, [16]],
];

/** Whether digits can be a payment card's: a known beginning, its length, and the Luhn digit. */
export function isCardNumber(digits: string): boolean {
  return (
    CARDS.some(
      ([beginning, lengths]) => beginning.test(digits) && lengths.includes(digits.length),
    ) &&
    !/^(\d)\1+$/u.test(digits) &&
    passesLuhn(digits)
  );
}

/** Length of an IBAN by country (ISO 13616 registry). */
export const IBAN_LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 " +
    "DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 " +
    "IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 " +
    "MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SD18 SE24 SI19 " +
    "SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20"
  )
    .split(" ")
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/**
 * Whether an IBAN without spaces, upper case, has its country's length and leaves 1 modulo 97 (ISO
 * 7064).
 */
export function isIban(iban: string): boolean {
  if (IBAN_LENGTHS[iban.slice(0, 2)] !== iban.length || !/^[A-Z]{2}\d{2}[A-Z0-9]+$/u.test(iban))
    return false;
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** What can be said of 13 digits as a Korean resident registration number. */
export type ResidentNumberCheck = "valid" | "date-only" | "no";

/**
 * Checks a Korean resident registration number: birth date by the century digit, then the check
 * digit (weights 2-9, 2-5; the foreigners' digits 5-8 two higher). Numbers given since October 2020
 * end in random digits: for them the date is all there is.
 *
 * @param digits 13 digits
 */
export function checkResidentNumber(digits: string): ResidentNumberCheck {
  const century = Number(digits[6]);
  if (!/^\d{13}$/u.test(digits) || century < 1 || century > 8) return "no";
  const year = ([1, 2, 5, 6].includes(century) ? 1900 : 2000) + Number(digits.slice(0, 2));
  const [month, day] = [Number(digits.slice(2, 4)), Number(digits.slice(4, 6))];
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || day === 0) return "no";
  const sum = Array.from("234567892345").reduce(
    (total, weight, index) => total + Number(weight) * Number(digits[index]),
    0,
  );
  const check = century <= 4 ? (11 - (sum % 11)) % 10 : (13 - (sum % 11)) % 10;
  return check === Number(digits[12]) ? "valid" : "date-only";
}
