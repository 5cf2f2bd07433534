import { type Matcher, RE2JS } from 're2js'
import type { Mutation } from '../../model/action.ts'
import { type HttpRequest, headerValues, type Request } from '../../model/request.ts'
import { isSingleHeader } from '../../resolve/single-headers.ts'

/** The request after the changes that a route makes, one after the other. */
export function mutatedRequest(request: Request, mutations: readonly Mutation[]): Request {
  return request.http === undefined || mutations.length === 0 ? request : { ...request, http: mutations.reduce(mutated, request.http) }
}

function mutated(http: HttpRequest, mutation: Mutation): HttpRequest {
  switch (mutation.kind) {
    case 'replace-path':
      return withPath(http, () => mutation.value)
    case 'replace-prefix':
      return withPath(http, (path) => (path.startsWith(mutation.drop) ? mutation.put + path.slice(mutation.drop.length) : path))
    case 'replace-regex':
      return withPath(http, (path) => rewritten(path, mutation.pattern, mutation.replacement))
    case 'authority':
      return { ...http, authority: mutation.value }
    case 'set-header':
      return { ...http, headers: { ...http.headers, [mutation.name]: mutation.value } }
    case 'add-header': {
      // A value of its own beside those that are there, where the header can have several.
      const values = [...headerValues(http.headers, mutation.name), mutation.value]
      const [only, ...more] = isSingleHeader(mutation.name) ? [values.join(',')] : values
      return { ...http, headers: { ...http.headers, [mutation.name]: more.length === 0 ? only! : values } }
    }
    case 'remove-header': {
      const { [mutation.name]: _, ...headers } = http.headers
      return { ...http, headers }
    }
  }
}

/** A path is never empty; the query stays. */
function withPath(http: HttpRequest, change: (path: string) => string): HttpRequest {
  const end = http.target.search(/[?#]/)
  const [path, rest] = end < 0 ? [http.target, ''] : [http.target.slice(0, end), http.target.slice(end)]
  const changed = change(path)
  return { ...http, target: (changed === '' ? '/' : changed) + rest }
}

/**
 * Every match rewritten: `\1` is a group, `\0` the whole match, a dollar is a dollar. No empty match counts where the last one ended
 * (re2:re2/re2.cc GlobalReplace, Rewrite).
 */
function rewritten(path: string, pattern: string, replacement: string): string {
  const matcher = RE2JS.compile(pattern).matcher(path)
  let [text, last] = ['', -1]
  while (matcher.find()) {
    const [start, end] = [matcher.start(), matcher.end()]
    if (start === end && start === last) continue
    text += path.slice(Math.max(last, 0), start) + replacement.replace(/\\([\d\\])/g, (_, sign: string) => signified(matcher, sign))
    last = end
  }
  return text + path.slice(Math.max(last, 0))
}

function signified(matcher: Matcher, sign: string): string {
  if (sign === '\\') return sign
  return Number(sign) > matcher.groupCount() ? '' : (matcher.group(Number(sign)) ?? '')
}
