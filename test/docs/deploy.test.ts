import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { buildProgram } from "../../cli/program.js";

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- a manifest is as deep as it likes */
type Manifest = Record<string, any>;

const folder = join(import.meta.dirname, "../../deploy");
const program = buildProgram();

/** What a file says, every document with `<<` merged. */
function documents(file: string): Manifest[] {
  const parsed = parseAllDocuments(readFileSync(join(folder, file), "utf8"), { merge: true });
  for (const document of parsed) expect(document.errors).toEqual([]);
  return parsed.map((document) => document.toJS() as Manifest);
}

/** Names of the options that a command takes. */
function optionsOf(name: string): readonly string[] {
  const found = program.commands.find((command) => command.name() === name);
  expect(found?.name()).toBe(name);
  return found!.options.flatMap(({ long, short }) => [long, short].filter((flag) => flag != null));
}

/** Variables that stand for options of a command. */
function variablesOf(name: string): readonly string[] {
  return program.commands
    .find((command) => command.name() === name)!
    .options.flatMap(({ envVar }) => envVar ?? []);
}

function expectTaken([name, ...args]: readonly string[]): void {
  const options = optionsOf(name!);
  for (const argument of args.filter((each) => each.startsWith("-")))
    expect(options).toContain(argument);
}

describe("what is in deploy/", () => {
  it("starts commands with options that they take, and gives them queue and store", () => {
    const { services } = documents("compose.yaml")[0]!;
    for (const name of ["run", "worker"]) {
      expectTaken(services[name].command as string[]);
      for (const variable of ["DATAWRIGHT_QUEUE", "DATAWRIGHT_STORE"]) {
        expect(variablesOf(name)).toContain(variable);
        expect(Object.keys(services[name].environment as object)).toContain(variable);
      }
    }
    expect(services.redis.command).toContain("noeviction");
    // The names of the services are where the addresses lead.
    expect(services.run.environment.DATAWRIGHT_QUEUE).toBe("redis://redis:6379");
    expect(services.run.environment.DATAWRIGHT_STORE).toContain("@postgres:5432/");
  });

  it("has manifests that fit each other", () => {
    const files = readdirSync(join(folder, "kubernetes"));
    expect(files.length).toBeGreaterThan(2);
    const all = files.flatMap((file) => documents(join("kubernetes", file)));
    const secrets = new Map(
      all
        .filter(({ kind }) => kind === "Secret")
        .map(({ metadata, stringData }) => [metadata.name, Object.keys(stringData as object)]),
    );
    const claims = all.filter(({ kind }) => kind === "PersistentVolumeClaim");
    const works = all.filter(({ kind }) => kind === "Deployment" || kind === "Job");
    expect(works).toHaveLength(2);
    for (const { kind, spec } of works) {
      const pod = spec.template.spec;
      const [container] = pod.containers;
      const words = [...(container.command ?? []), ...container.args].join(" ").split(/\s+/u);
      const names = ["run", "resume", "worker"];
      const starts = words.flatMap((word, at) => (names.includes(word) ? [at] : []));
      expect(starts.length).toBeGreaterThan(0);
      for (const [index, at] of starts.entries())
        expectTaken(
          words.slice(at, starts[index + 1]).filter((word) => !["-c", "-e", "fi"].includes(word)),
        );
      for (const { name, valueFrom } of container.env) {
        const reference = valueFrom?.secretKeyRef;
        if (reference) expect(secrets.get(reference.name)).toContain(reference.key);
        expect(name).toMatch(/^[A-Z_]+$/u);
      }
      const volumes = pod.volumes.map(({ name }: { name: string }) => name);
      for (const { name } of container.volumeMounts) expect(volumes).toContain(name);
      for (const { persistentVolumeClaim: claim } of pod.volumes)
        if (claim) expect(claims.map(({ metadata }) => metadata.name)).toContain(claim.claimName);
      if (kind === "Deployment") {
        expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels as object);
        const grace = Number(container.args[container.args.indexOf("--grace") + 1]);
        expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(grace);
      }
    }
  });
});
