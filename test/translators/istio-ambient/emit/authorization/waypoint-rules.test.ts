import { describe, expect, test } from 'vitest'
import type { AuthorizationPolicy, Clause } from '../../../../../src/model/authorization.ts'
import { not, type Predicate } from '../../../../../src/model/predicate.ts'
import { waypointRules } from '../../../../../translators/istio-ambient/emit/authorization/waypoint-rules.ts'
import { writeRule } from '../../../../../translators/istio-ambient/emit/authorization/written-rule.ts'
import { clause, policy, rule } from '../../../../decide/rules/policies.ts'
import { atom } from '../../../../decide/rules/seen.ts'
import { methodOf, pathOf } from '../../../../resolve/routes/built-rules.ts'
import { policyWith } from '../../one-policy.ts'

/** Service ports by the container ports that they lead to. */
const table = { 8080: [80], 9090: [90, 91], 80: [80] } as Readonly<Record<number, readonly number[]>>

function seen(rules: readonly object[], { action, tcp = false }: { readonly action?: string; readonly tcp?: boolean } = {}) {
  const own = policyWith(rules, action === undefined ? {} : { action })
  const ports = { servicePortsOf: (port: number) => table[port] ?? [], hasTcpChains: tcp }
  const found = waypointRules(own, ports as Parameters<typeof waypointRules>[1])
  const marks = [found.dropped ? 'dropped' : '', found.narrowed ? 'narrowed' : ''].filter((mark) => mark !== '')
  return {
    rules: found.rules.map(({ clauses }) => writeRule(clauses)),
    renumbered: found.rules.map(({ renumbered }) => [...renumbered]),
    marks,
  }
}

const to = (...operations: readonly object[]) => ({ to: operations.map((operation) => ({ operation })) })
const from = { from: [{ source: { namespaces: ['bank'] } }] }

// istio:pilot/pkg/networking/core/listener_waypoint.go: a waypoint sees the port of the Service
describe('at a waypoint a rule has the ports of the Service', () => {
  test('in the place of those of containers', () => {
    expect(seen([to({ ports: ['8080'] })])).toEqual({ rules: [to({ ports: ['80'] })], renumbered: [['operation']], marks: [] })
    expect(seen([to({ ports: ['9090'], methods: ['GET'] })])).toMatchObject({ rules: [to({ ports: ['90', '91'], methods: ['GET'] })] })
    expect(seen([to({ notPorts: ['9090'] })])).toMatchObject({ rules: [to({ notPorts: ['90', '91'] })], renumbered: [['operation']] })
    expect(seen([{ when: [{ key: 'destination.port', values: ['8080'] }] }])).toMatchObject({
      rules: [{ when: [{ key: 'destination.port', values: ['80'] }] }],
      renumbered: [['condition']],
    })
  })

  test('and is as it was written where they are the same, or it names none', () => {
    expect(seen([to({ ports: ['80'] })])).toEqual({ rules: [to({ ports: ['80'] })], renumbered: [[]], marks: [] })
    expect(seen([to({ ports: ['80', '8080'] })])).toMatchObject({ renumbered: [['operation']] })
    expect(seen([{ ...from, ...to({ methods: ['GET'] }) }])).toEqual({
      rules: [{ ...from, ...to({ methods: ['GET'] }) }],
      renumbered: [[]],
      marks: [],
    })
    expect(seen([{}])).toEqual({ rules: [{}], renumbered: [[]], marks: [] })
    expect(seen([])).toEqual({ rules: [], renumbered: [], marks: [] })
  })

  test('without what no Service port leads to', () => {
    expect(seen([to({ ports: ['1'] })])).toEqual({ rules: [], renumbered: [], marks: ['dropped'] })
    expect(seen([to({ ports: ['1'] }, { ports: ['8080'] })])).toMatchObject({
      rules: [to({ ports: ['80'] })],
      renumbered: [['operation']],
      marks: [],
    })
    expect(seen([to({ ports: ['1'] }), from])).toMatchObject({ rules: [from], marks: ['dropped'] })
    expect(seen([{ ...from, ...to({ ports: ['1'] }) }])).toMatchObject({ rules: [], marks: ['dropped'] })
  })

  test('without a condition that holds for each of them', () => {
    expect(seen([{ ...from, ...to({ notPorts: ['1'] }) }])).toMatchObject({ rules: [from], renumbered: [['operation']], marks: [] })
    expect(seen([to({ notPorts: ['1'], methods: ['GET'] })])).toMatchObject({ rules: [to({ methods: ['GET'] })] })
    expect(seen([to({ methods: ['GET'] }, { notPorts: ['1'] })])).toMatchObject({ rules: [{}] })
  })
})

describe('an ALLOW rule with a lost alternative about requests', () => {
  const mixed = [to({ ports: ['1'], methods: ['GET'] }, { ports: ['8080'] })]

  test('is left out where the Service has ports of bytes, at which it never held', () => {
    expect(seen(mixed, { tcp: true })).toEqual({ rules: [], renumbered: [], marks: ['dropped', 'narrowed'] })
    expect(seen(mixed)).toMatchObject({ rules: [to({ ports: ['80'] })], marks: [] })
    expect(seen(mixed, { tcp: true, action: 'DENY' })).toMatchObject({ rules: [to({ ports: ['80'] })], marks: [] })
    expect(seen([to({ ports: ['1'] }, { ports: ['8080'] })], { tcp: true })).toMatchObject({ rules: [to({ ports: ['80'] })], marks: [] })
    expect(seen([to({ ports: ['8080'], methods: ['GET'] })], { tcp: true })).toMatchObject({ marks: [] })
  })
})

test('a port of a Service is what it is', () => {
  const port = (number: number, of: 'container' | 'service'): Predicate => atom({ kind: 'destination-port', port: number, of })
  const by = (...alternatives: Clause['alternatives']): AuthorizationPolicy =>
    policy('p', 'allow', [rule('r', clause('operation', ...alternatives))])
  const ports = { servicePortsOf: (number: number) => table[number] ?? [], hasTcpChains: false } as Parameters<typeof waypointRules>[1]
  const renumbered = (own: AuthorizationPolicy) => waypointRules(own, ports).rules.map((one) => one.renumbered.size)
  expect(renumbered(by(port(8080, 'service')))).toEqual([0])
  expect(renumbered(by(port(8080, 'container')))).toEqual([1])
  expect(renumbered(by(not(port(8080, 'service')), methodOf('GET'), pathOf('exact', '/a')))).toEqual([0])
})
