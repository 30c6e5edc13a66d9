declare module "js-quantities" {
  /** A value with a unit; the package brings no types of its own. */
  export default class Qty {
    /** Null where the text is no quantity with a unit that is known. */
    static parse(text: string): Qty | null;
    /** The value in the base units of its kind: kilograms, metres, seconds … */
    readonly baseScalar: number;
    isCompatible(other: Qty): boolean;
  }
}
