/** Values by number: what many records share is written once. */
export class Table<T> {
  private readonly numbers = new Map<string, number>()

  /** The number of a value, a new one when it has none yet. */
  number(value: T): number {
    const text = JSON.stringify(value)
    const known = this.numbers.get(text)
    if (known !== undefined) return known
    this.numbers.set(text, this.numbers.size)
    return this.numbers.size - 1
  }

  /** As a list of JSON, one line for each value. */
  text(): string {
    return listText([...this.numbers.keys()])
  }
}

export function listText(lines: readonly string[]): string {
  return lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n]`
}
