import { describe, expect, test } from 'vitest'
import { backing, backingEntry, containerPort, findService, findWorkload, servicesSelecting } from '../../src/resolve/services.ts'
import { meshWith, pods, service, servicePort } from '../decide/meshed.ts'
import { entry } from './entry.ts'

const till = pods('till')

describe('what is behind a name', () => {
  const edge = pods('till', { gateway: true, kind: 'Pod' })
  const elsewhere = pods('till', { namespace: 'bank' })
  const mesh = meshWith({
    workloads: [till, edge, pods('cart'), elsewhere],
    services: [service('till'), service('cart', { namespace: 'bank' })],
  })

  test('is found by namespace and name, of several kinds the first', () => {
    expect([findWorkload(mesh, 'shop', 'till'), findWorkload(mesh, 'bank', 'till'), findWorkload(mesh, 'bank', 'cart')]).toEqual([
      till,
      elsewhere,
      undefined,
    ])
    expect([findService(mesh, 'bank', 'cart')?.namespace, findService(mesh, 'shop', 'cart')]).toEqual(['bank', undefined])
  })

  test('are pods of its namespace with its labels, and no gateways', () => {
    expect(backing(mesh, service('till'))).toEqual([till])
    const { selector: _, ...without } = service('till')
    expect([backing(mesh, without), backing(mesh, service('till', { selector: {} }))]).toEqual([[], []])
  })

  test('of a ServiceEntry are pods that it selects, at its target ports', () => {
    const own = entry({ workloadSelector: { app: 'till' } })
    expect(backingEntry(mesh, own, 443)).toEqual([{ pod: till, port: 8443 }])
    expect([80, 81].map((port) => backingEntry(mesh, own, port)[0]?.port)).toEqual([80, 81])
    expect(backingEntry(mesh, entry(), 80)).toEqual([])
  })

  test('of pods are the Services that select them', () => {
    const { selector: _, ...without } = service('none')
    const services = [service('till'), service('all', { selector: {} }), service('cart'), without, service('till', { namespace: 'bank' })]
    expect(servicesSelecting(meshWith({ services }), till).map(({ name }) => name)).toEqual(['till', 'all'])
  })

  test('a port of a Service leads to a number or to a port of the pods by its name', () => {
    const named = pods('till', { ports: [{ name: 'web', port: 8080, protocol: 'TCP' }] })
    const target = (targetPort: number | string) => containerPort(servicePort(80, { targetPort }), named)
    expect([target(9090), target('web'), target('admin')]).toEqual([9090, 8080, undefined])
  })
})
