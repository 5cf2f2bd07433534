import type { HttpRequest } from '../../model/request.ts'
import type { MeshSettings } from '../../model/settings.ts'
import { normalTarget, refusedPath } from '../rules/normal-path.ts'

/** What the proxy of a node makes of a request before it looks at any rule: the request as its rules see it, or an answer of its own. */
export type Heard = { readonly http: HttpRequest } | { readonly answer: { readonly code: '307' | '400'; readonly reason: string } }

/**
 * The listener for HTTP rules decodes, removes dot segments and merges slashes, redirects encoded slashes to what they stand for, and refuses
 * fragments (measured: Envoy 1.40.0 with the options of Cilium's listener).
 */
export function heardByListener(http: HttpRequest): Heard {
  const { target: sent, authority } = rootedTarget(http)
  if (!sent.startsWith('/')) return refused('the path does not begin with a slash')
  if (sent.includes('#')) return refused('the path has a fragment')
  const target = normalTarget(sent, 'merge-slashes')
  if (target === undefined) return refused(refusedPath)
  const decoded = normalTarget(sent, 'decode-and-merge-slashes')
  if (/%(2f|5c)/i.test(target.split('?', 1)[0]!))
    return { answer: { code: '307', reason: `the proxy redirects the encoded slash to ${decoded}` } }
  return { http: { ...http, target, authority } }
}

/** A listener that only normalises, as those with routes do: without any normalisation the path is what the client sends (measured: Envoy 1.40.0). */
export function heardByRoutes(http: HttpRequest, normalization: MeshSettings['pathNormalization']): Heard {
  const { target: sent, authority } = rootedTarget(http)
  if (!sent.startsWith('/')) return refused('the path does not begin with a slash')
  if (sent.includes('#')) return refused('the path has a fragment')
  const target = normalTarget(sent, normalization)
  return target === undefined ? refused(refusedPath) : { http: { ...http, target, authority } }
}

/** A target with scheme and host is taken apart. */
function rootedTarget({ target, authority }: HttpRequest): Pick<HttpRequest, 'target' | 'authority'> {
  const absolute = /^https?:\/\/([^/?#]+)(.*)$/i.exec(target)
  return absolute === null ? { target, authority } : { target: rooted(absolute[2]!), authority: absolute[1]! }
}

function refused(reason: string): Heard {
  return { answer: { code: '400', reason } }
}

function rooted(rest: string): string {
  return rest.startsWith('/') ? rest : `/${rest}`
}
