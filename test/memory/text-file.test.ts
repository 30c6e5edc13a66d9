import { join } from "node:path";
import { TextFile } from "../../memory/text-file.js";
import { temporaryFolder } from "./temporary-folder.js";

describe("TextFile", () => {
  it("gives back each text by its position, long ones and empty ones too, and anew when it is written again", async () => {
    const path = join(temporaryFolder(), "passages.txt");
    const texts = ["first\nline", "", "안녕 👋", "x".repeat(1_500_000), "last\0"];
    async function* of(list: readonly string[]): AsyncGenerator<string> {
      yield* list;
    }
    const file = await TextFile.write(path, of(texts));
    expect(texts.map((_, position) => file.at(position))).toEqual(texts);
    expect([file.at(5), file.at(-1)]).toEqual([null, null]);
    expect((await TextFile.write(path, of(["other"]))).at(0)).toBe("other");
  });
});
