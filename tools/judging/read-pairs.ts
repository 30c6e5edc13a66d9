import { readRecords, recordError } from "../annotation/read-records.js";
import type { AnswerPair } from "./judge-pairs.js";

const FORMAT = "pairs";

/**
 * Pairs of answers: { instruction, output_1, output_2, generator_1?, generator_2? } as AlpacaEval has
 * them, or { instruction, response1, response2, model1?, model2? }.
 *
 * @throws DATA_FORMAT with the number of the record
 */
export function readPairs(source: unknown): AnswerPair[] {
  const seen = new Set<string>();
  return readRecords(source, FORMAT).map((record, index) => {
    const word = (names: readonly string[], otherwise?: string): string => {
      const value = names.map((name) => record[name]).find((one) => one !== undefined);
      if (typeof value === "string") return value;
      if (value === undefined && otherwise !== undefined) return otherwise;
      throw recordError(FORMAT, index + 1, `has no text under ${names.join(" or ")}`);
    };
    const given = record["id"] ?? record["idx"] ?? index + 1;
    const id =
      typeof given === "string" || typeof given === "number" ? String(given) : String(index + 1);
    if (seen.has(id))
      throw recordError(FORMAT, index + 1, `its id ${JSON.stringify(id)} is there twice`);
    seen.add(id);
    const input =
      typeof record["input"] === "string" && record["input"] !== "" ? `\n\n${record["input"]}` : "";
    return {
      id,
      instruction: `${word(["instruction", "prompt", "question"])}${input}`,
      first: word(["output_1", "response1", "first"]),
      second: word(["output_2", "response2", "second"]),
      models: [
        word(["generator_1", "model1", "model_1"], "first"),
        word(["generator_2", "model2", "model_2"], "second"),
      ],
    };
  });
}
