import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { temporaryFolder } from "../../memory/temporary-folder.js";

const json = (value: unknown): string => JSON.stringify(value);
const finish = {
  node_type: "Action Input",
  description: '{"return_type":"give_answer"}',
  children: [],
};
const tree = {
  node_type: "Action Input",
  description: "",
  children: [
    {
      node_type: "Action",
      description: "tides_for_harbour",
      children: [
        {
          node_type: "Action Input",
          description: '{"port":"Mora"}',
          children: [{ node_type: "Action", description: "Finish", children: [finish] }],
        },
      ],
    },
  ],
};
const trajectory = {
  tree: { tree },
  answer_generation: {
    valid_data: true,
    query: "When is high tide in Mora?",
    finish_type: "give_answer",
    final_answer: "At noon.",
    function: [
      {
        name: "tides_for_harbour",
        description: "tides of a port",
        parameters: { properties: { port: {} }, required: ["port"] },
      },
      { name: "Finish", parameters: { properties: {}, required: [] } },
    ],
  },
};
const api = {
  tool_name: "Harbour",
  api_name: "Tides",
  api_description: "tides of a port",
  required_parameters: [{ name: "port" }],
  optional_parameters: [],
};

/** A made-up sample of each benchmark: its files in the shapes in which they are distributed. */
export const MADE_FILES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "sms-spam": {
    SMSSpamCollection: Array.from({ length: 40 }, (_, at) =>
      at % 2 ? `spam\tWIN a lamp now, code ${at}` : `ham\tsee you at ${at} by the "lake`,
    ).join("\n"),
  },
  "ag-news": {
    "train.csv":
      '"2","Rowers win","The eight of Mora won."\n"3","Lamps sell","Sales rose, firms say."\n',
    "test.csv": '"1","Talks end","Envoys met in\\Mora."\n',
  },
  imdb: {
    "aclImdb/train/pos/0_9.txt": "A fine film.<br /><br />Go and see it.",
    "aclImdb/train/neg/1_2.txt": "Dull.",
    "aclImdb/train/unsup/2_0.txt": "Some film.",
    "aclImdb/test/pos/0_10.txt": "Loved it.",
  },
  goemotions: { "test.tsv": "That is so kind!\t0,15\tab1\nRain today.\t27\tab2\n" },
  clinc150: {
    "data_full.json": json({
      train: [["what is my balance", "balance"]],
      val: [["balance please", "balance"]],
      test: [
        ["tell me the balance", "balance"],
        ["book a table", "booking"],
      ],
      oos_train: [],
      oos_val: [],
      oos_test: [["why is the sky blue", "oos"]],
    }),
  },
  banking77: {
    "train.csv": 'text,category\n"My card, where is it?",card_arrival\n',
    "test.csv": "text,category\nNo card came yet,card_arrival\n",
    "categories.json": json(["card_arrival", "top_up_failed"]),
  },
  fewrel: {
    "val_wiki.json": json({
      P1: Array.from({ length: 30 }, (_, at) => ({
        tokens: ["Mora", "Bridge", "crosses", "the", "Sel", `${at}`, "."],
        h: ["mora bridge", "Q1", [[0, 1]]],
        t: ["sel", "Q2", [[4]]],
      })),
      P2: Array.from({ length: 30 }, (_, at) => ({
        tokens: ["Ana", "is", "mother", "of", "Ben", `${at}`],
        h: ["ana", "Q3", [[0]]],
        t: ["ben", "Q4", [[4]]],
      })),
    }),
    "pid2name.json": json({
      P1: ["crosses", "obstacle that it crosses"],
      P2: ["mother", "of whom"],
    }),
  },
  "glue-qnli": {
    "dev.tsv":
      'index\tquestion\tsentence\tlabel\n0\tWho won?\tThe "eight won.\tentailment\n1\tWhen?\tLamps sell.\tnot_entailment\n',
  },
  "glue-rte": {
    "train.tsv": "index\tsentence1\tsentence2\tlabel\n0\tAna sings.\tSomeone sings.\tentailment\n",
    "dev.tsv": "index\tsentence1\tsentence2\tlabel\n0\tBen sleeps.\tBen runs.\tnot_entailment\n",
  },
  "adversarial-qa": {
    "combined/dev.json": json({
      data: [
        {
          paragraphs: [
            {
              context: "Mora lies at the Sel, north of Tarn.",
              qas: [
                { id: "a", question: "Where does Mora lie?", answers: [{ text: "at the Sel" }] },
              ],
            },
          ],
        },
      ],
    }),
  },
  truthfulqa: {
    "TruthfulQA.csv":
      "Type,Category,Question,Best Answer,Correct Answers,Incorrect Answers,Source\n" +
      'Adversarial,Fish,Do fish drown?,"No, not as people do","No, not as people do; Not in water","Yes; Always",made up\n',
  },
  math: {
    "MATH/test/algebra/1.json": json({
      problem: "What is $1/4+1/4$?",
      level: "Level 1",
      type: "Algebra",
      solution: "It is $\\boxed{\\frac{1}{2}}$.",
    }),
  },
  toolbench: {
    "instruction/G1_query.json": json([
      {
        query: "Tides of Mora?",
        query_id: 1,
        api_list: [api],
        "relevant APIs": [["Harbour", "Tides"]],
      },
    ]),
    "answer/G1_answer/1_x.json": json(trajectory),
  },
  "natural-instructions": {
    "tasks/task001_made.json": json({
      Definition: ["Write the word backwards."],
      "Positive Examples": [{ input: "lamp", output: "pmal" }],
      Instances: [{ id: "task001-1", input: "sel", output: ["les"] }],
    }),
    "tasks/task002_other.json": json({
      Definition: "Other.",
      Instances: [{ input: "a", output: "b" }],
    }),
    "splits/default/test_tasks.txt": "task001_made\n",
  },
  "big-bench": {
    "benchmark_tasks/made/task.json": json({
      name: "made",
      task_prefix: "Q: ",
      examples: [
        { input: "2 + 2?", target_scores: { "4": 1, "5": 0 } },
        { input: "3 + 3?", target: ["6", "six"] },
      ],
    }),
  },
  bbh: {
    "bbh/made_words.json": json({
      examples: [{ input: "Options: (A) lamp (B) sel", target: "(B)" }],
    }),
  },
};

/** The made-up files of a benchmark in a new folder; packed by gzip where that is asked for. */
export function madeFolder(
  name: string,
  change: Readonly<Record<string, string>> = {},
  packed = false,
): string {
  const folder = temporaryFolder();
  for (const [file, text] of Object.entries({ ...MADE_FILES[name], ...change })) {
    const path = join(folder, packed ? `${file}.gz` : file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, packed ? gzipSync(text) : text);
  }
  return folder;
}
