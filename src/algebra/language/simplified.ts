import { asciiLower, type Language, type PatternLanguage, withoutTrailingSlashes } from './language.ts'

export type Literal = Extract<Language, { kind: 'exact' | 'prefix' | 'suffix' }>

/** A language made of literals, as far as that goes: literals are read all at once, whatever their number. */
export type Simplified =
  | { readonly kind: 'literal'; readonly literal: Literal }
  | { readonly kind: 'pattern'; readonly pattern: PatternLanguage }
  | { readonly kind: 'not'; readonly of: Simplified }
  /** Without parts: everything, or nothing. */
  | { readonly kind: 'and' | 'or'; readonly of: readonly Simplified[] }
  /** Rewrites seen backwards that leave no literals: see `Language`. */
  | { readonly kind: 'replaced'; readonly drop: string; readonly put: string; readonly of: LanguageAtom }
  | { readonly kind: 'appended'; readonly tail: string; readonly of: LanguageAtom }
  | { readonly kind: 'merged'; readonly of: LanguageAtom }

/** What is not made of parts. */
export type LanguageAtom = Exclude<Simplified, { kind: 'not' | 'and' | 'or' }>

const everything: Simplified = { kind: 'and', of: [] }
const nothing: Simplified = { kind: 'or', of: [] }

export function simplified(language: Language): Simplified {
  switch (language.kind) {
    case 'all':
      return everything
    case 'none':
      return nothing
    case 'non-empty':
      return { kind: 'not', of: literal('exact', '') }
    case 'exact':
    case 'prefix':
    case 'suffix':
      return literal(language.kind, language.value, language.ignoreCase === true)
    case 'segments': {
      const value = withoutTrailingSlashes(language.value)
      return { kind: 'or', of: [literal('exact', value), literal('prefix', `${value}/`)] }
    }
    case 'glob':
      return glob(language.value)
    case 'not':
      return { kind: 'not', of: simplified(language.of) }
    case 'and':
    case 'or':
      return { kind: language.kind, of: language.of.map(simplified) }
    case 'before-replacing-prefix': {
      const { drop, put } = language
      const rest = pushed(simplified(language.of), (atom) => beforeReplacing(drop, put, atom))
      return drop === '' ? rest : { kind: 'and', of: [literal('prefix', drop), rest] }
    }
    case 'before-appending':
      return pushed(simplified(language.of), (atom) => beforeAppending(language.tail, atom))
    case 'before-merging-slashes':
      return pushed(simplified(language.of), (atom) => ({ kind: 'merged', of: atom }))
    case 'regex':
    case 'template':
    case 'authority':
      return { kind: 'pattern', pattern: language }
  }
}

/** Every literal without case is written in lower case. */
function literal(kind: Literal['kind'], value: string, ignoreCase = false): Simplified {
  return { kind: 'literal', literal: ignoreCase ? { kind, value: asciiLower(value), ignoreCase } : { kind, value } }
}

function glob(value: string): Simplified {
  const parts = value.split(/\*+/)
  const [first = '', last = ''] = parts
  if (parts.length === 1) return literal('exact', value)
  if (parts.length > 2 || (first !== '' && last !== '')) return { kind: 'pattern', pattern: { kind: 'glob', value } }
  if (first !== '') return literal('prefix', first)
  return last === '' ? everything : literal('suffix', last)
}

/** Rewrites go through combinations: only what they mean for the atoms differs. */
function pushed(of: Simplified, rewrite: (atom: LanguageAtom) => Simplified): Simplified {
  switch (of.kind) {
    case 'not':
      return { kind: 'not', of: pushed(of.of, rewrite) }
    case 'and':
    case 'or':
      return { kind: of.kind, of: of.of.map((part) => pushed(part, rewrite)) }
    case 'literal':
    case 'pattern':
    case 'replaced':
    case 'appended':
    case 'merged':
      return rewrite(of)
  }
}

/** For texts that begin with `drop`: others are excluded by the caller. */
function beforeReplacing(drop: string, put: string, atom: LanguageAtom): Simplified {
  const general: Simplified = { kind: 'replaced', drop, put, of: atom }
  if (atom.kind !== 'literal') return general
  const { kind, value, ignoreCase = false } = atom.literal
  const start = ignoreCase ? asciiLower(put) : put
  if (kind === 'prefix' && start.startsWith(value)) return everything
  if (kind === 'suffix') return value === '' ? everything : general
  return value.startsWith(start) ? literal(kind, drop + value.slice(put.length), ignoreCase) : nothing
}

function beforeAppending(tail: string, atom: LanguageAtom): Simplified {
  if (atom.kind !== 'literal') return { kind: 'appended', tail, of: atom }
  const { kind, value, ignoreCase = false } = atom.literal
  const end = ignoreCase ? asciiLower(tail) : tail
  switch (kind) {
    case 'exact':
      return value.endsWith(end) ? literal('exact', value.slice(0, value.length - end.length), ignoreCase) : nothing
    case 'suffix':
      if (end.endsWith(value)) return everything
      return value.endsWith(end) ? literal('suffix', value.slice(0, value.length - end.length), ignoreCase) : nothing
    case 'prefix': {
      // The text may end inside the prefix, when the tail goes on with it.
      const cuts = Array.from({ length: value.length }, (_, length) => length).filter((length) => end.startsWith(value.slice(length)))
      return {
        kind: 'or',
        of: [literal('prefix', value, ignoreCase), ...cuts.map((length) => literal('exact', value.slice(0, length), ignoreCase))],
      }
    }
  }
}
