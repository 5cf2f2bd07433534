import { type CharSet, lastCodePoint } from './char-set.ts'
import { parsePattern } from './parse.ts'
import type { Syntax } from './syntax.ts'

/**
 * The largest program that Envoy takes by default. Cilium sets no other limit, and one pattern above it spoils all policies of an endpoint
 * (envoy:source/common/common/regex.cc `re2.max_program_size.error_level`; measured: Cilium 1.20.2, Envoy 1.40.0).
 */
export const defaultProgramSize = 100

/**
 * How many instructions RE2 compiles a pattern to, at most: never less than RE2 itself counts, and the same for literals and ASCII classes
 * in sequence. `/api/v1/orders` has 18 (re2:re2/compile.cc, re2/prog.cc Flatten; held against RE2 itself in a test).
 *
 * @throws {PatternError} for what is not RE2 syntax
 */
export function programSize(pattern: string): number {
  const syntax = parsePattern(pattern)
  return costOf(syntax) + overhead
}

/** One that fails, one that matches, and the two that look for a match anywhere in a text. */
const overhead = 4

function costOf(syntax: Syntax): number {
  switch (syntax.kind) {
    case 'set':
      return setCost(syntax.set)
    case 'assert':
      return 1
    case 'sequence':
    case 'choice': {
      const own = syntax.of.map((part) => (syntax.kind === 'choice' ? alternativeCost(part) : costOf(part)))
      const loops = syntax.of.filter(endsInLoop).length
      // Where several ways meet, RE2 may write an instruction that only leads on.
      const joints = syntax.kind === 'choice' ? syntax.of.length - 1 + loops : Math.max(loops - 1, 0)
      return sum(own) + joints + (syntax.captures === true ? 2 : 0)
    }
    case 'repeat':
      return repeatCost(syntax)
  }
}

/** Alternatives that differ in their last character become one with a class, in which a letter and its other case are two ranges again. */
function alternativeCost(part: Syntax): number {
  const only = part.kind === 'sequence' ? (part.of.at(-1) ?? part) : part
  return Math.max(costOf(part), 1) + (only.kind === 'set' && otherCase(only.set) ? 2 : 0)
}

/**
 * `x{2,4}` is `xx(x(x)?)?`, `x{2,}` is `xx+`, and `x*` of what may be empty is `(x+)?` (re2:re2/simplify.cc, re2/compile.cc Star). What
 * follows a loop may need an instruction that leads to it.
 */
function repeatCost({ of, least, most }: Extract<Syntax, { kind: 'repeat' }>): number {
  const each = Math.max(costOf(of), 1) + (endsInLoop(of) ? 1 : 0)
  if (most !== Number.POSITIVE_INFINITY) return least * each + (most - least) * (each + 1)
  if (isNullable(of)) return Math.max(least, 1) * each + 4
  return least === 0 ? each + 1 : least * each + 2
}

function endsInLoop(syntax: Syntax): boolean {
  const last = syntax.kind === 'sequence' ? syntax.of.at(-1) : undefined
  if (last !== undefined) return endsInLoop(last)
  return syntax.kind === 'choice' ? syntax.of.some(endsInLoop) : syntax.kind === 'repeat'
}

function isNullable(syntax: Syntax): boolean {
  switch (syntax.kind) {
    case 'set':
      return false
    case 'assert':
      return true
    case 'sequence':
      return syntax.of.every(isNullable)
    case 'choice':
      return syntax.of.some(isNullable)
    case 'repeat':
      return syntax.least === 0 || isNullable(syntax.of)
  }
}

/**
 * One instruction for each range of ASCII characters, and one for both cases of a letter; beyond ASCII, RE2 compiles the bytes of UTF-8
 * (re2:re2/compile.cc AddRuneRangeUTF8).
 */
function setCost(set: CharSet): number {
  const [ascii, beyond] = [set.filter(([first]) => first < 0x80), set.filter(([, last]) => last >= 0x80)]
  return Math.max(1, (otherCase(ascii) ? 1 : ascii.length) + sum(beyond.map(([first, last]) => utf8Cost(Math.max(first, 0x80), last))))
}

/** Both cases of one letter: `[Aa]` is one instruction, and `[A-Za-z]` two. */
function otherCase(ranges: CharSet): boolean {
  if (ranges.length !== 2 || ranges.some(([first, last]) => first !== last)) return false
  const [[upper] = [0], [lower] = [0]] = ranges
  return lower === upper + 32 && upper >= 65 && upper <= 90
}

/** The byte ranges of UTF-8 that a range of code points is cut into, at most. */
function utf8Cost(first: number, last: number): number {
  if (first === 0x80 && last === lastCodePoint) return 6
  const lengths = [0x7ff, 0xffff, lastCodePoint].filter((top, index) => last > [0x7f, 0x7ff, 0xffff][index]! && first <= top).length
  const bytes = (codePoint: number): number => (codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4)
  if (first === last) return bytes(first)
  return lengths * 2 * bytes(last)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}
