import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readSource, textsOf } from "../../../helpers/read-source.js";
import { temporaryFolder } from "../../../memory/temporary-folder.js";

const folder = temporaryFolder();

const edges = async (
  name: string,
  content: string,
  options: {
    columns?: {
      subject?: string | number;
      relation?: string | number;
      object?: string | number;
      weight?: string | number;
    };
    header?: boolean;
  } = {},
) => {
  await writeFile(join(folder, name), content);
  return readSource({ name: "csv", path: name, ...options }, { folder });
};

describe("csv source", () => {
  it.each([
    [
      "columns of the usual names, in any order",
      "list.csv",
      "object,weight,relation,subject\nskin complaint,2,is a,eczema\n",
      {},
    ],
    [
      "the first columns of a table of other names",
      "list.csv",
      "term,link,class,score\neczema,is a,skin complaint,2\n",
      {},
    ],
    [
      "columns that are named",
      "list.csv",
      "class,term,link,score\nskin complaint,eczema,is a,2\n",
      { columns: { subject: "term", relation: "link", object: "class", weight: "score" } },
    ],
    [
      "columns by number without a header",
      "list.tsv",
      "eczema\tis a\tskin complaint\t2\n",
      { header: false },
    ],
    [
      "JSON lines",
      "list.jsonl",
      '{"subject": "eczema", "relation": "is a", "object": "skin complaint", "weight": 2}\n',
      {},
    ],
  ])("reads %s", async (_name, file, content, options) => {
    const knowledge = await edges(file, content, options);
    expect(textsOf(knowledge)).toEqual(["eczema — is a — skin complaint"]);
    expect([...knowledge.graph!.triples()]).toMatchObject([
      { subject: "eczema", relation: "is a", object: "skin complaint", weight: 2, literal: false },
    ]);
  });

  it("takes numbers and dates for values, unless they are something that is spoken of", async () => {
    const { graph } = await edges(
      "values.csv",
      'subject,relation,object\nshop,opened,1987-05-01\nparcel,costs,"€ ' +
        '4,90"\norwell,wrote,1984\n1984,is a,novel\n',
    );
    expect([...graph!.triples()].map(({ object, literal }) => [object, literal])).toEqual([
      ["1987-05-01", true],
      ["€ 4,90", true],
      ["1984", false],
      ["novel", false],
    ]);
    expect(graph!.paths("orwell", "novel").paths).toHaveLength(1);
  });

  it("tells of every row that it cannot use, with its line", async () => {
    const knowledge = await edges(
      "bad.csv",
      "subject,relation,object,weight\na,is a,b,1\n,is a,c,1\nd,is a,e,heavy\nf,is a\ng,is a,h,\n",
    );
    expect(textsOf(knowledge)).toEqual(["a — is a — b", "g — is a — h"]);
    expect(knowledge.problems).toEqual([
      expect.stringContaining("line 3: no subject"),
      expect.stringContaining('line 4: the weight "heavy"'),
      expect.stringContaining("line 5: 2 columns"),
    ]);
  });

  it.each([
    [
      { columns: { subject: "hed" } },
      "head,rel,tail\na,b,c\n",
      /no column "hed".*did you mean "head"/u,
    ],
    [{}, "a,b\n1,2\n", /needs three columns, and the file has 2/u],
    [{ columns: { weight: "score" } }, "subject,relation,object\na,b,c\n", /no column "score"/u],
  ])("refuses columns that are not there: %j", async (options, content, message) => {
    await expect(edges("columns.csv", content, options)).rejects.toMatchObject({
      code: "DATA_COLUMN",
      message: expect.stringMatching(message),
    });
  });
});
