import { describe, expect, test } from 'vitest'
import { callsIn } from '../../src/plan/call-graph.ts'
import { trustGroups } from '../../src/plan/trust-groups.ts'
import { readManifests } from '../../src/translate.ts'
import { enrolledNamespace } from './enrolled-namespace.ts'

const admits = (server: string, source: string, action = 'ALLOW') => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: ${action.toLowerCase()}-${server}, namespace: ${server}}
spec:
  action: ${action}
  rules: [{from: [{source: ${source}}]}]
`
const calls = (...texts: string[]) => callsIn(readManifests([{ path: 'mesh.yaml', text: texts.join('---\n') }]).mesh)
const edges = (...texts: string[]) => calls(...texts).map(({ client, server, evidence }) => `${client} ${server} ${evidence}`)

const [barn, dairy, field] = ['barn', 'dairy', 'field'].map(enrolledNamespace) as [string, string, string]

describe('who may call whom', () => {
  test('comes of policies that allow, by namespaces, service accounts and principals', () => {
    expect(edges(barn, dairy, admits('dairy', '{namespaces: [barn]}'))).toEqual(['barn dairy policy'])
    expect(edges(barn, dairy, admits('dairy', '{principals: [cluster.local/ns/barn/sa/cow]}'))).toEqual(['barn dairy policy'])
    expect(edges(barn, dairy, admits('dairy', '{namespaces: [barn]}', 'DENY'))).toEqual([])
    expect(edges(barn, dairy, admits('dairy', '{namespaces: ["b*"]}'))).toEqual([])
  })

  test('comes of routes to another namespace, of hosts in Sidecars, and of ServiceEntries that are exported by name', () => {
    const route = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: milk, namespace: barn}
spec: {hosts: [milk], http: [{route: [{destination: {host: milk.dairy.svc.cluster.local}}]}]}
`
    const sidecar = `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: {name: default, namespace: field}
spec: {egress: [{hosts: [dairy/*, ./*]}]}
`
    const entry = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: market, namespace: barn}
spec: {hosts: [market.example.com], exportTo: [field], ports: [{name: tls, number: 443, protocol: TLS}], resolution: DNS}
`
    expect(edges(barn, dairy, field, route, sidecar, entry)).toEqual(['barn dairy route', 'field barn ServiceEntry', 'field dairy Sidecar'])
  })

  test('names no namespace that the input does not have, and none that calls itself', () => {
    expect(edges(barn, admits('barn', '{namespaces: [barn, moon]}'))).toEqual([])
  })
})

describe('trust groups', () => {
  const names = ['field', 'barn', 'dairy']

  test('are namespaces that call each other, also by way of a third one', () => {
    const circle = calls(
      barn,
      dairy,
      field,
      admits('dairy', '{namespaces: [barn]}'),
      admits('field', '{namespaces: [dairy]}'),
      admits('barn', '{namespaces: [field]}'),
    )
    expect(trustGroups(names, circle)).toEqual([['barn', 'dairy', 'field']])
  })

  test('are single where calls go one way', () => {
    expect(trustGroups(names, calls(barn, dairy, admits('dairy', '{namespaces: [barn]}')))).toEqual([['barn'], ['dairy'], ['field']])
  })
})
