import type { Random } from "../../../../base/statistics/random.js";

export const CORRUPTION_KINDS = ["shuffled", "repeated", "noisy", "cut"] as const;

export interface Corruption {
  readonly kind: (typeof CORRUPTION_KINDS)[number];
  readonly text: string;
}

/**
 * Broken versions of a text: words in random order, a phrase said again and again, characters
 * exchanged, cut off inside a word, and bytes read in the wrong encoding. What is told apart from
 * good texts is learnt from these, so no bad examples are needed.
 */
export function corruptions(text: string, random: Random): Corruption[] {
  const characters = Array.from(text);
  const spaced = text.trim().split(/\s+/u);
  const pieces = spaced.length >= 4 ? spaced : characters;
  const joint = spaced.length >= 4 ? " " : "";
  const broken: Corruption[] = [
    { kind: "shuffled", text: random.shuffle(pieces).join(joint) },
    { kind: "shuffled", text: random.shuffle(pieces).join(joint) },
    { kind: "repeated", text: repeated(pieces, joint, random) },
    { kind: "noisy", text: noisy(characters, random) },
  ];
  const cut = insideWord(text, random);
  if (cut !== null) broken.push({ kind: "cut", text: cut });
  const misread = Buffer.from(text, "utf8").toString("latin1");
  broken.push({
    kind: "noisy",
    text: misread === text || random.next() < 0.5 ? withBadBytes(characters, random) : misread,
  });
  return broken.filter((version) => version.text !== text && version.text.trim() !== "");
}

function repeated(pieces: readonly string[], joint: string, random: Random): string {
  const length = Math.min(pieces.length, 2 + random.integer(3));
  const start = random.integer(pieces.length - length + 1);
  const phrase = pieces.slice(start, start + length).join(joint);
  const times = Math.max(3, Math.ceil(pieces.length / length));
  return Array.from({ length: times }, () => phrase).join(joint);
}

function noisy(characters: readonly string[], random: Random): string {
  return characters
    .map((character) =>
      random.next() < 0.35 && character.trim() !== "" ? random.pick(characters) : character,
    )
    .join("");
}

function insideWord(text: string, random: Random): string | null {
  const ends = [...text.matchAll(/[\p{L}\p{M}]{4,}/gu)].filter(
    (match) => match.index > text.length * 0.2 && match.index < text.length * 0.8,
  );
  if (ends.length === 0) return null;
  const match = random.pick(ends);
  return text.slice(0, match.index + 1 + random.integer(match[0].length - 2));
}

function withBadBytes(characters: readonly string[], random: Random): string {
  return characters
    .map((character) =>
      random.next() < 0.12
        ? random.pick(["\ufffd", "\u00c3", "\u00e2\u20ac", "\u00c2"])
        : character,
    )
    .join("");
}
