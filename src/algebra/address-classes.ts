import { type IpRange, parseIpRange } from './ip-range.ts'

/** A partition of all addresses, IPv4 and IPv6, by ranges. Class 0 is a class outside every range where there is one. */
export interface AddressClasses {
  readonly count: number
  /** One address of each class. */
  readonly members: readonly string[]
  /** The classes inside a range that was given, ascending. */
  classesOf(range: string): readonly number[]
  /** All addresses of some classes: ascending ranges as long as can be, the same for the same addresses. */
  rangesOf(classes: ReadonlySet<number>): readonly IpRange[]
}

/** Partitions addresses by CIDRs or single addresses; texts that are neither contain nothing. */
export function partitionAddresses(ranges: readonly string[]): AddressClasses {
  const parsed = [...new Set(ranges)].flatMap((text) => {
    const range = parseIpRange(text)
    return range === undefined ? [] : [{ text, range }]
  })
  const members: string[] = []
  const inside = new Map<string, number[]>(parsed.map(({ text }) => [text, []]))
  const classes = new Map<string, number>()
  const classOf = new Map<IpRange, number>()
  for (const segment of segmentsOf(parsed.map(({ range }) => range))) {
    const around = parsed.filter(({ range }) => contains(range, segment)).map(({ text }) => text)
    const key = around.join(' ')
    const known = classes.get(key)
    classOf.set(segment, known ?? members.length)
    if (known !== undefined) continue
    classes.set(key, members.length)
    for (const text of around) inside.get(text)!.push(members.length)
    members.push(memberOf(segment))
  }
  const rangesOf = (wanted: ReadonlySet<number>): readonly IpRange[] =>
    joined([...classOf].flatMap(([segment, index]) => (wanted.has(index) ? [segment] : [])))
  return { count: members.length, members, classesOf: (range) => inside.get(range) ?? [], rangesOf }
}

function joined(ranges: readonly IpRange[]): readonly IpRange[] {
  const sorted = [...ranges].sort((a, b) => a.family - b.family || (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))
  const result: IpRange[] = []
  for (const range of sorted) {
    const last = result.at(-1)
    if (last === undefined || last.family !== range.family || last.last + 1n < range.first) result.push(range)
    else if (last.last < range.last) result[result.length - 1] = { ...last, last: range.last }
  }
  return result
}

/** Familiar addresses are looked at first, so that what is in no range gets one of them. */
const familiar = ['10.64.0.10', '192.168.7.10', '203.0.113.10', '2001:db8::10']

function segmentsOf(ranges: readonly IpRange[]): IpRange[] {
  const segments: IpRange[] = familiar.map((text) => parseIpRange(text)!).filter((point) => !ranges.some((range) => contains(range, point)))
  for (const family of [4, 6] as const) {
    const end = 1n << (family === 4 ? 32n : 128n)
    const cuts = new Set<bigint>([0n])
    for (const range of ranges) {
      if (range.family !== family) continue
      cuts.add(range.first)
      if (range.last + 1n < end) cuts.add(range.last + 1n)
    }
    const sorted = [...cuts].sort((a, b) => (a < b ? -1 : 1))
    for (const [position, first] of sorted.entries()) segments.push({ family, first, last: (sorted[position + 1] ?? end) - 1n })
  }
  // The class outside every range comes first.
  const outside = (segment: IpRange): boolean => !ranges.some((range) => contains(range, segment))
  return [...segments.filter(outside), ...segments.filter((segment) => !outside(segment))]
}

function contains(range: IpRange, segment: IpRange): boolean {
  return range.family === segment.family && range.first <= segment.first && segment.last <= range.last
}

/** The second address where there is one: the first is often the network's own. */
function memberOf({ family, first, last }: IpRange): string {
  const value = first < last ? first + 1n : first
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.')
  const groups = Array.from({ length: 8 }, (_, position) => ((value >> BigInt(112 - 16 * position)) & 0xffffn).toString(16))
  return groups.join(':').replace(/(^|:)0(:0)+(:|$)/, '::')
}
