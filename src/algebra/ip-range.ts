/** A contiguous range of addresses of one family, both ends included. */
export interface IpRange {
  readonly family: 4 | 6
  readonly first: bigint
  readonly last: bigint
}

/**
 * Reads an address or a CIDR as strictly as Go's `netip` does: no leading zeros, no short forms, no zones. Host bits behind the prefix
 * are ignored, as Envoy and ztunnel ignore them. Undefined when it is neither.
 */
export function parseIpRange(text: string): IpRange | undefined {
  const [addressText, prefixText, ...rest] = text.split('/')
  if (addressText === undefined || rest.length > 0) return undefined
  const address = parseAddress(addressText)
  if (address === undefined) return undefined
  const width = address.family === 4 ? 32 : 128
  if (prefixText !== undefined && !/^(0|[1-9]\d{0,2})$/.test(prefixText)) return undefined
  const prefix = prefixText === undefined ? width : Number(prefixText)
  if (prefix > width) return undefined
  const span = 1n << BigInt(width - prefix)
  const first = (address.value / span) * span
  return { family: address.family, first, last: first + span - 1n }
}

/** True when every address of `inner` is in `outer`. A range of one family never contains the other's. */
export function rangeContains(outer: IpRange, inner: IpRange): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last
}

export function rangesOverlap(a: IpRange, b: IpRange): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last
}

function parseAddress(text: string): { family: 4 | 6; value: bigint } | undefined {
  if (text.includes(':')) {
    const value = parseV6(text)
    return value === undefined ? undefined : { family: 6, value }
  }
  const value = parseV4(text)
  return value === undefined ? undefined : { family: 4, value }
}

function parseV4(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  let value = 0n
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined
    value = value * 256n + BigInt(part)
  }
  return value
}

function parseV6(text: string): bigint | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = groupsOf(halves[0]!)
  const tail = halves.length === 2 ? groupsOf(halves[1]!) : []
  if (head === undefined || tail === undefined) return undefined
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  return [...head, ...Array<bigint>(missing).fill(0n), ...tail].reduce((value, group) => value * 65536n + group, 0n)
}

/** The 16-bit groups of one side of `::`; the last two may be written as an IPv4 address. */
function groupsOf(text: string): bigint[] | undefined {
  if (text === '') return []
  const groups: bigint[] = []
  const parts = text.split(':')
  for (const [position, part] of parts.entries()) {
    if (part.includes('.')) {
      const v4 = position === parts.length - 1 ? parseV4(part) : undefined
      if (v4 === undefined) return undefined
      groups.push(v4 / 65536n, v4 % 65536n)
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(BigInt(`0x${part}`))
    else return undefined
  }
  return groups
}
