/**
 * Which of n things belong together (union-find, path halving); the representative of a set is its
 * smallest member.
 */
export class DisjointSets {
  readonly #parent: Int32Array;

  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, index) => index);
  }

  find(member: number): number {
    const parent = this.#parent;
    let at = member;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] as number] as number;
      at = parent[at] as number;
    }
    return at;
  }

  join(a: number, b: number): void {
    const x = this.find(a);
    const y = this.find(b);
    if (x < y) this.#parent[y] = x;
    else this.#parent[x] = y;
  }

  /** The sets of two members or more, each in order, by their smallest member. */
  groups(): number[][] {
    const groups = new Map<number, number[]>();
    for (let member = 0; member < this.#parent.length; member++) {
      const root = this.find(member);
      if (root === member) continue;
      const group = groups.get(root);
      if (group === undefined) groups.set(root, [root, member]);
      else group.push(member);
    }
    return [...groups.values()].sort((a, b) => (a[0] as number) - (b[0] as number));
  }
}
