import { RE2JS } from 're2js'
import { authorityPattern, isAuthorityOf } from './authority.ts'

/** A regular language over Unicode texts, as data. */
export type Language =
  | { readonly kind: 'all' | 'none' | 'non-empty' }
  /** Without case: ASCII letters only, as Envoy compares (envoy:source/common/common/matchers.h). */
  | { readonly kind: 'exact' | 'prefix' | 'suffix'; readonly value: string; readonly ignoreCase?: boolean }
  /** RE2 syntax; the whole text has to match. */
  | { readonly kind: 'regex'; readonly pattern: string }
  /** Gateway API's path prefix: the value without slashes at its end, and then nothing or a slash and more. */
  | { readonly kind: 'segments'; readonly value: string }
  /** Envoy's URI template with `{*}` (one segment) and `{**}` (the rest). */
  | { readonly kind: 'template'; readonly value: string }
  /** `*` stands for any characters, wherever it is. */
  | { readonly kind: 'glob'; readonly value: string }
  /** Names of hosts, in lower case here, and addresses, as an authority gives them: in any case, with or without a port. */
  | { readonly kind: 'authority'; readonly names: readonly string[] }
  | { readonly kind: 'not'; readonly of: Language }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Language[] }
  /** Texts `drop` + rest for which `put` + rest is in `of`: a rewrite of a prefix, seen backwards. */
  | { readonly kind: 'before-replacing-prefix'; readonly drop: string; readonly put: string; readonly of: Language }
  /** Texts to which `tail` is appended to get one of `of`. */
  | { readonly kind: 'before-appending'; readonly tail: string; readonly of: Language }
  /** Texts that are in `of` once slashes beside each other are one. */
  | { readonly kind: 'before-merging-slashes'; readonly of: Language }

/** Languages that are one RE2 pattern, written down or in disguise. */
export type PatternLanguage = Extract<Language, { kind: 'regex' | 'template' | 'glob' | 'authority' }>

/** Characters that `{*}` of a template stands for (envoy:source/extensions/path/uri_template_lib; `=` and `*` measured: Envoy 1.40.0). */
const segment = "[A-Za-z0-9\\-._~%!$&'()*+,;=:@]"

/** The same language as one RE2 pattern. */
export function patternOf(language: PatternLanguage): string {
  switch (language.kind) {
    case 'regex':
      return language.pattern
    case 'template':
      return language.value
        .split(/(\{\*\*?\})/)
        .map((part) => (part === '{*}' ? `${segment}+` : part === '{**}' ? `(?:${segment}|/)*` : RE2JS.quote(part)))
        .join('')
    case 'glob':
      return language.value
        .split('*')
        .map((part) => RE2JS.quote(part))
        .join('(?s:.*)')
    case 'authority':
      return authorityPattern(language.names)
  }
}

const compiled = new Map<string, RE2JS>()

function matchesWhole(pattern: string, text: string): boolean {
  let regex = compiled.get(pattern)
  if (regex === undefined) {
    regex = RE2JS.compile(pattern)
    compiled.set(pattern, regex)
  }
  return regex.matches(text)
}

/** ASCII letters in lower case; everything else as it is. */
export function asciiLower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** Whether a text is in a language: decided directly, without automata. */
export function accepts(language: Language, text: string): boolean {
  switch (language.kind) {
    case 'all':
      return true
    case 'none':
      return false
    case 'non-empty':
      return text !== ''
    case 'exact':
    case 'prefix':
    case 'suffix': {
      const fold = (value: string): string => (language.ignoreCase === true ? asciiLower(value) : value)
      const [value, subject] = [fold(language.value), fold(text)]
      if (language.kind === 'exact') return subject === value
      return language.kind === 'prefix' ? subject.startsWith(value) : subject.endsWith(value)
    }
    case 'segments': {
      const prefix = withoutTrailingSlashes(language.value)
      return text === prefix || text.startsWith(`${prefix}/`)
    }
    case 'not':
      return !accepts(language.of, text)
    case 'and':
      return language.of.every((part) => accepts(part, text))
    case 'or':
      return language.of.some((part) => accepts(part, text))
    case 'before-replacing-prefix':
      return text.startsWith(language.drop) && accepts(language.of, language.put + text.slice(language.drop.length))
    case 'before-appending':
      return accepts(language.of, text + language.tail)
    case 'before-merging-slashes':
      return accepts(language.of, withMergedSlashes(text))
    case 'glob':
      return matchesGlob(language.value, text)
    case 'authority':
      return isAuthorityOf(language.names, asciiLower(text))
    case 'regex':
    case 'template':
      return matchesWhole(patternOf(language), text)
  }
}

/** What stands between stars is in the text in this order: each as early as can be, the last one at the end. */
function matchesGlob(value: string, text: string): boolean {
  // Halves of characters (surrogates) are left to the pattern, which reads whole ones.
  if (/[\ud800-\udfff]/.test(value)) return matchesWhole(patternOf({ kind: 'glob', value }), text)
  const parts = value.split('*')
  const [first, last] = [parts.shift()!, parts.pop()]
  if (last === undefined) return text === first
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false
  const end = text.length - last.length
  let at = first.length
  for (const part of parts) {
    const found = text.indexOf(part, at)
    if (found < 0 || found + part.length > end) return false
    at = found + part.length
  }
  return true
}

export function withMergedSlashes(text: string): string {
  return text.replace(/\/{2,}/g, '/')
}

export function withoutTrailingSlashes(value: string): string {
  return value.replace(/\/+$/, '')
}

const keys = new WeakMap<Language, string>()

/** A text that stands for the language: equal texts mean equal languages. */
export function languageKey(language: Language): string {
  const key = keys.get(language) ?? keyOf(language)
  keys.set(language, key)
  return key
}

function keyOf(language: Language): string {
  const { kind } = language
  switch (kind) {
    case 'not':
      return `not(${languageKey(language.of)})`
    case 'and':
    case 'or':
      return `${kind}(${language.of.map(languageKey).sort().join(',')})`
    case 'before-replacing-prefix':
      return `${kind} ${JSON.stringify([language.drop, language.put])} ${languageKey(language.of)}`
    case 'before-appending':
      return `${kind} ${JSON.stringify(language.tail)} ${languageKey(language.of)}`
    case 'before-merging-slashes':
      return `${kind} ${languageKey(language.of)}`
    case 'regex':
    case 'authority':
      return `regex ${JSON.stringify(patternOf(language))}`
    case 'exact':
    case 'prefix':
    case 'suffix':
      return `${kind}${language.ignoreCase === true ? ' without case' : ''} ${JSON.stringify(language.value)}`
    case 'segments':
    case 'template':
    case 'glob':
      return `${kind} ${JSON.stringify(language.value)}`
    case 'all':
    case 'none':
    case 'non-empty':
      return kind
  }
}
