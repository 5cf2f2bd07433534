import { describe, expect, test } from 'vitest'
import { plain, read } from '../../reading.ts'

const service = (spec: string, metadata = '{name: s, namespace: prod}', settings = {}) =>
  read(`apiVersion: v1\nkind: Service\nmetadata: ${metadata}\nspec: ${spec}\n`, settings).mesh.services[0]!

const protocol = (port: string) => service(`{ports: [{port: 8080, ${port}}]}`).ports[0]!.protocol

describe('Service', () => {
  test('its host ends with the domain of the cluster', () => {
    expect(service('{}').host).toBe('s.prod.svc.cluster.local')
    expect(service('{}', undefined, { clusterDomain: 'corp.local' }).host).toBe('s.prod.svc.corp.local')
  })

  test.each([
    ['name: http', 'http'],
    ['name: http-web', 'http'],
    ['name: HTTP-web', 'http'],
    ['name: httpweb', 'auto'],
    ['name: web-http', 'auto'],
    ['name: web', 'auto'],
    ['name: http2-x', 'http2'],
    ['name: grpc', 'grpc'],
    ['name: grpc-web', 'http'],
    ['name: tcp-db', 'tcp'],
    ['name: tls', 'tls'],
    ['name: https-x', 'https'],
    ['name: mongo', 'tcp'],
    ['name: redis', 'tcp'],
    ['name: mysql-x', 'tcp'],
    ['name: udp-x', 'udp'],
    ['name: http, protocol: UDP', 'udp'],
    ['name: http, protocol: SCTP', 'other'],
    ['name: tcp, appProtocol: http', 'http'],
    ['name: http, appProtocol: example.com/x', 'auto'],
    ['appProtocol: kubernetes.io/h2c', 'http2'],
    ['appProtocol: kubernetes.io/ws', 'http'],
    ['appProtocol: kubernetes.io/wss', 'https'],
    ['name: constructor', 'auto'],
  ])('a port with %s is %s', (port, expected) => {
    expect(protocol(port)).toBe(expected)
  })

  test.each([25, 53, 3306, 27017])('well-known port %i is opaque unless named', (port) => {
    expect(service(`{ports: [{port: ${port}}]}`).ports[0]?.protocol).toBe('tcp')
    expect(service(`{ports: [{port: ${port}, name: http}]}`).ports[0]?.protocol).toBe('http')
  })

  test('the target port is a number, a name, or the port itself', () => {
    expect(plain(service('{ports: [{port: 80}, {port: 81, targetPort: web, name: a}, {port: 82, targetPort: 8082}]}').ports)).toEqual([
      { port: 80, targetPort: 80, protocol: 'auto', transport: 'TCP', place: 'spec.ports[0]' },
      { name: 'a', port: 81, targetPort: 'web', protocol: 'auto', transport: 'TCP', place: 'spec.ports[1]' },
      { port: 82, targetPort: 8082, protocol: 'auto', transport: 'TCP', place: 'spec.ports[2]' },
    ])
  })

  test('headless, external and selector-less Services are told apart', () => {
    expect(service('{clusterIP: None, selector: {app: x}}')).toMatchObject({ headless: true, selector: { app: 'x' } })
    expect(service('{clusterIP: 10.0.0.1}').headless).toBe(false)
    expect(service('{selector: {}}').selector).toBeUndefined()
    expect(service('{type: ExternalName, externalName: example.com}').externalName).toBe('example.com')
    expect(service('{type: ClusterIP, externalName: example.com}').externalName).toBeUndefined()
  })

  test('labels and annotations are understood', () => {
    const metadata =
      '{name: s, namespace: prod, labels: {istio.io/use-waypoint: w, istio.io/ingress-use-waypoint: "1"}, annotations: {networking.istio.io/exportTo: "., dev"}, ownerReferences: [{kind: Canary, name: c}]}'
    expect(service('{}', metadata)).toMatchObject({
      exportTo: ['.', 'dev'],
      waypoint: { name: 'w', namespace: 'prod' },
      ingressUsesWaypoint: true,
      owners: [{ kind: 'Canary', name: 'c' }],
    })
    expect(service('{}').exportTo).toBeUndefined()
  })
})
