import { caseFolded } from './case-folding.ts'
import { type CharSet, charSet, lastCodePoint, negated } from './char-set.ts'
import type { Flags } from './flags.ts'
import { perlClasses, posixClasses, unicodeClass } from './named-class.ts'
import type { Scanner } from './scanner.ts'

/** A class in brackets, from behind the opening one. */
export function bracketClass(scanner: Scanner, flags: Flags): CharSet {
  const inverted = scanner.take('^')
  const ranges: (readonly [number, number])[] = []
  const add = (set: CharSet): void => {
    for (const range of set) ranges.push(range)
  }
  // A bracket in the first place is a character like any other.
  for (let first = true; first || !scanner.sees(']'); first = false) {
    if (scanner.atEnd) throw scanner.fault('has an unmatched `[`')
    const posix = scanner.match(/\[:(\^?)(\w+):\]/y)
    if (posix !== undefined) {
      const set = posixClasses.get(posix[2]!)
      if (set === undefined) throw scanner.fault(`has the unknown class \`${posix[0]}\``)
      add(signed(set, posix[1] === '^', flags))
      continue
    }
    const low = classCharacter(scanner, flags)
    if (typeof low !== 'number') {
      add(low)
      continue
    }
    let high: number | CharSet = low
    if (scanner.match(/-(?!\])/y) !== undefined) high = classCharacter(scanner, flags)
    if (typeof high !== 'number' || high < low) throw scanner.fault('has a bad range')
    add(flags.ignoreCase ? caseFolded([[low, high]]) : [[low, high]])
  }
  scanner.take(']')
  const set = charSet(ranges)
  return inverted ? negated(set) : set
}

function classCharacter(scanner: Scanner, flags: Flags): number | CharSet {
  const character = scanner.next()
  if (character !== '\\') return character.codePointAt(0)!
  return classEscape(scanner, flags) ?? escapedCharacter(scanner)
}

/** A class such as `\d` or `\pL`, from behind the backslash. */
export function classEscape(scanner: Scanner, flags: Flags): CharSet | undefined {
  const perl = scanner.match(/[dDsSwW]/y)?.[0]
  if (perl !== undefined) return signed(perlClasses[perl.toLowerCase()]!, perl !== perl.toLowerCase(), flags)
  const unicode = scanner.match(/([pP])(?:([A-Za-z])|\{(\^?)([A-Za-z_]+)\})/y)
  if (unicode === undefined) return undefined
  const set = unicodeClass((unicode[2] ?? unicode[4])!)
  if (set === undefined) throw scanner.fault(`has \`\\${unicode[0]}\`, which cannot be analysed`)
  return signed(set, (unicode[1] === 'P') !== (unicode[3] === '^'), flags)
}

/** A class or its negation. Case is folded first, so that no case of a letter is in the negation. */
function signed(set: CharSet, negative: boolean, flags: Flags): CharSet {
  const folded = flags.ignoreCase ? caseFolded(set) : set
  return negative ? negated(folded) : folded
}

const controls: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 }

/** The character that an escape stands for, from behind the backslash. */
export function escapedCharacter(scanner: Scanner): number {
  const hexadecimal = scanner.match(/x(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{2}))/y)
  if (hexadecimal !== undefined) {
    const codePoint = Number.parseInt((hexadecimal[1] ?? hexadecimal[2])!, 16)
    if (codePoint > lastCodePoint) throw scanner.fault(`has the unknown character \`\\${hexadecimal[0]}\``)
    return codePoint
  }
  // One digit alone would refer back to a group, except for zero.
  const octal = scanner.match(/0[0-7]{0,2}|[1-7][0-7]{1,2}/y)
  if (octal !== undefined) return Number.parseInt(octal[0], 8)
  const character = scanner.next()
  const control = controls[character]
  if (control !== undefined) return control
  if (/[A-Za-z0-9]/.test(character)) throw scanner.fault(`has the escape \`\\${character}\`, which cannot be analysed`)
  return character.codePointAt(0)!
}
