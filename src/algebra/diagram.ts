/** A node of a decision diagram: a number that only its `Diagrams` can read. Equal functions are the same number. */
export type Node = number

/**
 * Decision diagrams over variables with finitely many classes, with shared nodes: two diagrams decide alike exactly when they are the same
 * node. Variables are numbers, smaller ones are asked first. Class 0 of a variable stands for all classes that a node does not name, so a
 * node costs no more than the classes that make a difference. Leaves are any values, known by a key.
 */
export class Diagrams<Leaf> {
  readonly no: Node
  readonly yes: Node
  readonly #variables: number[] = []
  readonly #rests: Node[] = []
  /** Children of the classes that differ from the rest, ascending by class. */
  readonly #exceptions: ReadonlyMap<number, Node>[] = []
  readonly #leaves = new Map<Node, Leaf>()
  readonly #leafNodes = new Map<string, Node>()
  readonly #nodes = new Map<string, Node>()
  readonly #choices = new Map<number, Map<Node, Node>>()

  /** `no` and `yes` are the leaves of conditions. */
  constructor(no: Leaf, yes: Leaf) {
    this.no = this.leaf('no', no)
    this.yes = this.leaf('yes', yes)
  }

  /** How many nodes there are. */
  get size(): number {
    return this.#variables.length
  }

  leaf(key: string, value: Leaf): Node {
    const known = this.#leafNodes.get(key)
    if (known !== undefined) return known
    const node = this.#push(Number.POSITIVE_INFINITY, -1, none)
    this.#leafNodes.set(key, node)
    this.#leaves.set(node, value)
    return node
  }

  /** The value of a leaf; undefined for a node that still asks. */
  valueOf(node: Node): Leaf | undefined {
    return this.#leaves.get(node)
  }

  isLeaf(node: Node): boolean {
    return this.#leaves.has(node)
  }

  variableOf(node: Node): number {
    return this.#variables[node]!
  }

  /** The condition that a variable with `count` classes is in one of those listed. */
  among(variable: number, classes: readonly number[], count: number): Node {
    const inside = new Set(classes)
    if (inside.size === 0) return this.no
    if (inside.size === count) return this.yes
    const rest = inside.has(0)
    const exceptions = new Map<number, Node>()
    if (rest) {
      for (let index = 1; index < count; index += 1) if (!inside.has(index)) exceptions.set(index, this.no)
    } else for (const index of [...inside].sort((x, y) => x - y)) exceptions.set(index, this.yes)
    return this.#node(variable, rest ? this.yes : this.no, exceptions)
  }

  and(a: Node, b: Node): Node {
    return this.choose(a, b, this.no)
  }

  or(a: Node, b: Node): Node {
    return this.choose(a, this.yes, b)
  }

  not(a: Node): Node {
    return this.choose(a, this.no, this.yes)
  }

  /** All of them, pairwise, so that long lists stay cheap. */
  all(conditions: readonly Node[]): Node {
    return this.#reduce(conditions, this.yes, (a, b) => this.and(a, b))
  }

  any(conditions: readonly Node[]): Node {
    return this.#reduce(conditions, this.no, (a, b) => this.or(a, b))
  }

  /** `then` where the condition holds, `otherwise` elsewhere. The condition has only the leaves `yes` and `no`. */
  choose(condition: Node, then: Node, otherwise: Node): Node {
    if (condition === this.yes) return then
    if (condition === this.no) return otherwise
    if (then === otherwise) return then
    if (then === this.yes && otherwise === this.no) return condition
    const key = condition * 0x4000000 + then
    let known = this.#choices.get(key)
    if (known === undefined) {
      known = new Map()
      this.#choices.set(key, known)
    }
    const found = known.get(otherwise)
    if (found !== undefined) return found
    const variable = Math.min(this.#variables[condition]!, this.#variables[then]!, this.#variables[otherwise]!)
    const result = this.#split(variable, [condition, then, otherwise], ([a, b, c]) => this.choose(a!, b!, c!))
    known.set(otherwise, result)
    return result
  }

  /** Joins two diagrams leaf by leaf. The memo belongs to one meaning of `join`. */
  combine(a: Node, b: Node, join: (a: Leaf, b: Leaf) => Node, memo: Map<string, Node>): Node {
    const key = `${a},${b}`
    const found = memo.get(key)
    if (found !== undefined) return found
    const [left, right] = [this.#leaves.get(a), this.#leaves.get(b)]
    const result =
      left !== undefined && right !== undefined
        ? join(left, right)
        : this.#split(Math.min(this.#variables[a]!, this.#variables[b]!), [a, b], ([x, y]) => this.combine(x!, y!, join, memo))
    memo.set(key, result)
    return result
  }

  /** The child of a node for one class of a variable; the node itself when it does not ask about that variable. */
  child(node: Node, variable: number, index: number): Node {
    if (this.#variables[node] !== variable) return node
    return this.#exceptions[node]!.get(index) ?? this.#rests[node]!
  }

  /** The classes of a variable that some of the nodes name, ascending, without the rest (0). */
  classesNamed(variable: number, nodes: readonly Node[]): readonly number[] {
    const classes = new Set<number>()
    for (const node of nodes) if (this.#variables[node] === variable) for (const index of this.#exceptions[node]!.keys()) classes.add(index)
    return [...classes].sort((x, y) => x - y)
  }

  #split(variable: number, nodes: readonly Node[], decide: (children: readonly Node[]) => Node): Node {
    const rest = decide(nodes.map((node) => this.child(node, variable, 0)))
    const exceptions = new Map<number, Node>()
    for (const index of this.classesNamed(variable, nodes)) {
      const result = decide(nodes.map((node) => this.child(node, variable, index)))
      if (result !== rest) exceptions.set(index, result)
    }
    return this.#node(variable, rest, exceptions)
  }

  #reduce(nodes: readonly Node[], neutral: Node, join: (a: Node, b: Node) => Node): Node {
    let level = [...new Set(nodes)]
    if (level.length === 0) return neutral
    while (level.length > 1) {
      const next: Node[] = []
      for (let position = 0; position < level.length; position += 2)
        next.push(position + 1 < level.length ? join(level[position]!, level[position + 1]!) : level[position]!)
      level = next
    }
    return level[0]!
  }

  #node(variable: number, rest: Node, exceptions: ReadonlyMap<number, Node>): Node {
    if (exceptions.size === 0) return rest
    let key = `${variable}:${rest}`
    for (const [index, child] of exceptions) key += `,${index}>${child}`
    const known = this.#nodes.get(key)
    if (known !== undefined) return known
    const node = this.#push(variable, rest, exceptions)
    this.#nodes.set(key, node)
    return node
  }

  #push(variable: number, rest: Node, exceptions: ReadonlyMap<number, Node>): Node {
    this.#rests.push(rest)
    this.#exceptions.push(exceptions)
    return this.#variables.push(variable) - 1
  }
}

const none: ReadonlyMap<number, Node> = new Map()
