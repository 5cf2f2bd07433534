import { describe, expect, test } from 'vitest'
import { sourcesIn } from './sources.ts'

/** Where the two evaluators are laid side by side: `decide/walk/to-pod.ts` is one request, `symbolic/walk/to-pod.ts` all of them. */
const folders = ['cilium', 'points', 'routes', 'rules', 'walk']

/** What only one of them has, with the reason. */
const alone: Readonly<Record<string, string>> = {
  'decide/points/connect-authorization.ts':
    'the layered policies of a waypoint are one doubt in the symbolic evaluator (points/waypoint.ts)',
  'decide/points/own-address.ts': 'conditions on the address of the destination stay open (rules/atom.ts)',
  'decide/points/point-decision.ts': 'a decision is explained; a condition is not',
  'decide/points/proxy.ts': 'tokens and rules are one condition (rules/proxy-authorization.ts)',
  'decide/points/uncertain.ts': 'several possible decisions are one condition (condition.ts oneOf)',
  'decide/rules/client-address.ts': 'the address is a field of what a point sees (rules/view.ts)',
  'decide/rules/normal-path.ts': 'paths are cut into classes as each side sees them (attribute.ts pathUnder)',
  'decide/walk/routed-headers.ts': 'witnesses are requests whose headers have one value, which every release compares alike',
  'symbolic/cilium/client-conditions.ts': 'of one client it is known whom a peer means (src/resolve/network/endpoint-identity.ts)',
  'symbolic/walk/by-namespace.ts': 'one request has one client; a plan is made for clients of all namespaces',
}

describe('the two evaluators', () => {
  const filesOf = (root: string, name: string): string[] =>
    folders.flatMap((folder) => sourcesIn(`${root}/${folder}`).map(({ path }) => `${name}/${path.slice(root.length + 1)}`))
  const decide = filesOf('src/decide', 'decide')
  const symbolic = filesOf('src/verify/symbolic', 'symbolic')
  const twinOf = (path: string): string =>
    path.startsWith('decide/') ? path.replace('decide/', 'symbolic/') : path.replace('symbolic/', 'decide/')

  test('have the same files in the same folders', () => {
    const all = [...decide, ...symbolic]
    expect(decide.length).toBeGreaterThan(20)
    expect(all.filter((path) => !all.includes(twinOf(path)) && !(path in alone))).toEqual([])
  })

  test('what is listed as alone is there, and alone', () => {
    const all = [...decide, ...symbolic]
    expect(Object.keys(alone).filter((path) => !all.includes(path) || all.includes(twinOf(path)))).toEqual([])
  })
})
