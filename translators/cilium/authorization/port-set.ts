/** TCP ports as sorted, disjoint, inclusive ranges. */
export type PortSet = readonly { readonly from: number; readonly to: number }[]

const last = 65_535

export const everyPort: PortSet = [{ from: 1, to: last }]

export function onePort(port: number): PortSet {
  return port < 1 || port > last ? [] : [{ from: port, to: port }]
}

export function intersectPorts(a: PortSet, b: PortSet): PortSet {
  return a.flatMap((left) =>
    b.map((right) => ({ from: Math.max(left.from, right.from), to: Math.min(left.to, right.to) })).filter(({ from, to }) => from <= to),
  )
}

export function unitePorts(a: PortSet, b: PortSet): PortSet {
  return complementPorts(intersectPorts(complementPorts(a), complementPorts(b)))
}

export function complementPorts(set: PortSet): PortSet {
  const rest: { from: number; to: number }[] = []
  let next = 1
  for (const { from, to } of set) {
    if (from > next) rest.push({ from: next, to: from - 1 })
    next = to + 1
  }
  if (next <= last) rest.push({ from: next, to: last })
  return rest
}

export function isEveryPort(set: PortSet): boolean {
  return set.length === 1 && set[0]?.from === 1 && set[0].to === last
}

/** `port 80`, `ports 80, 8000-8010`, `every port`. */
export function portsText(set: PortSet): string {
  if (isEveryPort(set)) return 'every port'
  const ranges = set.map(({ from, to }) => (to > from ? `${from}-${to}` : String(from)))
  return `${ranges.length === 1 && !ranges[0]!.includes('-') ? 'port' : 'ports'} ${ranges.join(', ')}`
}
