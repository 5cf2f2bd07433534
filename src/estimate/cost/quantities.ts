/** Thousandths of a CPU: `250m`, `0.5`, `2`. Undefined for what is not a quantity. */
export function millicores(quantity: unknown): number | undefined {
  const [, number, milli] = /^(\d+(?:\.\d+)?)(m?)$/.exec(String(quantity)) ?? []
  return number === undefined ? undefined : milli === 'm' ? Number(number) : Number(number) * 1000
}

const units: Readonly<Record<string, number>> = {
  '': 1 / 2 ** 20,
  k: 1e3 / 2 ** 20,
  M: 1e6 / 2 ** 20,
  G: 1e9 / 2 ** 20,
  Ki: 2 ** -10,
  Mi: 1,
  Gi: 2 ** 10,
}

/** MiB of memory: `128Mi`, `1Gi`, `134217728`. */
export function mebibytes(quantity: unknown): number | undefined {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([kMG]|[KMG]i)?$/.exec(String(quantity)) ?? []
  return number === undefined ? undefined : Number(number) * units[unit]!
}
