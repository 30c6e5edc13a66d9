/** Deepest nesting that is read: an answer is untrusted. */
const DEEPEST = 60;
const CONSTANTS: Readonly<Record<string, number>> = { pi: Math.PI, π: Math.PI };
const FUNCTIONS: Readonly<Record<string, (value: number) => number>> = {
  sqrt: Math.sqrt,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  ln: Math.log,
  log: Math.log10,
};
const TOKEN = /\s*(\\[a-zA-Z]+|\d+(?:\.\d+)?|\.\d+|\p{L}|[-+*/^(){}[\]_!])/uy;

/** Values of the letters of an expression. */
export type Letters = (name: string) => number;

/**
 * Reads an expression in the notation of LaTeX (fractions, roots, powers, products without a sign,
 * mixed numbers, letters) as a function of its letters; null where it is something else.
 */
export function mathExpression(text: string): ((letters: Letters) => number) | null {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const source = text.trim();
  while (TOKEN.lastIndex < source.length) {
    const match = TOKEN.exec(source);
    if (match === null) return null;
    tokens.push(match[1]!);
  }
  if (tokens.length === 0) return null;
  try {
    const reader = new Reader(tokens);
    const value = reader.sum(0);
    return reader.isAtEnd ? value : null;
  } catch {
    return null;
  }
}

type Value = (letters: Letters) => number;

class Reader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  sum(depth: number): Value {
    if (depth > DEEPEST) throw new Error("too deep");
    let value = this.#product(depth);
    for (;;) {
      const sign = this.#peek();
      if (sign !== "+" && sign !== "-") return value;
      this.#at++;
      const [left, right] = [value, this.#product(depth)];
      value = sign === "+" ? (l) => left(l) + right(l) : (l) => left(l) - right(l);
    }
  }

  #product(depth: number): Value {
    let value = this.#signed(depth);
    for (;;) {
      const sign = this.#peek();
      const [left, start] = [value, this.#at];
      if (sign === "*" || sign === "\\cdot" || sign === "\\times") {
        this.#at++;
        const right = this.#signed(depth);
        value = (l) => left(l) * right(l);
      } else if (sign === "/" || sign === "\\div") {
        this.#at++;
        const right = this.#signed(depth);
        value = (l) => left(l) / right(l);
      } else if (this.#beginsFactor(sign)) {
        const right = this.#power(depth);
        // A whole number before a fraction is a mixed number.
        const isMixed =
          sign === "\\frac" &&
          /^\d+$/u.test(this.#tokens[start - 1] ?? "") &&
          !this.#isProduct(start - 1);
        value = isMixed ? (l) => left(l) + right(l) : (l) => left(l) * right(l);
      } else return value;
    }
  }

  /** True where a number is itself what something is multiplied by, or an exponent. */
  #isProduct(at: number): boolean {
    return ["*", "/", "^", "\\cdot", "\\times"].includes(this.#tokens[at - 1] ?? "");
  }

  #beginsFactor(token: string | undefined): boolean {
    return (
      token !== undefined &&
      (/^[\p{L}\d.({]/u.test(token) || token === "\\frac" || token === "\\sqrt" || token === "\\pi")
    );
  }

  #signed(depth: number): Value {
    const sign = this.#peek();
    if (sign !== "-" && sign !== "+") return this.#power(depth);
    if (depth > DEEPEST) throw new Error("too deep");
    this.#at++;
    const value = this.#signed(depth + 1);
    return sign === "-" ? (l) => -value(l) : value;
  }

  #power(depth: number): Value {
    const base = this.#atom(depth + 1);
    if (this.#peek() !== "^") return base;
    this.#at++;
    const exponent = this.#signed(depth + 1);
    return (l) => base(l) ** exponent(l);
  }

  #atom(depth: number): Value {
    if (depth > DEEPEST) throw new Error("too deep");
    const token = this.#next();
    if (/^[\d.]/u.test(token)) {
      const value = Number(token);
      return () => value;
    }
    const closing = { "(": ")", "{": "}" }[token];
    if (closing !== undefined) {
      const value = this.sum(depth + 1);
      if (this.#next() !== closing) throw new Error("not closed");
      return value;
    }
    const name = token.replace("\\", "");
    if (name === "frac") {
      const [over, under] = [this.#atom(depth + 1), this.#atom(depth + 1)];
      return (l) => over(l) / under(l);
    }
    if (name === "sqrt" && this.#peek() === "[") {
      this.#at++;
      const degree = this.sum(depth + 1);
      if (this.#next() !== "]") throw new Error("not closed");
      const value = this.#atom(depth + 1);
      return (l) => value(l) ** (1 / degree(l));
    }
    const apply = token.startsWith("\\") ? FUNCTIONS[name] : undefined;
    if (apply !== undefined) {
      const value = this.#atom(depth + 1);
      return (l) => apply(value(l));
    }
    const constant = CONSTANTS[name];
    if (constant !== undefined) return () => constant;
    if (!/^\p{L}$/u.test(token)) throw new Error("unknown");
    return (l) => l(token);
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  #next(): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new Error("ended");
    return token;
  }
}
