import { Random } from "../../../base/statistics/random.js";

const topics: Record<string, readonly string[]> = {
  billing: ["invoice", "refund", "charge", "payment", "card", "price"],
  delivery: ["parcel", "courier", "late", "tracking", "address", "shipped"],
  account: ["password", "login", "email", "profile", "locked", "username"],
};
const filler = ["please", "the", "my", "is", "help", "with", "about", "again", "today", "why"];

/** Seeded short texts of three topics, a few topic words among filler each. */
export function toyTexts(count: number, seed = 1): { texts: string[]; labels: string[] } {
  const random = new Random(seed);
  const names = Object.keys(topics);
  const labels = Array.from({ length: count }, (_, i) => names[i % names.length]!);
  const texts = labels.map((label) =>
    random.shuffle([...random.sample(topics[label]!, 2), ...random.sample(filler, 4)]).join(" "),
  );
  return { texts, labels };
}
