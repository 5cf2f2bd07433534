import { RE2JS } from 're2js'
import { conjuncts } from '../../../../src/model/predicate.ts'
import type { HttpAction, HttpMatch, Redirect, Rewrite } from '../../../../src/model/route.ts'

type NewPath = NonNullable<Rewrite['path']>

/** What becomes of the path where a rule is left with one match (cc:operator/pkg/model/translation/envoy_virtual_host.go pathPrefixMutation, getRouteRedirect). */
export function programmedPaths({ rewrite, redirect }: HttpAction, match: HttpMatch | undefined): Pick<HttpAction, 'rewrite' | 'redirect'> {
  return {
    ...(rewrite?.path === undefined ? {} : { rewrite: { ...rewrite, path: rewrittenPath(rewrite.path, prefixOf(match)) } }),
    ...(redirect === undefined ? {} : { redirect: programmedRedirect(redirect) }),
  }
}

/** What Envoy calls a prefix of segments, `/` among them; the empty text for other matches. */
function prefixOf(match: HttpMatch | undefined): string {
  const [path] = match === undefined ? [] : conjuncts(match.predicate).flatMap((part) => (part.kind === 'path' ? [part.match] : []))
  return path?.op === 'segment-prefix' ? path.value : ''
}

/** One slash at the end of what replaces a prefix does not count. Where nothing is left of it, and for the prefix `/`, the path is rewritten by a pattern. */
function rewrittenPath(path: NewPath, prefix: string): NewPath {
  if (path.kind === 'full' && path.value !== '') {
    if (!path.value.includes('\\')) return path
    return { kind: 'regex', pattern: '^/.*$', replacement: path.value }
  }
  const put = path.kind === 'full' || path.kind === 'regex' ? '' : path.value.replace(/\/$/, '')
  if (put !== '') return { kind: 'prefix', value: prefix === '/' ? `${put}/` : put }
  if (prefix !== '' && prefix !== '/') return { kind: 'segment-prefix', value: '' }
  return { kind: 'regex', pattern: `^${prefix === '' ? '' : RE2JS.quote(prefix)}(/?)(.*)`, replacement: '/\\2' }
}

/** Without a port it is the listener's, unless a scheme has its own. Envoy replaces the prefix as it stands; a replacement that is empty changes nothing. */
function programmedRedirect({ path, ...redirect }: Redirect): Redirect {
  if (path === undefined || path.value === '') return redirect
  return { ...redirect, path: path.kind === 'full' ? path : { kind: 'prefix', value: path.value } }
}
