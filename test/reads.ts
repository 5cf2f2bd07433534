/** Counts how often fields of a value, and of those inside of it, are asked for. */
export class Reads {
  count = 0

  of<T extends object>(value: T): T {
    return new Proxy(value, {
      get: (target, key, receiver): unknown => {
        this.count += 1
        const field: unknown = Reflect.get(target, key, receiver)
        return typeof field === 'object' && field !== null ? this.of(field) : field
      },
    })
  }
}
