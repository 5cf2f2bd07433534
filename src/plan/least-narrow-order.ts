/** What a state does, compared with the start. */
export interface StateCost {
  /** True when it allows a request that the start denies: no order may have such a state. */
  readonly opens: boolean
  /** How much it refuses that both the start and the end allow. */
  readonly closes: number
}

/** Things that are done one after the other, by number: the preferred one first. */
export interface Ordering {
  readonly count: number
  /** Whether one may be done when others are. */
  readonly mayFollow: (done: ReadonlySet<number>, next: number) => boolean
  readonly look: (done: ReadonlySet<number>) => StateCost
  /** States that are looked at before the search takes what it has. */
  readonly budget: number
}

export interface FoundOrder {
  /** What is done at one time, in order. More than one thing where each alone would open something. */
  readonly groups: readonly (readonly number[])[]
  /** True when no other order closes less; false when the budget ended the search. */
  readonly exhaustive: boolean
  /** States that would open something, by what is done in them: why an order is not another one. */
  readonly opening: readonly (readonly number[])[]
}

/**
 * The order in which no state opens anything and all of them together close as little as possible. The best prefix is followed first, and a state
 * is looked at when its turn comes: where no state closes anything, one look for each thing is enough. Where each single next thing would
 * open something, two are done at one time, and where that does not help, all that is left: the end opens nothing.
 */
export function leastNarrowOrder({ count, mayFollow, look, budget }: Ordering): FoundOrder {
  const queue: Node[] = [{ groups: [], done: new Set(), cost: 0, looked: true }]
  const expanded = new Set<string>()
  const seen = new Map<string, StateCost>()
  const opening = new Map<string, readonly number[]>()
  for (;;) {
    const node = taken(queue, seen.size >= budget)
    if (node.done.size === count) {
      if (node.looked) return { groups: node.groups, exhaustive: seen.size < budget, opening: [...opening.values()] }
    }
    const key = keyOf(node.done)
    if (!node.looked) {
      const cost = seen.get(key) ?? look(node.done)
      seen.set(key, cost)
      if (cost.opens && node.done.size < count) {
        opening.set(key, [...node.done].sort(byNumber))
        queue.push(...instead(node, count, mayFollow))
        continue
      }
      settle(node)
      queue.push({ ...node, cost: node.cost + cost.closes, looked: true })
      continue
    }
    if (expanded.has(key)) continue
    expanded.add(key)
    queue.push(...after(node, 1, count, mayFollow))
  }
}

interface Node {
  readonly groups: readonly (readonly number[])[]
  readonly done: ReadonlySet<number>
  /** Of the states up to this one; without its own before it is looked at. */
  readonly cost: number
  readonly looked: boolean
  /** Its siblings, of which one at least has to open nothing. */
  readonly siblings?: Siblings
}

interface Siblings {
  readonly parent: Node
  readonly size: number
  left: number
  settled: boolean
}

/** The next node: the cheapest, of these the one that is furthest on, of these the preferred one. Past the budget the furthest on comes first. */
function taken(queue: Node[], hurry: boolean): Node {
  let best = 0
  for (let index = 1; index < queue.length; index += 1) if (isBefore(queue[index]!, queue[best]!, hurry)) best = index
  const [node] = queue.splice(best, 1)
  if (node === undefined) throw new Error('a search for an order ended without one')
  return node
}

function isBefore(a: Node, b: Node, hurry: boolean): boolean {
  const cost = a.cost - b.cost
  const depth = b.done.size - a.done.size
  const order = hurry ? depth || cost : cost || depth
  return order === 0 ? compareGroups(a.groups, b.groups) < 0 : order < 0
}

function compareGroups(a: Node['groups'], b: Node['groups']): number {
  const [left, right] = [a.flat(), b.flat()]
  const at = left.findIndex((one, index) => one !== right[index])
  return at === -1 ? b.length - a.length : left[at]! - (right[at] ?? -1)
}

/** The nodes that follow one, with so many things done at one time. */
function after(parent: Node, size: number, count: number, mayFollow: Ordering['mayFollow']): Node[] {
  const rest = Array.from({ length: count }, (_, index) => index).filter((index) => !parent.done.has(index))
  if (rest.length === 0) return []
  const groups = size === 1 ? rest.map((one) => [one]) : size === 2 ? pairsOf(rest) : [rest]
  const allowed = size > 2 ? groups : groups.filter((group) => group.every((one) => mayFollow(union(parent.done, group), one)))
  if (allowed.length === 0) return after(parent, size + 1, count, mayFollow)
  const siblings: Siblings = { parent, size, left: allowed.length, settled: false }
  return allowed.map((group) => ({
    groups: [...parent.groups, group],
    done: union(parent.done, group),
    cost: parent.cost,
    looked: false,
    siblings,
  }))
}

/** What is tried when one node opens something: nothing as long as there are siblings, then more things at one time. */
function instead({ siblings }: Node, count: number, mayFollow: Ordering['mayFollow']): Node[] {
  if (siblings === undefined) return []
  siblings.left -= 1
  return siblings.left > 0 || siblings.settled ? [] : after(siblings.parent, siblings.size + 1, count, mayFollow)
}

function settle({ siblings }: Node): void {
  if (siblings !== undefined) siblings.settled = true
}

function union(done: ReadonlySet<number>, group: readonly number[]): ReadonlySet<number> {
  return new Set([...done, ...group])
}

function pairsOf(rest: readonly number[]): number[][] {
  return rest.flatMap((one, index) => rest.slice(index + 1).map((other) => [one, other]))
}

function keyOf(done: ReadonlySet<number>): string {
  return [...done].sort(byNumber).join(' ')
}

function byNumber(a: number, b: number): number {
  return a - b
}
