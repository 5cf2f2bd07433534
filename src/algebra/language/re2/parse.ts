import { anyChar, type CharSet, charSet, folded, negated } from './char-set.ts'
import type { Syntax } from './syntax.ts'

/** A pattern that is not RE2 syntax, or that has something no automaton here can follow. */
export class PatternError extends Error {
  override readonly name = 'PatternError'
}

interface Flags {
  readonly ignoreCase: boolean
  readonly dotAll: boolean
  readonly multiline: boolean
}

const newline: CharSet = [[10, 10]]
const digits: CharSet = [[48, 57]]
const word = charSet([...digits, [65, 90], [95, 95], [97, 122]])
/** `\s` of RE2 has no vertical tab. */
const space: CharSet = charSet([
  [9, 10],
  [12, 13],
  [32, 32],
])

const posix: Readonly<Record<string, CharSet>> = {
  alnum: charSet([...digits, [65, 90], [97, 122]]),
  alpha: charSet([
    [65, 90],
    [97, 122],
  ]),
  ascii: [[0, 127]],
  blank: charSet([
    [9, 9],
    [32, 32],
  ]),
  cntrl: charSet([
    [0, 31],
    [127, 127],
  ]),
  digit: digits,
  graph: [[33, 126]],
  lower: [[97, 122]],
  print: [[32, 126]],
  punct: charSet([
    [33, 47],
    [58, 64],
    [91, 96],
    [123, 126],
  ]),
  space: charSet([
    [9, 13],
    [32, 32],
  ]),
  upper: [[65, 90]],
  word,
  xdigit: charSet([...digits, [65, 70], [97, 102]]),
}

/** Parses RE2 syntax (github.com/google/re2 doc/syntax.txt). @throws {PatternError} */
export function parsePattern(pattern: string): Syntax {
  return new Parser(pattern).parse()
}

class Parser {
  readonly #text: readonly number[]
  readonly #pattern: string
  #at = 0

  constructor(pattern: string) {
    this.#pattern = pattern
    this.#text = [...pattern].map((character) => character.codePointAt(0)!)
  }

  parse(): Syntax {
    const result = this.#choice({ ignoreCase: false, dotAll: false, multiline: false })
    if (this.#at < this.#text.length) throw this.#fault('has an unmatched `)`')
    return result
  }

  /** Flags set inside a group hold to its end, across alternatives. */
  #choice(outer: Flags): Syntax {
    const alternatives: Syntax[] = []
    let flags = outer
    let items: Syntax[] = []
    for (;;) {
      if (this.#at >= this.#text.length || this.#peek() === ')') break
      if (this.#take('|')) {
        alternatives.push({ kind: 'sequence', of: items })
        items = []
        continue
      }
      const set = this.#flagsOnly(flags)
      if (set !== undefined) {
        flags = set
        continue
      }
      for (const literal of this.#quoted(flags) ?? [this.#atom(flags)]) items.push(literal)
      const last = items.pop()
      if (last !== undefined) items.push(this.#repeated(last))
    }
    alternatives.push({ kind: 'sequence', of: items })
    return alternatives.length === 1 ? alternatives[0]! : { kind: 'choice', of: alternatives }
  }

  /** `(?i)` and the like, which are no group. */
  #flagsOnly(flags: Flags): Flags | undefined {
    const found = /^\(\?([imsU]*)(-[imsU]+)?\)/.exec(this.#rest())
    if (found === null) return undefined
    this.#at += found[0].length
    return changed(flags, found[1]!, found[2] ?? '')
  }

  #quoted(flags: Flags): Syntax[] | undefined {
    if (!this.#rest().startsWith('\\Q')) return undefined
    const end = this.#rest().indexOf('\\E')
    const literal = end < 0 ? this.#rest().slice(2) : this.#rest().slice(2, end)
    this.#at += [...literal].length + (end < 0 ? 2 : 4)
    return [...literal].map((character) => this.#literal(character.codePointAt(0)!, flags))
  }

  #atom(flags: Flags): Syntax {
    const character = this.#next()
    switch (character) {
      case '(':
        return this.#group(flags)
      case '[':
        return { kind: 'set', set: this.#class(flags) }
      case '.':
        return { kind: 'set', set: flags.dotAll ? anyChar : negated(newline) }
      case '^':
        if (flags.multiline) throw this.#fault('has line anchors, which cannot be analysed')
        return { kind: 'start' }
      case '$':
        if (flags.multiline) throw this.#fault('has line anchors, which cannot be analysed')
        return { kind: 'end' }
      case '*':
      case '+':
      case '?':
        throw this.#fault(`has nothing to repeat before \`${character}\``)
      case '\\':
        return this.#escape(flags)
      default:
        return this.#literal(character.codePointAt(0)!, flags)
    }
  }

  #group(flags: Flags): Syntax {
    let inner = flags
    const head = /^\?(?:P?<([A-Za-z_0-9]+)>|([imsU]*)(-[imsU]+)?:)/.exec(this.#rest())
    if (head !== null) {
      this.#at += head[0].length
      if (head[1] === undefined) inner = changed(flags, head[2] ?? '', head[3] ?? '')
    } else if (this.#peek() === '?') throw this.#fault('has a group that RE2 does not know')
    const result = this.#choice(inner)
    if (!this.#take(')')) throw this.#fault('has an unmatched `(`')
    return result
  }

  #repeated(of: Syntax): Syntax {
    let result = of
    let seen = false
    for (;;) {
      const bounds = this.#bounds()
      if (bounds === undefined) return result
      if (seen) throw this.#fault('repeats a repetition')
      seen = true
      // A lazy repetition matches the same texts.
      this.#take('?')
      result = { kind: 'repeat', of: result, ...bounds }
    }
  }

  #bounds(): { least: number; most: number } | undefined {
    if (this.#take('*')) return { least: 0, most: Number.POSITIVE_INFINITY }
    if (this.#take('+')) return { least: 1, most: Number.POSITIVE_INFINITY }
    if (this.#take('?')) return { least: 0, most: 1 }
    const found = /^\{(\d+)(,(\d*))?\}/.exec(this.#rest())
    if (found === null) return undefined
    this.#at += found[0].length
    const least = Number(found[1])
    const most = found[2] === undefined ? least : found[3] === '' ? Number.POSITIVE_INFINITY : Number(found[3])
    if (least > 1000 || (most > 1000 && most !== Number.POSITIVE_INFINITY) || most < least)
      throw this.#fault('has a repetition out of bounds')
    return { least, most }
  }

  #escape(flags: Flags): Syntax {
    const set = this.#perl()
    if (set !== undefined) return { kind: 'set', set }
    const character = this.#next()
    if (character === 'A') return { kind: 'start' }
    if (character === 'z') return { kind: 'end' }
    if (character === 'b' || character === 'B') throw this.#fault(`has \`\\${character}\`, which cannot be analysed`)
    return this.#literal(this.#escaped(character), flags)
  }

  /** A class such as `\d` or `\pL` at this place. */
  #perl(): CharSet | undefined {
    const found = /^([dDwWsS]|[pP](?:\^?[A-Za-z]|\{\^?[A-Za-z_]+\}))/.exec(this.#rest())
    if (found === null) return undefined
    const [name] = found as unknown as [string]
    this.#at += name.length
    const sets: Readonly<Record<string, CharSet>> = { d: digits, w: word, s: space }
    const known = sets[name.toLowerCase()]
    if (known !== undefined && name.length === 1) return name === name.toLowerCase() ? known : negated(known)
    throw this.#fault(`has \`\\${name}\`, which cannot be analysed`)
  }

  #escaped(character: string): number {
    const simple: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 }
    if (simple[character] !== undefined) return simple[character]
    if (character === 'x') {
      const found = /^(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{2}))/.exec(this.#rest())
      if (found === null) throw this.#fault('has a bad `\\x`')
      this.#at += found[0].length
      return Number.parseInt((found[1] ?? found[2])!, 16)
    }
    if (/[1-7]/.test(character) && !/^[0-7]/.test(this.#rest())) throw this.#fault('refers back to a group')
    if (/[0-7]/.test(character)) {
      const found = /^[0-7]{0,2}/.exec(this.#rest())![0]
      this.#at += found.length
      return Number.parseInt(character + found, 8)
    }
    if (/[A-Za-z89]/.test(character)) throw this.#fault(`has the unknown escape \`\\${character}\``)
    return character.codePointAt(0)!
  }

  #class(flags: Flags): CharSet {
    const inverted = this.#take('^')
    const ranges: (readonly [number, number])[] = []
    let first = true
    while (first || this.#peek() !== ']') {
      if (this.#at >= this.#text.length) throw this.#fault('has an unmatched `[`')
      first = false
      const named = /^\[:(\^?)([a-z]+):\]/.exec(this.#rest())
      if (named !== null) {
        const set = posix[named[2]!]
        if (set === undefined) throw this.#fault(`has the unknown class \`${named[0]}\``)
        this.#at += named[0].length
        ranges.push(...(named[1] === '^' ? negated(set) : set))
        continue
      }
      const low = this.#classCharacter()
      if (typeof low !== 'number') {
        ranges.push(...low)
        continue
      }
      if (this.#peek() === '-' && this.#text[this.#at + 1] !== undefined && String.fromCodePoint(this.#text[this.#at + 1]!) !== ']') {
        this.#at += 1
        const high = this.#classCharacter()
        if (typeof high !== 'number' || high < low) throw this.#fault('has a bad range')
        ranges.push([low, high])
      } else ranges.push([low, low])
    }
    this.#at += 1
    const set = flags.ignoreCase ? folded(charSet(ranges)) : charSet(ranges)
    return inverted ? negated(set) : set
  }

  #classCharacter(): number | CharSet {
    const character = this.#next()
    if (character !== '\\') return character.codePointAt(0)!
    return this.#perl() ?? this.#escaped(this.#next())
  }

  #literal(codePoint: number, flags: Flags): Syntax {
    return { kind: 'set', set: flags.ignoreCase ? folded([[codePoint, codePoint]]) : [[codePoint, codePoint]] }
  }

  #peek(): string | undefined {
    const codePoint = this.#text[this.#at]
    return codePoint === undefined ? undefined : String.fromCodePoint(codePoint)
  }

  #next(): string {
    const character = this.#peek()
    if (character === undefined) throw this.#fault('ends too early')
    this.#at += 1
    return character
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false
    this.#at += 1
    return true
  }

  #rest(): string {
    // Heads of groups and escapes are short.
    return String.fromCodePoint(...this.#text.slice(this.#at, this.#at + 2000))
  }

  #fault(what: string): PatternError {
    return new PatternError(`\`${this.#pattern}\` ${what}`)
  }
}

function changed(flags: Flags, on: string, off: string): Flags {
  const value = (letter: string, current: boolean): boolean => (off.includes(letter) ? false : on.includes(letter) ? true : current)
  return { ignoreCase: value('i', flags.ignoreCase), dotAll: value('s', flags.dotAll), multiline: value('m', flags.multiline) }
}
