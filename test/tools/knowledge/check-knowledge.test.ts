import { parseTaskSpec } from "../../../tools/task-file/read-task.js";

const problems = (knowledge: string): string => {
  try {
    parseTaskSpec(
      `name: t\nkind: custom\ndescription: Notes.\nfields: { text: {} }\ntarget: ` +
        `4\nknowledge:\n${knowledge}`,
      { file: "task.yaml", format: "yaml" },
    );
    return "";
  } catch (error) {
    return (error as Error).message;
  }
};

describe("knowledge of a task file", () => {
  it.each([
    [
      "  - { name: rdf, path: a.ttl }\n  - name: csv\n    path: b.csv\n    languge: de",
      'task.yaml:10:5: knowledge[1].languge: unknown field; did you mean "language"?',
    ],
    [
      "  - name: csv\n    path: b.csv\n    language: de",
      "task.yaml:9:5: knowledge[0].language: the source csv has no such option (it " +
        "has path, format, columns, header); it belongs to rdf or json-ld",
    ],
    ["  - name: documents", "task.yaml:7:5: knowledge[0]: missing; give `path`"],
    [
      "  - { text: a, path: b.txt }",
      "task.yaml:7:5: knowledge[0]: give `path` or `text`, not both",
    ],
    [
      '  - { name: web, urls: ["https://a.example/x", "file:///etc/passwd"] }',
      "knowledge[0].urls[1]: only http and https addresses are read, not file:",
    ],
    [
      '  - { name: web, urls: ["https://user:secret@a.example/"] }',
      "knowledge[0].urls[0]: an address must not hold a name or password",
    ],
    [
      '  - { name: http, url: "https://a.example/?q={query}", keyFrom: KEY }',
      "knowledge[0].keyFrom: nothing has {key}",
    ],
    [
      '  - { name: http, url: "https://a.example/?q={query}", method: GET, body: { q: 1 } }',
      "knowledge[0].body: a GET request has no body",
    ],
    [
      '  - { name: http, url: "https://a.example/?q={query}", headers: { Authorization: ' +
        "Bearer abc } }",
      "knowledge[0].headers.Authorization: a key does not belong in a task file",
    ],
    [
      '  - { name: http, url: "https://a.example/?q={query}&api_key=abc" }',
      "knowledge[0].url: a key does not belong in a task file",
    ],
    [
      "  - { path: a.txt }\n  - { path: a.txt }",
      'knowledge[1]: the id "a.txt" is that of knowledge[0] too',
    ],
  ])("is refused with line and remedy: %s", (yaml, message) => {
    expect(problems(yaml)).toContain(message);
  });

  it("is accepted as it is documented", () => {
    expect(
      problems(
        '  - { name: wordnet }\n  - { name: web, sitemap: "https://a.example/sitemap.xml" ' +
          "}\n  - { text: A fact. }",
      ),
    ).toBe("");
  });
});
