import { RE2JS } from 're2js'
import { accepts, asciiLower } from '../algebra/language/language.ts'
import type { IdentityMatch, PathMatch, TextMatch } from '../model/predicate.ts'
import type { Truth } from './truth.ts'

const compiled = new Map<string, RE2JS>()

/** True when an RE2 pattern matches the whole text, as Envoy's `safe_regex` does. */
export function fullMatch(pattern: string, text: string): boolean {
  let regex = compiled.get(pattern)
  if (regex === undefined) {
    regex = RE2JS.compile(pattern)
    // What a pattern has matched makes its tables grow; of those that were asked long ago they are let go.
    if (compiled.size >= 500) for (const oldest of [...compiled.keys()].slice(0, 100)) compiled.delete(oldest)
    compiled.set(pattern, regex)
  }
  return regex.matches(text)
}

function compiles(pattern: string): boolean {
  try {
    fullMatch(pattern, '')
    return true
  } catch {
    return false
  }
}

export function matchesText(match: TextMatch, text: string): boolean {
  switch (match.op) {
    case 'present':
      return true
    case 'non-empty':
      return text !== ''
    case 'regex':
      return fullMatch(match.value, text)
    case 'exact':
      return folded(match, text) === folded(match, match.value)
    case 'prefix':
      return folded(match, text).startsWith(folded(match, match.value))
    case 'suffix':
      return folded(match, text).endsWith(folded(match, match.value))
  }
}

/** Envoy folds ASCII letters only (envoy:source/common/common/matchers.h). */
function folded({ ignoreCase }: { readonly ignoreCase?: boolean }, text: string): string {
  return ignoreCase === true ? asciiLower(text) : text
}

/** Characters that `{*}` stands for (envoy:source/extensions/path/uri_template_lib; measured: Envoy 1.40.0). */
const segment = "[A-Za-z0-9\\-._~%!$&'()*+,;=:@]"

export function matchesPath(match: PathMatch, path: string): boolean {
  switch (match.op) {
    case 'segment-prefix': {
      const prefix = match.value.replace(/\/+$/, '')
      return path === prefix || path.startsWith(`${prefix}/`)
    }
    case 'template': {
      const pattern = match.value
        .split(/(\{\*\*?\})/)
        .map((part) => (part === '{*}' ? `${segment}+` : part === '{**}' ? `(?:${segment}|/)*` : RE2JS.quote(part)))
        .join('')
      return fullMatch(pattern, path)
    }
    case 'exact':
    case 'prefix':
    case 'suffix':
    case 'regex':
    case 'present':
    case 'non-empty':
      return matchesText(match, path)
  }
}

/** `trust-domain/ns/N/sa/S`, taken apart. */
export function identityParts(identity: string): { trustDomain: string; namespace: string; serviceAccount: string } | undefined {
  const [trustDomain, ns, namespace, sa, serviceAccount, ...rest] = identity.split('/')
  if (trustDomain === undefined || ns !== 'ns' || namespace === undefined || sa !== 'sa' || serviceAccount === undefined || rest.length > 0)
    return undefined
  return { trustDomain, namespace, serviceAccount }
}

/** Unknown where a pattern does not compile: Envoy refuses the configuration that holds it, whatever it had before. */
export function matchesIdentity(match: IdentityMatch, identity: string): Truth {
  const parts = identityParts(identity)
  if ('pattern' in match && match.pattern !== undefined)
    return compiles(match.pattern) ? fullMatch(match.pattern, `spiffe://${identity}`) : 'unknown'
  switch (match.by) {
    case 'any':
      return true
    case 'principal':
      return matchesText(match.match, identity)
    case 'namespace':
      return parts !== undefined && matchesGlob(match.glob, parts.namespace)
    case 'service-account':
      return parts !== undefined && parts.namespace === match.namespace && parts.serviceAccount === match.name
    case 'trust-domain':
      return parts !== undefined && matchesGlob(match.glob, parts.trustDomain)
  }
}

/** `*` stands for any characters, wherever it is. */
export function matchesGlob(glob: string, text: string): boolean {
  return accepts({ kind: 'glob', value: glob }, text)
}
