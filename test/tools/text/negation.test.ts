import { hasNegation } from "../../../tools/text/negation.js";

describe("negation", () => {
  it.each([
    ["en", "I don’t know", "I know"],
    ["en", "without sugar", "with notable sugar"],
    ["de", "Das ist kein Problem", "Das ist eine Keimzelle"],
    ["fr", "Je n’ai rien", "J’ai rendu la panne"],
    ["es", "No me gusta", "Me gusta la noche"],
    ["it", "Non lo so", "Lo so nonostante tutto"],
    ["pt", "Não gosto", "Gosto da semana"],
    ["nl", "Dat is niet waar", "Dat is genieten"],
    ["ko", "저는 그 사람을 몰라요, 가지 않았어요", "저는 갔어요"],
    ["ja", "行きません", "行きます"],
    ["zh", "我不去", "我去"],
    ["pt-BR", "nunca mais", "mais uma vez"],
  ])("is told in %s: %j, not %j", (language, denied, stated) =>
    expect([hasNegation(denied, language), hasNegation(stated, language)]).toEqual([true, false]),
  );

  it("is not known in languages without a list", () =>
    expect(hasNegation("Ei ole", "fi")).toBeNull());
});
