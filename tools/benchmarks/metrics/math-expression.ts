/** What letters stand for. */
export type Values = (name: string) => number;

/** What holds an expression together at its top: whether it is a sum, a product, a power, or one thing. */
export type TopForm = "sum" | "product" | "atom";

/** An expression that can be computed. */
export interface MathExpression {
  /** Its value, NaN where there is none, for what its letters stand for. */
  value(values: Values): number;
  /** Letters in it. */
  readonly letters: ReadonlySet<string>;
  readonly top: TopForm;
}

type Compute = (values: Values) => number;

const TOKEN = /\d+(?:\.\d+)?|\.\d+|\\[a-zA-Z]+|[a-zA-Z]|[-+*/^(){}[\]|!,]/gu;
const FUNCTIONS: Readonly<Record<string, (value: number) => number>> = {
  "\\sin": Math.sin,
  "\\cos": Math.cos,
  "\\tan": Math.tan,
  "\\sec": (value) => 1 / Math.cos(value),
  "\\csc": (value) => 1 / Math.sin(value),
  "\\cot": (value) => 1 / Math.tan(value),
  "\\arcsin": Math.asin,
  "\\arccos": Math.acos,
  "\\arctan": Math.atan,
  "\\ln": Math.log,
  "\\log": Math.log10,
  "\\exp": Math.exp,
};
const CLOSING: Readonly<Record<string, string>> = { "(": ")", "{": "}", "[": "]", "|": "|" };
/** Nesting and length beyond which nothing is an answer. */
const DEEPEST = 40;
const LONGEST = 600;

class Unreadable extends Error {}

/** Reads an expression in the notation of LaTeX or of a calculator; null where it is neither. */
export function mathExpression(text: string): MathExpression | null {
  if (text.length > LONGEST) return null;
  const tokens = text.match(TOKEN) ?? [];
  if (tokens.length === 0 || tokens.join("") !== text.replaceAll(/\s/gu, "")) return null;
  const letters = new Set<string>();
  try {
    const reader = new Reader(tokens, letters);
    const compute = reader.sum();
    if (!reader.isDone) return null;
    return { value: compute, letters, top: reader.top };
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

class Reader {
  readonly #tokens: readonly string[];
  readonly #letters: Set<string>;
  #at = 0;
  #depth = 0;
  top: TopForm = "atom";

  constructor(tokens: readonly string[], letters: Set<string>) {
    this.#tokens = tokens;
    this.#letters = letters;
  }

  get isDone(): boolean {
    return this.#at === this.#tokens.length;
  }

  sum(): Compute {
    if (++this.#depth > DEEPEST) throw new Unreadable();
    let total = this.#product();
    let isSum = false;
    for (let sign = this.#peek(); sign === "+" || sign === "-"; sign = this.#peek()) {
      this.#at++;
      const [left, right] = [total, this.#product()];
      total =
        sign === "+"
          ? (values) => left(values) + right(values)
          : (values) => left(values) - right(values);
      isSum = true;
    }
    this.#depth--;
    if (this.#depth === 0 && isSum) this.top = "sum";
    return total;
  }

  #product(): Compute {
    let total = this.#signed();
    for (;;) {
      const next = this.#peek();
      const isDivided = next === "/" || next === "\\div";
      if (next === "*" || next === "\\cdot" || next === "\\times" || isDivided) this.#at++;
      else if (!this.#beginsAtom(next)) return total;
      if (this.#depth === 1) this.top = "product";
      const [left, right] = [total, this.#signed()];
      total = isDivided
        ? (values) => left(values) / right(values)
        : (values) => left(values) * right(values);
    }
  }

  #signed(): Compute {
    const next = this.#peek();
    if (next === "+" || next === "-") {
      this.#at++;
      const rest = this.#signed();
      return next === "+" ? rest : (values) => -rest(values);
    }
    return this.#power();
  }

  #power(): Compute {
    const base = this.#atom();
    let value = base;
    while (this.#peek() === "!") {
      this.#at++;
      const inner = value;
      value = (values) => factorial(inner(values));
    }
    if (this.#peek() !== "^") return value;
    this.#at++;
    const exponent = this.#peek() === "-" ? this.#signed() : this.#power();
    return (values) => value(values) ** exponent(values);
  }

  #atom(): Compute {
    const token = this.#take();
    if (/^[\d.]/u.test(token)) {
      const number = Number(token);
      return () => number;
    }
    if (/^[a-zA-Z]$/u.test(token)) return this.#letter(token);
    const closing = CLOSING[token];
    if (closing !== undefined) {
      const inner = this.sum();
      if (this.#take() !== closing) throw new Unreadable();
      return token === "|" ? (values) => Math.abs(inner(values)) : inner;
    }
    if (token === "\\pi") return () => Math.PI;
    if (token === "\\frac") {
      const [over, under] = [this.#argument(), this.#argument()];
      if (this.#depth === 1 && this.top === "atom") this.top = "product";
      return (values) => over(values) / under(values);
    }
    if (token === "\\sqrt") {
      let degree: Compute = () => 2;
      if (this.#peek() === "[") {
        this.#at++;
        degree = this.sum();
        if (this.#take() !== "]") throw new Unreadable();
      }
      const inner = this.#argument();
      return (values) => root(inner(values), degree(values));
    }
    const known = FUNCTIONS[token];
    if (known !== undefined) {
      let exponent: Compute = () => 1;
      if (this.#peek() === "^") {
        this.#at++;
        exponent = this.#argument();
      }
      const inner = this.#power();
      return (values) => known(inner(values)) ** exponent(values);
    }
    if (/^\\[a-zA-Z]+$/u.test(token) && !UNREAD.has(token)) return this.#letter(token);
    throw new Unreadable();
  }

  /** What a command applies to: a group, or the one digit or letter behind it (`\frac12`). */
  #argument(): Compute {
    const next = this.#peek() ?? "";
    if (!/^\d{2,}$/u.test(next)) return this.#atom();
    const tokens = this.#tokens as string[];
    tokens.splice(this.#at, 1, next[0]!, next.slice(1));
    return this.#atom();
  }

  #letter(name: string): Compute {
    this.#letters.add(name);
    return (values) => values(name);
  }

  #beginsAtom(token: string | undefined): boolean {
    return token !== undefined && /^[\d.a-zA-Z\\({]/u.test(token) && !UNREAD.has(token);
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  #take(): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new Unreadable();
    return token;
  }
}

/** Commands between expressions, not in them. */
const UNREAD = new Set([
  "\\cup",
  "\\cap",
  "\\pm",
  "\\mp",
  "\\in",
  "\\le",
  "\\ge",
  "\\leq",
  "\\geq",
  "\\text",
  "\\begin",
  "\\end",
  "\\to",
  "\\neq",
]);

function root(value: number, degree: number): number {
  if (value < 0 && degree % 2 === 1) return -((-value) ** (1 / degree));
  return degree === 2 ? Math.sqrt(value) : value ** (1 / degree);
}

function factorial(value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > 170) return NaN;
  let product = 1;
  for (let factor = 2; factor <= value; factor++) product *= factor;
  return product;
}
