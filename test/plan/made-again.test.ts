import { describe, expect, test } from 'vitest'
import type { ObjectOfAge } from '../../src/plan/age/about.ts'
import { madeAgain } from '../../src/plan/age/made-again.ts'

const object = (kind: string, name: string, year: number | undefined, spec: object): ObjectOfAge => ({
  ref: {
    apiVersion: kind === 'PeerAuthentication' ? 'security.istio.io/v1' : 'networking.istio.io/v1',
    kind,
    namespace: 'quay',
    name,
    file: '',
    document: 0,
  },
  value: { kind, spec },
  ...(year === undefined ? {} : { created: `${year}-01-01T00:00:00Z` }),
})
const routes = (name: string, year: number | undefined, hosts: readonly string[], more: object = {}) =>
  object('VirtualService', name, year, { hosts, http: [{ name }], ...more })
const mtls = (name: string, year: number | undefined, mode: string, app?: string) =>
  object('PeerAuthentication', name, year, { mtls: { mode }, ...(app === undefined ? {} : { selector: { matchLabels: { app } } }) })

const names = (deleted: readonly ObjectOfAge[], staying: readonly ObjectOfAge[] = []) => {
  const { rounds, anew, unclear } = madeAgain(deleted, staying, 'cluster.local')
  return {
    rounds: rounds.map((round) => round.map(({ ref }) => ref.name)),
    anew: anew.map(({ ref }) => ref.name),
    unclear: unclear.map((pair) => pair.map(({ ref }) => ref.name)),
  }
}

describe('objects that are made again', () => {
  test('go in rounds by their ages where they are about the same, whichever way a host is written', () => {
    const found = names([
      routes('a', 2023, ['crane']),
      routes('b', 2021, ['crane.quay.svc.cluster.local']),
      routes('c', 2022, ['*.svc.cluster.local']),
    ])
    expect(found.rounds).toEqual([['b'], ['c'], ['a']])
  })

  test('go at one time where they are about different hosts, kinds or namespaces', () => {
    expect(names([routes('a', 2023, ['crane']), routes('b', 2021, ['winch']), mtls('c', 2020, 'STRICT')]).rounds).toHaveLength(1)
  })

  test('of one second go in the order of their names, as they were sorted before', () => {
    expect(names([routes('b', 2021, ['crane']), routes('a', 2021, ['crane'])]).rounds).toEqual([['a'], ['b']])
  })

  test('ask for what stays and is younger to be made anew, and what is younger than that', () => {
    expect(names([mtls('a', 2021, 'STRICT')], [mtls('c', 2023, 'STRICT'), mtls('b', 2022, 'PERMISSIVE')])).toEqual({
      rounds: [['a'], ['b'], ['c']],
      anew: ['b', 'c'],
      unclear: [],
    })
  })

  test('leave alone what is older, what says the same, and what is about other pods', () => {
    const staying = [mtls('old', 2020, 'PERMISSIVE'), mtls('same', 2022, 'STRICT'), mtls('other', 2022, 'PERMISSIVE', 'winch')]
    expect(names([mtls('a', 2021, 'STRICT')], staying)).toEqual({ rounds: [['a']], anew: [], unclear: [] })
  })

  test('name what would be missing for a moment if it were made anew', () => {
    expect(names([mtls('a', 2021, 'STRICT', 'crane')], [mtls('b', 2022, 'PERMISSIVE', 'winch')]).unclear).toEqual([['a', 'b']])
    expect(names([routes('a', 2021, ['crane'])], [routes('b', 2022, ['crane', 'winch'])]).unclear).toEqual([['a', 'b']])
    expect(names([routes('a', 2021, ['crane'])], [routes('b', 2022, ['crane'], { gateways: ['mesh', 'edge'] })]).unclear).toEqual([
      ['a', 'b'],
    ])
  })

  test('name pairs without an age', () => {
    expect(names([mtls('a', undefined, 'STRICT'), mtls('b', 2022, 'DISABLE')]).unclear).toEqual([['a', 'b']])
    expect(names([mtls('a', 2021, 'STRICT')], [mtls('b', undefined, 'DISABLE')]).unclear).toEqual([['a', 'b']])
  })
})
