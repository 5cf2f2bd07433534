import type { Place } from '../../src/diagnostics/place.ts'

/**
 * One message of Envoy's API, read strictly: a field that nothing takes, or whose value is not what is expected, is not understood. Names are as JSON has
 * them (`routeConfigName`) or as in the API (`route_config_name`); both are valid.
 */
export class Message {
  readonly place: Place
  readonly #fields: ReadonlyMap<string, { readonly name: string; readonly value: unknown }>
  readonly #odd: Place[]
  readonly #taken = new Set<string>()

  constructor(value: unknown, place: Place, odd: Place[]) {
    this.place = place
    this.#odd = odd
    const entries = isObject(value) ? Object.entries(value) : []
    this.#fields = new Map(entries.map(([name, inner]) => [camel(name), { name, value: inner }]))
    if (!isObject(value) || this.#fields.size < entries.length) odd.push(place)
  }

  has(name: string): boolean {
    return this.#fields.has(name)
  }

  text(name: string): string | undefined {
    return this.#value(name, (value) => typeof value === 'string')
  }

  number(name: string): number | undefined {
    return this.#value(name, (value) => typeof value === 'number')
  }

  flag(name: string): boolean | undefined {
    return this.#value(name, (value) => typeof value === 'boolean')
  }

  texts(name: string): readonly string[] {
    return this.#value<readonly string[]>(name, (value) => Array.isArray(value) && value.every((one) => typeof one === 'string')) ?? []
  }

  numbers(name: string): readonly number[] {
    return this.#value<readonly number[]>(name, (value) => Array.isArray(value) && value.every((one) => typeof one === 'number')) ?? []
  }

  /** Milliseconds of a duration, which is written in seconds: `1.5s`. */
  duration(name: string): number | undefined {
    const text = this.#value<string>(name, (value) => typeof value === 'string' && /^\d+(\.\d{1,9})?s$/.test(value))
    return text === undefined ? undefined : Math.round(Number.parseFloat(text) * 1e6) / 1e3
  }

  message(name: string): Message | undefined {
    const value = this.#value<object>(name, isObject)
    return value === undefined ? undefined : new Message(value, this.#placeOf(name), this.#odd)
  }

  list(name: string): readonly Message[] {
    const values = this.#value<readonly unknown[]>(name, Array.isArray) ?? []
    return values.map((value, index) => new Message(value, this.#placeOf(name).index(index), this.#odd))
  }

  /** A map of messages, in its order. */
  entries(name: string): readonly (readonly [key: string, value: Message])[] {
    const values = this.#value<Readonly<Record<string, unknown>>>(name, isObject) ?? {}
    return Object.entries(values).map(([key, value]) => [key, new Message(value, this.#placeOf(name).field(key), this.#odd)])
  }

  /** Fields that decide about no request. */
  ignore(...names: readonly string[]): this {
    for (const name of names) this.#taken.add(name)
    return this
  }

  /** Something that is written here is not understood. */
  isOdd(at: Place = this.place): void {
    this.#odd.push(at)
  }

  /** All that is to be read was: whatever is left is not understood. */
  done(): void {
    for (const [name, field] of this.#fields) if (!this.#taken.has(name)) this.#odd.push(this.place.field(field.name))
  }

  #value<T>(name: string, isExpected: (value: unknown) => boolean): T | undefined {
    this.#taken.add(name)
    const field = this.#fields.get(name)
    if (field === undefined || isExpected(field.value)) return field?.value as T | undefined
    this.#odd.push(this.#placeOf(name))
    return undefined
  }

  #placeOf(name: string): Place {
    return this.place.field(this.#fields.get(name)?.name ?? name)
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function camel(name: string): string {
  return name.startsWith('@') ? name : name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}
