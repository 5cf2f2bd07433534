/** The value that a map from the input has for a key; undefined also for keys such as `constructor` that every JavaScript object inherits. */
export function ownValue<T>(map: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined
}

/** Sets a key of a map whatever it is called: assigning to `__proto__` would change what the map inherits instead. */
export function setOwn(map: object, key: string, value: unknown): void {
  Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true })
}
