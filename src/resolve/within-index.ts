/**
 * Values under host names, some of them with a leading star; found by any host that is within one of these names (`hostWithin`): for
 * `shop.prod.example.com` those under that very name, under `*.prod.example.com` and under `*`. A look-up asks for each end of the host, so
 * that what it costs does not grow with the number of values.
 */
export class WithinIndex<T> {
  readonly #exact = new Map<string, number[]>()
  /** By what follows the star. */
  readonly #ends = new Map<string, number[]>()
  readonly #values: T[] = []

  add(host: string, value: T): void {
    const position = this.#values.push(value) - 1
    const [index, key] = host.startsWith('*') ? [this.#ends, host.slice(1)] : [this.#exact, host]
    const known = index.get(key)
    if (known === undefined) index.set(key, [position])
    else known.push(position)
  }

  /** The values of all names that the host is within, in the order in which they were added. */
  find(host: string): T[] {
    const found = [...(this.#exact.get(host) ?? [])]
    const text = host.startsWith('*') ? host.slice(1) : host
    if (this.#ends.size > 0) for (let start = 0; start <= text.length; start += 1) found.push(...(this.#ends.get(text.slice(start)) ?? []))
    return found.sort((a, b) => a - b).map((position) => this.#values[position]!)
  }
}
