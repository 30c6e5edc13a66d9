import { Random } from "../../base/statistics/random.js";
import { fillSchema } from "../../graphs/conformance/fill-schema.js";

type Schema = Readonly<Record<string, unknown>>;

/** Words of a language in which the request wants its texts; English needs none. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  German:
    "die App ist nicht so gut wie das Buch und ich finde mein Rezept auf dem Tisch oder in der Küche nie wieder".split(
      " ",
    ),
  Korean:
    "이 앱은 정말 좋아요 요리 사진이 예쁘고 저는 매일 저녁에 새로운 음식을 만들어 봅니다 하지만 검색이 조금 느려요".split(
      " ",
    ),
};

/**
 * Answers as a model that does what it is asked would: texts name the label that is wanted, ratings
 * are the best ones, and a judge reads the label that the draft names.
 */
export function obligingAnswer(body: Readonly<Record<string, unknown>>): unknown {
  const schema = (
    body["response_format"] as { json_schema?: { schema?: Record<string, unknown> } } | undefined
  )?.json_schema?.schema;
  const seed = JSON.stringify(body);
  const filled = schema === undefined ? null : fillSchema(schema, seed);
  if (filled === null || typeof filled !== "object" || Array.isArray(filled))
    return filled ?? `The answer ${seed.length} to what was asked.`;
  const said = (body["messages"] as { content: unknown }[])
    .map(({ content }) => (typeof content === "string" ? content : JSON.stringify(content)))
    .join("\n");
  const properties = (schema!["properties"] ?? {}) as Record<string, Schema>;
  const answer = filled as Record<string, unknown>;
  for (const [name, property] of Object.entries(properties)) answer[name] = better(name, property);
  return answer;

  function better(name: string, property: Schema): unknown {
    const value = answer[name];
    const judged = said.slice(said.lastIndexOf("<draft>"));
    if (Array.isArray(property["enum"]))
      return property["enum"].find((one) => judged.includes(`about ${String(one)}:`)) ?? value;
    if (typeof value === "number")
      return /prob|confiden/u.test(name) ? 0.99 : ((property["maximum"] as number) ?? value);
    const words = WORDS[/Language: (\p{L}+)\./u.exec(said)?.[1] ?? ""];
    if (typeof value === "string" && words !== undefined && !/reason|evidence/u.test(name))
      return `${new Random(seed).shuffle(words).slice(0, 12).join(" ")}.`;
    const wanted = /"name":"label","value":"([^"]+)"/u.exec(said)?.[1];
    if (typeof value === "string" && wanted !== undefined && !/reason|evidence/u.test(name))
      return `This is about ${wanted}: ${value}`;
    return value;
  }
}
