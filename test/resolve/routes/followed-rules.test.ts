import { describe, expect, test } from 'vitest'
import type { BackendPolicy } from '../../../src/model/backend.ts'
import { clientTls } from '../../../src/resolve/routes/client-tls.ts'
import { meshWith, pods, service } from '../../decide/meshed.ts'
import { destinationRule as rule } from './destination-rule.ts'

const spoken = (rules: readonly BackendPolicy[], from = 'web'): string =>
  clientTls(
    meshWith({ workloads: [pods('till')], backendPolicies: rules }),
    { namespace: from, labels: {} },
    service('till'),
    80,
    undefined,
  )
    .map(({ tls }) => tls)
    .join(' or ')

const [older, younger] = ['2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z'].map((creationTimestamp) => ({ creationTimestamp }))
const off = { name: 'off', policy: { mode: 'disable' } } as const
const on = { name: 'on', policy: { mode: 'mesh' } } as const
const whole = { host: '*.shop.svc.cluster.local' }
const root = { namespace: 'istio-system', host: '*.local' }

// istio:pilot/pkg/model/push_context.go getExportedDestinationRuleFromNamespace
describe('what a namespace exports', () => {
  test('is asked for by the most specific host, which hides the others also where it is not exported', () => {
    const own = [rule({ ...on, name: 'till', exportTo: ['bank'] }), rule({ ...on, ...whole, name: 'whole' })]
    expect(spoken([...own, rule({ ...off, ...root })])).toBe('off')
    expect(spoken([...own, rule({ ...off, ...root })], 'bank')).toBe('mesh')
  })

  test('has no rules for clients of some labels, and none for its own namespace', () => {
    expect(spoken([rule({ ...on, clientSelector: { app: 'x' } }), rule({ ...off, ...whole })])).toBe('off')
    expect(spoken([rule({ ...on, exportTo: ['.'] }), rule({ ...off, ...whole })])).toBe('off')
    expect(spoken([rule({ ...on, exportTo: ['shop'] }), rule({ ...off, ...whole })])).toBe('off')
  })
})

// istio:pilot/pkg/model/destination_rule.go mergeDestinationRule, sidecar.go DestinationRule
describe('of several rules for one host', () => {
  test('the oldest traffic policy counts where they are exported alike', () => {
    expect(spoken([rule({ ...on, ...younger }), rule({ ...off, ...older })])).toBe('off')
    expect(spoken([rule({ ...on, ...older }), rule({ ...off, ...younger })])).toBe('mesh')
  })

  test('the youngest counts alone where they are not', () => {
    expect(spoken([rule({ ...on, ...older }), rule({ ...off, ...younger, exportTo: ['*'] })])).toBe('off')
    expect(spoken([rule({ ...on, ...older, exportTo: ['*'] }), rule({ ...off, ...younger, exportTo: ['*', 'web'] })])).toBe('mesh')
  })

  test('none counts where the oldest is not exported', () => {
    const rules = [rule({ ...on, ...older, exportTo: ['web'] }), rule({ ...off, ...younger, exportTo: ['web', 'bank'] })]
    expect(spoken(rules, 'web')).toBe('mesh')
    expect(spoken(rules, 'bank')).toBe('off or unset')
    expect(spoken([...rules, rule({ ...on, ...root })], 'bank')).toBe('off or mesh')
    expect(spoken([rules[1]!, rule({ ...on, exportTo: ['web'], creationTimestamp: '2026-01-01T00:00:00Z' })], 'bank')).toBe('off')
  })

  test('either may count where the input does not say which is older', () => {
    expect(spoken([rule(on), rule(off)])).toBe('mesh or off')
    expect(spoken([rule({ ...on, ...older }), rule({ ...off, exportTo: ['*'] })])).toBe('mesh or off')
  })
})
