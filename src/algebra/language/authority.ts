/** Addresses: proxies know Services by their own virtual IP, too. */
const address = '[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+|\\[[0-9a-fA-F:.]*\\]'
const isAddress = new RegExp(`^(?:${address})$`)

/** The authorities of a host as one RE2 pattern: its names without case, or an address; any port may follow. */
export function authorityPattern(names: readonly string[]): string {
  return `(${[...names.map(withoutCase), address].join('|')})(:[0-9]+)?`
}

/** The same without a pattern. Names and the text are in lower case. */
export function isAuthorityOf(names: readonly string[], text: string): boolean {
  const name = text.replace(/:[0-9]+$/, '')
  return names.includes(name) || names.includes(text) || isAddress.test(name)
}

function withoutCase(name: string): string {
  return name.replace(/[a-z]|[^a-z0-9-]/gi, (char) => (/[a-z]/i.test(char) ? `[${char.toLowerCase()}${char.toUpperCase()}]` : `[${char}]`))
}
