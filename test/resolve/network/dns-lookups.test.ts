import { expect, test } from 'vitest'
import { seesLookup } from '../../../src/resolve/network/dns-lookups.ts'
import { readManifests } from '../../../src/translate.ts'

const kubeDns = { matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'kube-system', 'k8s-app': 'kube-dns' } }
const dns = [{ matchPattern: '*.partner.example' }, { matchName: 'Pay.example' }]

function seen(name: string, peers: object, port: object, rules: object): boolean {
  const object = {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name: 'out', namespace: 'shop' },
    spec: { endpointSelector: {}, egress: [{ ...peers, toPorts: [{ ports: [port], ...rules }] }] },
  }
  const { mesh } = readManifests([{ path: 'out.yaml', text: JSON.stringify(object) }])
  expect(mesh.endpointPolicies[0]?.unmodelled).toEqual([])
  return mesh.endpointPolicies[0]!.egress.allow.some((rule) => seesLookup(mesh, rule, name))
}

const any = { port: '53', protocol: 'ANY' }
const rules = { rules: { dns } }

test.each<[says: string, name: string, peers: object, port: object, rules: object, isSeen: boolean]>([
  ['a pattern', 'eu.partner.example', { toEndpoints: [kubeDns] }, any, rules, true],
  ['one label', 'a.eu.partner.example', { toEndpoints: [kubeDns] }, any, rules, false],
  ['not the name without it', 'partner.example', { toEndpoints: [kubeDns] }, any, rules, false],
  ['a name in any case', 'pay.example', { toEndpoints: [kubeDns] }, any, rules, true],
  ['over UDP', 'pay.example', { toEndpoints: [kubeDns] }, { port: '53', protocol: 'UDP' }, rules, true],
  ['over TCP alone most lookups do not pass', 'pay.example', { toEndpoints: [kubeDns] }, { port: '53', protocol: 'TCP' }, rules, false],
  ['at another port', 'pay.example', { toEndpoints: [kubeDns] }, { port: '5353', protocol: 'UDP' }, rules, false],
  ['at other pods', 'pay.example', { toEndpoints: [{ matchLabels: { app: 'dns' } }] }, any, rules, false],
  ['at everything in the cluster', 'pay.example', { toEntities: ['cluster'] }, any, rules, true],
  ['plain permission does not pass the proxy', 'pay.example', { toEndpoints: [kubeDns] }, any, {}, false],
])('lookups that the agent sees: %s', (_, name, peers, port, asked, isSeen) => {
  expect(seen(name, peers, port, asked)).toBe(isSeen)
})
