/** Numbers of a document, each with a footnote that says where in the JSON report it is. */
export interface Traced {
  /** The number at a pointer (RFC 6901), or how long the list there is, with the mark of its footnote. */
  readonly number: (pointer: string) => string
  /** The marks of numbers that stand in a text already. */
  readonly marks: (pointers: readonly string[]) => string
  /** Lines of all footnotes so far. */
  readonly footnotes: () => readonly string[]
}

export function tracedIn(report: unknown): Traced {
  const known = new Map<string, number>()
  const mark = (pointer: string): string => {
    const index = known.get(pointer) ?? known.size + 1
    known.set(pointer, index)
    return `[^${index}]`
  }
  return {
    number: (pointer) => `${countAt(report, pointer)}${mark(pointer)}`,
    marks: (pointers) => pointers.map(mark).join(''),
    footnotes: () => [...known].map(([pointer, index]) => `[^${index}]: \`${pointer}\` is ${countAt(report, pointer)}`),
  }
}

/** A number, or the length of a list. A pointer that leads to neither is a fault of ours. */
export function countAt(report: unknown, pointer: string): number {
  const value = pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((at, step) => (at as Readonly<Record<string, unknown>> | undefined)?.[step], report)
  if (typeof value === 'number') return value
  if (Array.isArray(value)) return value.length
  throw new Error(`no number at ${pointer}`)
}
