/** Milliseconds in each unit that Go's `time.ParseDuration` knows. */
const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}

const part = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y

/**
 * A duration as Istio and Gateway API write it (`1h30m`, `0.5s`, `100ms`, `0`), in milliseconds, fractions allowed. Undefined for text
 * that Go's `time.ParseDuration` refuses and for negative durations, which no field of these APIs takes.
 */
export function parseDuration(text: string): number | undefined {
  const body = text.startsWith('+') ? text.slice(1) : text
  if (body === '0') return 0
  let total = 0
  part.lastIndex = 0
  let read = 0
  while (read < body.length) {
    part.lastIndex = read
    const found = part.exec(body)
    if (found === null) return undefined
    total += Number(found[1]) * unitMs[found[2]!]!
    read = part.lastIndex
  }
  if (read === 0) return undefined
  // Decimal fractions such as 0.3s are not exact in binary; nothing is finer than a nanosecond.
  return Math.round(total * 1e6) / 1e6
}

/**
 * Milliseconds in the format of Gateway API durations, `([0-9]{1,5}(h|m|s|ms)){1,4}` (gwapi:apis/v1/shared_types.go Duration, GEP-2257).
 * Undefined for what the format cannot say: fractions of a millisecond, negative numbers, and more than 99999 hours.
 */
export function gatewayDuration(ms: number): string | undefined {
  if (!Number.isInteger(ms) || ms < 0) return undefined
  if (ms % 1000 === 0 && ms / 1000 < 100_000) return `${ms / 1000}s`
  if (ms < 100_000) return `${ms}ms`
  const hours = Math.floor(ms / 3_600_000)
  if (hours > 99_999) return undefined
  const parts: [number, string][] = [
    [hours, 'h'],
    [Math.floor(ms / 60_000) % 60, 'm'],
    [Math.floor(ms / 1000) % 60, 's'],
    [ms % 1000, 'ms'],
  ]
  return parts.map(([amount, unit]) => (amount === 0 ? '' : `${amount}${unit}`)).join('')
}
