import { z } from "zod";
import { DatawrightError } from "../errors.js";
import { formatFieldPath, type FieldPath } from "../settings/field-path.js";
import { parseSettings } from "../settings/parse-settings.js";
import { didYouMean } from "../text/nearest-name.js";
import { isConfigurable, type Configurable } from "./configurable.js";
import { chosenName, chosenSettings, type SlotChoice } from "./slot-choice.js";

/** One name of a slot: what it is, and how it is had when it is asked for. */
export interface SlotEntry<T> {
  /** One line for help and documentation. */
  readonly about: string;
  /** Imports the implementation when it is first chosen. */
  readonly load: () => Promise<T | Configurable<T>>;
  /** The plug-in that brings it; absent for what is built in. */
  readonly plugin?: string;
}

/** A choice that defines what it names where it stands, in place of choosing it. */
export interface InPlace<T, S extends z.ZodObject = z.ZodObject> {
  /** The setting by which such a choice is known. */
  readonly key: string;
  /** One line for help and documentation. */
  readonly about: string;
  readonly settings: S;
  make(settings: z.output<S>, name: string): T;
}

/** An implementation that was chosen, made with its settings. */
export interface Chosen<T, S extends z.ZodObject = z.ZodObject> {
  /** Name that was chosen. */
  readonly name: string;
  /** The implementation, with its settings. */
  readonly value: T;
  /** The settings that every implementation of the slot has, with their defaults. */
  readonly shared: z.output<S>;
}

/** One name as help, documentation and the published JSON Schema tell of it. */
export interface SlotName {
  readonly name: string;
  readonly about: string;
  readonly plugin: string | null;
  readonly settings: z.ZodObject;
}

const NO_SETTINGS = z.strictObject({});
/** Modules are loaded one after the other: loaders of test runners mix up concurrent imports. */
let lastLoad: Promise<unknown> = Promise.resolve();

/**
 * Everything that is chosen by name goes through one of these: criteria, strategies, filters,
 * exporters, recipes. A choice is a name, or `{ name, ...settings }`; it resolves to a lazily
 * loaded implementation whose settings are parsed once, where it is named.
 *
 *     const slot = new Slot<Criterion>("criterion", { format: { about: "…", load: async () => … } });
 *     const { value } = await slot.choose({ name: "format" }, ["critique", "criteria", 0]);
 *
 * A slot may let a choice define what it names: `{ name: politeness, question: … }`.
 */
export class Slot<T, S extends z.ZodObject = z.ZodObject> {
  /** What one implementation is called: "criterion", "filter". */
  readonly title: string;
  /** Settings that every implementation has, parsed by the slot itself. */
  readonly shared: S;
  /** How a choice defines what it names; null where names are only chosen. */
  readonly inPlace: InPlace<T> | null;
  readonly #entries: ReadonlyMap<string, SlotEntry<T>>;
  readonly #loaded = new Map<string, Promise<T | Configurable<T>>>();

  constructor(
    title: string,
    entries: Readonly<Record<string, SlotEntry<T>>>,
    shared?: S,
    inPlace: InPlace<T> | null = null,
  ) {
    this.title = title;
    this.inPlace = inPlace;
    this.#entries = new Map(Object.entries(entries));
    this.shared = shared ?? (NO_SETTINGS as unknown as S);
  }

  /** The line about a name, without loading what it stands for; empty for a name that there is not. */
  about(name: string): string {
    return this.#entries.get(name)?.about ?? "";
  }

  get names(): string[] {
    return [...this.#entries.keys()];
  }

  /** Whether there is something of that name. */
  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** Names and one-line descriptions; loads nothing. */
  get entries(): {
    /** The name. */
    name: string;
    /** One line about it. */
    about: string;
    /** Plug-in that brings it; null for what is built in. */
    plugin: string | null;
  }[] {
    return [...this.#entries].map(([name, { about, plugin = null }]) => ({ name, about, plugin }));
  }

  /**
   * The implementation of a choice, made with its settings. Every call makes a new one.
   *
   * @param at where the choice stands in the task file, for messages
   * @throws SPEC_INVALID for a name that there is not, with the nearest one, for each wrong setting,
   *         and for a choice that defines a name which there is; `details.problems` has the paths
   */
  async choose(choice: SlotChoice, at: FieldPath): Promise<Chosen<T, S>> {
    const name = chosenName(choice);
    const owner = `${this.title} "${name}"`;
    const defines =
      this.inPlace !== null && Object.hasOwn(chosenSettings(choice), this.inPlace.key);
    if (defines && !this.has(name)) {
      const settings = parseSettings(this.inPlace.settings, chosenSettings(choice), {
        owner,
        path: at,
      });
      return {
        name,
        value: this.inPlace.make(settings, name),
        shared: parseSettings(this.shared, {}, { owner, path: at }),
      };
    }
    const loaded = await this.load(name, typeof choice === "string" ? at : [...at, "name"]);
    if (defines && !(isConfigurable(loaded) && this.inPlace.key in loaded.settings.shape))
      throw this.#taken(name, [...at, "name"]);
    const own: Record<string, unknown> = {};
    const shared: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(chosenSettings(choice)))
      (Object.hasOwn(this.shared.shape, key) ? shared : own)[key] = value;
    const schema = isConfigurable(loaded) ? loaded.settings : NO_SETTINGS;
    // All at once first: the nearest name may be one of either.
    parseSettings(
      z.strictObject({ ...this.shared.shape, ...schema.shape }),
      { ...shared, ...own },
      { owner, path: at },
    );
    const settings = parseSettings(schema, own, { owner, path: at });
    return {
      name,
      value: isConfigurable(loaded) ? loaded.make(settings) : loaded,
      shared: parseSettings(this.shared, shared, { owner, path: at }),
    };
  }

  /** What stands under a name, not yet made. @throws SPEC_INVALID with the nearest name */
  async load(name: string, at: FieldPath): Promise<T | Configurable<T>> {
    const entry = this.#entries.get(name);
    if (!entry) throw this.unknown(name, at);
    let loaded = this.#loaded.get(name);
    if (!loaded) {
      loaded = lastLoad.then(() => entry.load());
      lastLoad = loaded.catch(() => undefined);
      this.#loaded.set(name, loaded);
    }
    return loaded;
  }

  /** A slot with more names. @throws PLUGIN_INVALID for a name that is taken */
  with(entries: Readonly<Record<string, SlotEntry<T>>>): Slot<T, S> {
    const taken = Object.keys(entries).find((name) => this.has(name));
    if (taken !== undefined) {
      const by = this.#entries.get(taken)?.plugin;
      throw new DatawrightError({
        code: "PLUGIN_INVALID",
        message:
          `plug-in "${entries[taken]?.plugin ?? ""}": there is a ${this.title} "${taken}" already` +
          (by === undefined ? ", built in" : `, of plug-in "${by}"`),
        hint: "Give it a name of its own.",
        details: { name: taken },
      });
    }
    return new Slot(
      this.title,
      { ...Object.fromEntries(this.#entries), ...entries },
      this.shared,
      this.inPlace,
    );
  }

  /** One name with its settings, the shared ones included; loads that implementation alone. */
  async describe(name: string): Promise<SlotName> {
    const loaded = await this.load(name, []);
    const { about, plugin = null } = this.#entries.get(name)!;
    const own = isConfigurable(loaded) ? loaded.settings.shape : {};
    return { name, about, plugin, settings: z.strictObject({ ...this.shared.shape, ...own }) };
  }

  /** A name that is defined in place although it stands for something else. */
  #taken(name: string, at: FieldPath): DatawrightError {
    const by = this.#entries.get(name)?.plugin;
    const message =
      `there is a ${this.title} ${JSON.stringify(name)} already, ` +
      `${by === undefined ? "built in" : `of plug-in "${by}"`}; give the one that is defined here ` +
      `by \`${this.inPlace!.key}\` a name of its own`;
    const path = formatFieldPath(at);
    return new DatawrightError({
      code: "SPEC_INVALID",
      message: path === "" ? message : `${path}: ${message}`,
      details: { path, problems: [{ path: at, message }] },
    });
  }

  private unknown(name: string, at: FieldPath): DatawrightError {
    const own =
      this.inPlace !== null && at.at(-1) === "name"
        ? `; one of your own is defined by its \`${this.inPlace.key}\``
        : "";
    const message = `there is no ${this.title} ${JSON.stringify(name)}${didYouMean(name, this.names)}${own}`;
    const path = formatFieldPath(at);
    return new DatawrightError({
      code: "SPEC_INVALID",
      message: path === "" ? message : `${path}: ${message}`,
      hint: `Valid names: ${this.names.sort().join(", ")}.`,
      details: { path, problems: [{ path: at, message }] },
    });
  }
}
