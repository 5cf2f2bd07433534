import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { readManifests } from '../../../src/translate.ts'

const cases = parse(readFileSync(new URL('cases.yaml', import.meta.url), 'utf8')) as { readonly id: number | string }[]

/** Cases of Cilium's semantics about other ends than pod T, with the test that shows them. */
const elsewhere: Readonly<Record<number, readonly [file: string, test: string]>> = {
  46: ['test/decide/cilium/case-numbers.test.ts', 'more than 40 ports'],
  57: ['test/decide/walk/by-cilium-gateway.test.ts', 'policies for the entity itself are for all gateways'],
  58: ['test/decide/walk/by-cilium-gateway.test.ts', 'policies for the entity itself are for all gateways'],
  61: ['test/decide/cilium/peers.test.ts', "'*.example.com' }, 'a.b.example.com', false"],
  64: ['test/decide/cilium/cases.yaml', 'sni: x.y.b.example.com}, connection closed'],
  72: ['test/translators/cilium/prerequisites/helm-values.test.ts', "policyEnforcementMode: 'default'"],
}

test('the 73 cases of Cilium are all there', () => {
  const numbers = new Set(cases.map(({ id }) => Number.parseInt(String(id), 10)))
  const missing = Array.from({ length: 73 }, (_, index) => index + 1).filter((number) => !numbers.has(number))
  expect(missing).toEqual(Object.keys(elsewhere).map(Number))
  for (const [file, text] of Object.values(elsewhere)) expect(readFileSync(file, 'utf8'), file).toContain(text)
})

test('a policy with more than 40 ports in one list is not stored', () => {
  const ports = Array.from({ length: 41 }, (_, index) => ({ port: String(index + 1), protocol: 'TCP' }))
  const object = (listed: readonly object[]) => ({
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name: 'many', namespace: 'n' },
    spec: { endpointSelector: {}, ingress: [{ toPorts: [{ ports: listed }] }] },
  })
  const read = (listed: readonly object[]) =>
    readManifests([{ path: 'many.yaml', text: JSON.stringify(object(listed)) }]).mesh.endpointPolicies
  expect(read(ports)).toEqual([])
  expect(read(ports.slice(1))).toHaveLength(1)
})
