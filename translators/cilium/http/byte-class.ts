/**
 * Some visible ASCII characters, as a set of bits. Requests have no other characters that Cilium's patterns would have to match: what they leave
 * out is denied.
 */
export type ByteClass = bigint

const first = 0x21
const last = 0x7e

/** `!` to `~`. */
export const visibleAscii: ByteClass = (1n << BigInt(last - first + 1)) - 1n
export const noCharacter: ByteClass = 0n

/** Nothing for a character that is not visible ASCII. */
export function classOf(character: string): ByteClass {
  const code = character.codePointAt(0)!
  return code < first || code > last ? noCharacter : 1n << BigInt(code - first)
}

/** A letter in both cases. */
export function eitherCase(character: string): ByteClass {
  return classOf(character) | classOf(otherCase(character))
}

export function isLetter(character: string): boolean {
  return /^[A-Za-z]$/.test(character)
}

function otherCase(character: string): string {
  if (!isLetter(character)) return character
  return character === character.toLowerCase() ? character.toUpperCase() : character.toLowerCase()
}

export function charactersOf(set: ByteClass): string[] {
  const found: string[] = []
  for (let code = first; code <= last; code += 1) if ((set >> BigInt(code - first)) & 1n) found.push(String.fromCharCode(code))
  return found
}

/** RE2 syntax: `a`, `\.`, `[!-~]`. */
export function classText(set: ByteClass): string {
  const characters = charactersOf(set)
  if (characters.length === 1) return literalText(characters[0]!)
  const ranges: [string, string][] = []
  for (const character of characters) {
    const previous = ranges.at(-1)
    if (previous !== undefined && previous[1].charCodeAt(0) + 1 === character.charCodeAt(0)) previous[1] = character
    else ranges.push([character, character])
  }
  const text = ranges.map(([low, high]) => {
    if (low === high) return inClass(low)
    return `${inClass(low)}${high.charCodeAt(0) - low.charCodeAt(0) > 1 ? '-' : ''}${inClass(high)}`
  })
  return `[${text.join('')}]`
}

function literalText(character: string): string {
  return /[\\.+*?()|[\]{}^$]/.test(character) ? `\\${character}` : character
}

function inClass(character: string): string {
  return /[\\\]^[-]/.test(character) ? `\\${character}` : character
}
