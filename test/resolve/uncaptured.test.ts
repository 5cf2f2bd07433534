import { expect, test } from 'vitest'
import { uncapturedOf } from '../../src/resolve/uncaptured.ts'
import { meshOf } from '../decide/mesh-of.ts'

const pods = { of: 'pods', namespace: 'shop', name: 'cart' }
const service = { of: 'service', namespace: 'shop', name: 'cart', port: 80 }

function uncaptured(annotations: Readonly<Record<string, string>>) {
  const pod = { metadata: { labels: { app: 'cart' }, annotations }, spec: { containers: [{ name: 'app', image: 'cart' }] } }
  const objects = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'cart', namespace: 'shop' },
      spec: { selector: { matchLabels: { app: 'cart' } }, template: pod },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'cart', namespace: 'shop' },
      spec: { selector: { app: 'cart' }, ports: [{ name: 'tcp', port: 80, targetPort: 9090 }] },
    },
  ]
  const mesh = meshOf([{ path: 'mesh.yaml', text: objects.map((object) => JSON.stringify(object)).join('\n---\n') }])
  return uncapturedOf(mesh, mesh.workloads[0]!)
}

test('the ports of the sidecar itself and excluded ones are named, with the Services that lead to them', () => {
  expect(uncaptured({ 'traffic.sidecar.istio.io/excludeInboundPorts': '9090' })).toEqual({
    text: 'ports 9090, 15020, 15021, 15090',
    addresses: [...[9090, 15020, 15021, 15090].map((port) => ({ ...pods, port })), service],
  })
})

test('a list of what is captured leaves every other port alone', () => {
  expect(uncaptured({ 'traffic.sidecar.istio.io/includeInboundPorts': '9090' })).toEqual({
    text: 'any port but 9090',
    addresses: [pods],
  })
  expect(uncaptured({ 'traffic.sidecar.istio.io/includeInboundPorts': '' })?.addresses).toEqual([pods, service])
})
