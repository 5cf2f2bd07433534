import type { IdentityMatch } from './predicate.ts'

/** Whether a condition on identities may hold for some pod of a namespace. */
export function mayName(match: IdentityMatch, namespace: string): boolean {
  if ('pattern' in match && match.pattern !== undefined) return true
  switch (match.by) {
    case 'any':
    case 'trust-domain':
      return true
    case 'namespace':
      return !match.glob.includes('*')
        ? match.glob === namespace
        : new RegExp(`^${match.glob.split('*').map(escaped).join('.*')}$`).test(namespace)
    case 'service-account':
      return match.namespace === namespace
    case 'principal': {
      if (!('value' in match.match)) return true
      const { op, value } = match.match
      // `cluster.local/ns/shop/sa/web`: the namespace stands between the second and the third slash.
      const [, rest] = value.split('/ns/', 2)
      if (rest === undefined || op === 'regex') return true
      const [name = '', ...more] = rest.split('/')
      return op === 'prefix' && more.length === 0 ? namespace.startsWith(name) : name === namespace
    }
  }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}

/** `cluster.local/ns/web/sa/front`, and the namespace `web`; patterns name no one namespace. */
export function namedNamespace(match: IdentityMatch): string | undefined {
  if ('pattern' in match && match.pattern !== undefined) return undefined
  if (match.by === 'service-account') return match.namespace
  if (match.by === 'namespace') return match.glob.includes('*') ? undefined : match.glob
  if (match.by !== 'principal' || match.match.op !== 'exact') return undefined
  return /^[^/]*\/ns\/([^/]+)\/sa\/[^/]+$/.exec(match.match.value)?.[1]
}
