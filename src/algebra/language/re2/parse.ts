import { caseFolded } from './case-folding.ts'
import { anyChar, type CharSet, negated } from './char-set.ts'
import { type Flags, noFlags, withFlags } from './flags.ts'
import { Scanner } from './scanner.ts'
import { bracketClass, classEscape, escapedCharacter } from './set-syntax.ts'
import type { Syntax } from './syntax.ts'

const notNewline: CharSet = negated([[10, 10]])
const largestRepetition = 1000

/** Parses RE2 syntax (github.com/google/re2 doc/syntax.txt). @throws {PatternError} */
export function parsePattern(pattern: string): Syntax {
  const scanner = new Scanner(pattern)
  const result = choice(scanner, noFlags)
  if (!scanner.atEnd) throw scanner.fault('has an unmatched `)`')
  return result
}

/** Everything up to the end of a group. Flags set inside hold to its end, across alternatives. */
function choice(scanner: Scanner, outer: Flags): Syntax {
  const alternatives: Syntax[] = []
  let flags = outer
  let items: Syntax[] = []
  while (!scanner.atEnd && !scanner.sees(')')) {
    if (scanner.take('|')) {
      alternatives.push({ kind: 'sequence', of: items })
      items = []
      continue
    }
    // `(?i)` and the like are not groups.
    const changed = scanner.match(/\(\?([imsU]*)(-[imsU]+)?\)/y)
    if (changed !== undefined) flags = withFlags(flags, changed[1]!, changed[2] ?? '')
    else {
      items.push(...(quoted(scanner, flags) ?? [atom(scanner, flags)]))
      const last = items.pop()
      if (last !== undefined) items.push(repeated(scanner, last))
    }
  }
  alternatives.push({ kind: 'sequence', of: items })
  return alternatives.length === 1 ? alternatives[0]! : { kind: 'choice', of: alternatives }
}

/** `\Q…\E`: all of it literally, to the end of the pattern where `\E` is missing. */
function quoted(scanner: Scanner, flags: Flags): Syntax[] | undefined {
  const found = scanner.match(/\\Q(.*?)(?:\\E|$)/sy)
  return found === undefined ? undefined : [...found[1]!].map((character) => literal(character, flags))
}

function atom(scanner: Scanner, flags: Flags): Syntax {
  const character = scanner.next()
  switch (character) {
    case '(':
      return group(scanner, flags)
    case '[':
      return { kind: 'set', set: bracketClass(scanner, flags) }
    case '.':
      return { kind: 'set', set: flags.dotAll ? anyChar : notNewline }
    case '^':
      return { kind: 'assert', what: flags.multiline ? 'line-start' : 'start' }
    case '$':
      return { kind: 'assert', what: flags.multiline ? 'line-end' : 'end' }
    case '*':
    case '+':
    case '?':
      throw scanner.fault(`has nothing to repeat before \`${character}\``)
    case '\\':
      return escaped(scanner, flags)
    default:
      return literal(character, flags)
  }
}

function group(scanner: Scanner, flags: Flags): Syntax {
  let inner = flags
  const head = scanner.match(/\?(?:P?<\w+>|([imsU]*)(-[imsU]+)?:)/y)
  const captures = head === undefined || head[0].endsWith('>')
  if (head !== undefined) inner = withFlags(flags, head[1] ?? '', head[2] ?? '')
  else if (scanner.sees('?')) throw scanner.fault('has a group that RE2 does not know')
  const result = choice(scanner, inner)
  if (!scanner.take(')')) throw scanner.fault('has an unmatched `(`')
  return captures ? { kind: 'sequence', of: [result], captures } : result
}

const assertions = { A: 'start', z: 'end', b: 'boundary', B: 'no-boundary' } as const

function escaped(scanner: Scanner, flags: Flags): Syntax {
  const set = classEscape(scanner, flags)
  if (set !== undefined) return { kind: 'set', set }
  const assertion = scanner.match(/[AzbB]/y)
  if (assertion !== undefined) return { kind: 'assert', what: assertions[assertion[0] as keyof typeof assertions] }
  return literal(String.fromCodePoint(escapedCharacter(scanner)), flags)
}

function repeated(scanner: Scanner, of: Syntax): Syntax {
  const bounds = repetition(scanner)
  if (bounds === undefined) return of
  // A lazy repetition matches the same texts.
  scanner.take('?')
  if (repetition(scanner) !== undefined) throw scanner.fault('repeats a repetition')
  return { kind: 'repeat', of, ...bounds }
}

function repetition(scanner: Scanner): { readonly least: number; readonly most: number } | undefined {
  if (scanner.take('*')) return { least: 0, most: Number.POSITIVE_INFINITY }
  if (scanner.take('+')) return { least: 1, most: Number.POSITIVE_INFINITY }
  if (scanner.take('?')) return { least: 0, most: 1 }
  const found = scanner.match(/\{(\d+)(,(\d*))?\}/y)
  if (found === undefined) return undefined
  const least = Number(found[1])
  const most = found[2] === undefined ? least : found[3] === '' ? Number.POSITIVE_INFINITY : Number(found[3])
  if (least > largestRepetition || (most > largestRepetition && most !== Number.POSITIVE_INFINITY) || most < least)
    throw scanner.fault('has a repetition out of bounds')
  return { least, most }
}

function literal(character: string, flags: Flags): Syntax {
  const codePoint = character.codePointAt(0)!
  return { kind: 'set', set: flags.ignoreCase ? caseFolded([[codePoint, codePoint]]) : [[codePoint, codePoint]] }
}
