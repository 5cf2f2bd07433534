const unitNanoseconds: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  '\u00b5s': 1e3,
  '\u03bcs': 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
}

/**
 * A duration of CEL as nanoseconds: Go's syntax, a sign and numbers with units (Go `time.ParseDuration`). Undefined when it is none, or
 * longer than 64 bits hold. Independent of `parseDuration` of the model on purpose: that takes what fields of Istio and the Gateway API may
 * hold, this what rules of CRDs compute with, negative ones too.
 */
export function durationNanoseconds(text: string): number | undefined {
  const sign = text.startsWith('-') ? -1 : 1
  const rest = /^[+-]/.test(text) ? text.slice(1) : text
  if (rest === '0') return 0
  if (!/^((\d+(\.\d*)?|\.\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h))+$/.test(rest)) return undefined
  let total = 0
  for (const [, amount, unit] of rest.matchAll(/([\d.]+)([^\d.]+)/g)) total += Number(amount) * unitNanoseconds[unit!]!
  return total < 2 ** 63 ? sign * total : undefined
}
