import fc from "fast-check";
import { namesItselfMachine, withoutStockPhrases } from "../../../tools/text/stock-phrases.js";

describe("withoutStockPhrases", () => {
  it.each([
    ["Thank you for the explanation! How long does it take?", "How long does it take?"],
    [
      "Sand the pads. I hope this helps! Feel free to ask if you have more questions.",
      "Sand the pads.",
    ],
    ["You're welcome! Is there anything else I can help you with?", ""],
    ["Thanks, bye!", ""],
    ["First:\n- one\n- two\nLet me know if you need more.", "First:\n- one\n- two"],
    [
      "I am happy with the red one. Thank you is what I say to guests. It is polite.",
      "I am happy with the red one. Thank you is what I say to guests. It is polite.",
    ],
  ])("%j becomes %j", (message, left) => {
    expect(withoutStockPhrases(message)).toBe(left);
  });
  it("cuts beginnings that it is told, in any case", () => {
    expect(withoutStockPhrases("GERN geschehen. Morgen um neun.", ["gern geschehen", " "])).toBe(
      "Morgen um neun.",
    );
  });
  it("leaves a piece of the message, and cutting again changes nothing", () => {
    fc.assert(
      fc.property(
        fc
          .array(
            fc.constantFrom(
              "Thanks!",
              "Sand it.",
              "You're welcome.",
              "No. 5 is red.",
              "Bye.",
              "Is there anything else?",
              "\n",
            ),
            { maxLength: 8 },
          )
          .map((parts) => parts.join(" ")),
        (message) => {
          const left = withoutStockPhrases(message);
          expect(message).toContain(left);
          expect(withoutStockPhrases(left)).toBe(left);
        },
      ),
    );
  });
});

describe("namesItselfMachine", () => {
  it("finds a writer who says to be a language model", () => {
    for (const text of [
      "As an AI language model, I cannot.",
      "I'm just an AI.",
      "as a language model",
    ])
      expect(namesItselfMachine(text)).toBe(true);
    for (const text of [
      "The AI of the car failed.",
      "As an artist I paint.",
      "I am an air hostess.",
    ])
      expect(namesItselfMachine(text)).toBe(false);
  });
});
