import { z } from "zod";
import { configurable } from "../../../base/slots/configurable.js";
import { Slot } from "../../../base/slots/slot.js";

type Greeting = () => string;
let loads = 0;
const greetings = new Slot<Greeting>(
  "greeting",
  {
    plain: { about: "Says hello.", load: () => Promise.resolve(() => "hello") },
    named: {
      about: "Says hello to somebody.",
      load: () => {
        loads += 1;
        return Promise.resolve(
          configurable({
            settings: z.strictObject({ to: z.string().default("you"), times: z.int().default(1) }),
            make:
              ({ to, times }): Greeting =>
              () =>
                `hello ${to} `.repeat(times).trim(),
          }),
        );
      },
    },
  },
  z.strictObject({ loud: z.boolean().default(false) }),
);

describe("Slot", () => {
  it("resolves a name, and a name with settings", async () => {
    expect((await greetings.choose("plain", [])).value()).toBe("hello");
    expect((await greetings.choose("named", [])).value()).toBe("hello you");
    const { value, shared } = await greetings.choose({ name: "named", to: "all", loud: true }, []);
    expect(value()).toBe("hello all");
    expect(shared).toEqual({ loud: true });
  });

  it("loads an implementation once, and only when it is named", async () => {
    const before = loads;
    expect(greetings.entries.map(({ name }) => name)).toEqual(["plain", "named"]);
    await Promise.all([greetings.choose("named", []), greetings.choose("named", [])]);
    expect(loads).toBe(Math.max(1, before));
  });

  it("names the nearest name of a typo, and the path of it", async () => {
    await expect(greetings.choose("plian", ["greet", 0])).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: 'greet[0]: there is no greeting "plian"; did you mean "plain"?',
      hint: "Valid names: named, plain.",
      details: { path: "greet[0]", problems: [{ path: ["greet", 0] }] },
    });
    await expect(greetings.choose({ name: "namde" }, ["greet"])).rejects.toMatchObject({
      details: { path: "greet.name" },
    });
    await expect(greetings.choose("toString", [])).rejects.toMatchObject({ code: "SPEC_INVALID" });
  });

  it("names every wrong setting, with the nearest name of an unknown one", async () => {
    await expect(
      greetings.choose({ name: "named", tims: 2, to: 3 }, ["greet"]),
    ).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringMatching(
        /greeting "named": to: expected text.*[^]*did you mean "times"/u,
      ),
      hint: 'Settings of greeting "named": loud, to, times.',
    });
    await expect(greetings.choose({ name: "plain", loud: "yes" }, [])).rejects.toMatchObject({
      message: expect.stringContaining('greeting "plain": loud: expected true or false'),
    });
    await expect(greetings.choose({ name: "plain", luod: true }, [])).rejects.toMatchObject({
      message: expect.stringContaining('did you mean "loud"'),
    });
    await expect(greetings.choose({ name: "plain", to: "x" }, [])).rejects.toMatchObject({
      message: expect.stringContaining("to: unknown field"),
    });
  });

  it("takes more names, but none twice", async () => {
    const more = greetings.with({
      bye: { about: "Says bye.", plugin: "mine", load: () => Promise.resolve(() => "bye") },
    });
    expect((await more.choose("bye", [])).value()).toBe("bye");
    expect(greetings.has("bye")).toBe(false);
    expect(() =>
      more.with({ bye: { about: "", plugin: "yours", load: () => Promise.resolve(() => "") } }),
    ).toThrow('plug-in "yours": there is a greeting "bye" already, of plug-in "mine"');
  });

  it("describes a name with all its settings", async () => {
    const { settings, about } = await greetings.describe("named");
    expect(about).toBe("Says hello to somebody.");
    expect(Object.keys(settings.shape)).toEqual(["loud", "to", "times"]);
  });
});
