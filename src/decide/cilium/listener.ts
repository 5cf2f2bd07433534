import type { HttpRequest } from '../../model/request.ts'
import { normalTarget, refusedPath } from '../rules/normal-path.ts'

/** What the proxy of a node makes of a request before it looks at any rule: the request as its rules see it, or an answer of its own. */
export type Heard = { readonly http: HttpRequest } | { readonly answer: { readonly code: '307' | '400'; readonly reason: string } }

/**
 * The listener for HTTP rules decodes, removes dot segments and merges slashes, redirects encoded slashes to what they stand for, and refuses
 * fragments. A target with scheme and host is taken apart (measured: Envoy 1.40.0 with the options of Cilium's listener).
 */
export function heardByListener(http: HttpRequest): Heard {
  const absolute = /^https?:\/\/([^/?#]+)(.*)$/i.exec(http.target)
  const sent = absolute === null ? http.target : rooted(absolute[2]!)
  const authority = absolute?.[1] ?? http.authority
  if (!sent.startsWith('/')) return refused('the path does not begin with a slash')
  if (sent.includes('#')) return refused('the path has a fragment')
  const target = normalTarget(sent, 'merge-slashes')
  if (target === undefined) return refused(refusedPath)
  const decoded = normalTarget(sent, 'decode-and-merge-slashes')
  if (/%(2f|5c)/i.test(target.split('?', 1)[0]!))
    return { answer: { code: '307', reason: `the proxy redirects the encoded slash to ${decoded}` } }
  return { http: { ...http, target, authority } }
}

function refused(reason: string): Heard {
  return { answer: { code: '400', reason } }
}

function rooted(rest: string): string {
  return rest.startsWith('/') ? rest : `/${rest}`
}
