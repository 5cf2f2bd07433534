import { describe, expect, test } from 'vitest'
import type { ExternalHost } from '../../../src/model/service.ts'
import { outsideEnds } from '../../../src/resolve/network/outside-ends.ts'
import { readManifests } from '../../../src/translate.ts'

const port = { number: 443, name: 'tls', protocol: 'TLS' }

function entry(spec: object): ExternalHost {
  const object = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name: 'pay', namespace: 'shop' },
    spec: { hosts: ['pay.example'], location: 'MESH_EXTERNAL', ports: [port], ...spec },
  }
  return readManifests([{ path: 'entry.yaml', text: JSON.stringify(object) }]).mesh.externalHosts[0]!
}

describe('a connection to a host outside goes to', () => {
  const named = { identity: { kind: 'world', host: 'pay.example' }, port: 443 }
  const endpoints = [{ address: '192.0.2.10' }, { address: '192.0.2.11', ports: { tls: 8443 } }]

  test.each<[says: string, spec: object | undefined, carriedBy: 'proxy' | 'ztunnel' | 'nothing', ends: readonly object[]]>([
    ['its name, where nothing declares it', undefined, 'proxy', [named]],
    ['what the client looked up', { resolution: 'NONE' }, 'proxy', [named]],
    ['what the proxy looks up', { resolution: 'DNS' }, 'proxy', [named]],
    [
      'the port behind the declared one',
      { resolution: 'DNS', ports: [{ ...port, targetPort: 9443 }] },
      'proxy',
      [{ ...named, port: 9443 }],
    ],
    [
      'the endpoints that the registry lists',
      { resolution: 'STATIC', endpoints },
      'proxy',
      [
        { identity: { kind: 'world', ip: '192.0.2.10' }, port: 443 },
        { identity: { kind: 'world', ip: '192.0.2.11' }, port: 8443 },
      ],
    ],
    [
      'the names of endpoints',
      { resolution: 'DNS', endpoints: [{ address: 'eu.pay.example' }] },
      'proxy',
      [{ identity: { kind: 'world', host: 'eu.pay.example' }, port: 443 }],
    ],
    ['its name, for a client without a proxy', { resolution: 'STATIC', endpoints }, 'nothing', [named]],
    ['what ztunnel looks up for itself', { resolution: 'DNS' }, 'ztunnel', [{ identity: { kind: 'world' }, port: 443 }]],
    [
      'pods that the registry selects',
      { resolution: 'STATIC', workloadSelector: { labels: { app: 'pay' } } },
      'nothing',
      [{ identity: { kind: 'pod', namespace: 'shop' }, port: 443 }],
    ],
  ])('%s', (_, spec, carriedBy, ends) => {
    const owner = spec === undefined ? {} : { owner: entry(spec) }
    expect(outsideEnds({ host: 'pay.example', port: 443, ...owner }, carriedBy)).toEqual(ends)
  })

  test('an address, where that is its name', () => {
    expect(outsideEnds({ host: '192.0.2.1', port: 80 }, 'nothing')).toEqual([{ identity: { kind: 'world', ip: '192.0.2.1' }, port: 80 }])
  })
})
