import { decide } from '../../decide/decide.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Request } from '../../model/request.ts'
import type { Branch, Decision } from '../../model/verdict.ts'

/** `connection`: it is refused or closed, or a proxy on the way says so with 503. */
export type ExpectedAnswer =
  | { readonly verdict: 'allowed' }
  | { readonly verdict: 'answered'; readonly status: number }
  | { readonly verdict: 'denied'; readonly by: '400' | '401' | '403' | 'connection' }

/** What a mesh answers; undefined where the input does not say, where it does not for all pods alike, and where a fault is injected. */
export function expectedAnswer(mesh: Mesh, request: Request): ExpectedAnswer | undefined {
  const decision = decide(mesh, request)
  const { verdict, answer, settings, branches } = decision
  if (settings.some(({ fault }) => fault !== undefined)) return undefined
  if (answer !== undefined) return { verdict: 'answered', status: answer.status }
  if (verdict === 'allowed') return branches.length > 0 && branches.every(({ end }) => end.kind === 'pods') ? { verdict } : undefined
  if (verdict !== 'denied') return undefined
  const codes = new Set((branches.length === 0 ? [decision] : branches).map(codeOf))
  const [by] = codes
  return codes.size === 1 && by !== undefined ? { verdict, by } : undefined
}

function codeOf({ points }: Decision | Branch): '400' | '401' | '403' | 'connection' | undefined {
  const code = points.find(({ verdict }) => verdict === 'denied')?.code
  if (code === '400' || code === '401' || code === '403') return code
  return code?.startsWith('connection') === true ? 'connection' : undefined
}
