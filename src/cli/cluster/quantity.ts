const suffixes: Readonly<Record<string, number>> = {
  ...{ n: 1e-9, u: 1e-6, m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 },
}

/**
 * Whether two values are one amount: the API server writes `0.5` as `500m` and `1024Mi` as `1Gi`
 * (kubernetes:staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go).
 */
export function sameQuantity(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  const [left, right] = [amountOf(a), amountOf(b)]
  return left !== undefined && right !== undefined && Math.abs(left - right) <= 1e-9 * Math.abs(left)
}

function amountOf(value: unknown): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const [, number = '', suffix = ''] = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([numkMGTPE]|[KMGTPE]i)?$/.exec(String(value)) ?? []
  return number === '' ? undefined : Number(number) * suffixes[suffix]!
}
