import { describe, expect, it } from 'vitest'
import type { Mesh } from '../../src/model/mesh.ts'
import type { Service } from '../../src/model/service.ts'
import { entryOfHost, hostsMatch, hostWithin, isRegistryHost, serviceOfHost, servicesForHost } from '../../src/resolve/hosts.ts'
import { manifest, read } from '../translators/reading.ts'

describe('hosts with a star', () => {
  it.each([
    ['a.com', 'a.com', true],
    ['a.com', 'b.com', false],
    ['*.com', 'a.com', true],
    ['a.com', '*.com', true],
    ['*.com', '*.a.com', true],
    ['*.a.com', '*.com', true],
    ['*.a.com', '*.b.com', false],
    ['*', 'anything', true],
    ['*.a.com', 'a.com', false],
    ['*.a.com', '*.a.com', true],
    ['*a.com', '*.a.com', true],
    ['*.a.com', '*a.com', true],
    ['*b.com', '*a.com', false],
    ['*', '*.a.com', true],
    ['*', '*', true],
    ['*a', '*a', true],
    ['a*', 'a*', true],
    ['a*', 'b*', false],
    ['a*', 'ab', false],
    ['*.a.com', 'x.*', false],
  ])('%s and %s can mean the same: %s', (a, b, expected) => {
    expect(hostsMatch(a, b)).toBe(expected)
  })

  it.each([
    ['a.com', '*.com', true],
    ['*.com', 'a.com', false],
    ['*.a.com', '*.com', true],
    ['*.com', '*.a.com', false],
    ['*.a.com', '*.a.com', true],
    ['a.com', 'a.com', true],
    ['b.com', 'a.com', false],
    ['*b.com', '*a.com', false],
    ['b.org', '*.com', false],
    ['*', '*', true],
    ['*', '*.com', false],
    ['*.com', '*', true],
    ['*m', '*.com', false],
    ['x*', '*', true],
    ['*com', '*.com', false],
    ['a*', 'a*', true],
  ])('%s lies within %s: %s', (inner, outer, expected) => {
    expect(hostWithin(inner, outer)).toBe(expected)
  })
})

describe('services of a host', () => {
  const entry = (name: string, hosts: string) => manifest('networking.istio.io/v1', 'ServiceEntry', `hosts: ${hosts}`, `{name: ${name}}`)
  const { mesh: entries } = read(
    [entry('api', '[api.example.com, web.prod.svc.cluster.local]'), entry('wild', '["*.example.com"]')].join('---\n'),
  )
  const service: Service = {
    name: 'web',
    namespace: 'prod',
    host: 'web.prod.svc.cluster.local',
    labels: {},
    annotations: {},
    ports: [],
    headless: false,
    owners: [],
    place: entries.externalHosts[0]!.place,
  }
  const mesh: Mesh = { ...entries, services: [service] }
  const names = (host: string, namespace = 'prod') => servicesForHost(mesh, host, namespace).map(({ name }) => name)

  it('are found by short name in the namespace that writes it', () => {
    expect(names('web')).toEqual(['web', 'api'])
    expect(names('web', 'shop')).toEqual([])
  })

  it('are not found by a name with a dot that is not the full one', () => {
    expect(names('web.prod')).toEqual([])
  })

  it('are found through stars on either side', () => {
    expect(names('api.example.com')).toEqual(['api', 'wild'])
    expect(names('other.example.com')).toEqual(['wild'])
    expect(names('*.prod.svc.cluster.local')).toEqual(['web', 'api'])
  })

  it('of several stars and names is any that has one', () => {
    const { mesh: several } = read(
      [entry('both', '["*.a.test", b.test]'), entry('second', '[b.test, c.test, b.test]'), entry('ends', '["x*"]')].join('---\n'),
    )
    const found = (host: string) => servicesForHost(several, host, 'prod').map(({ name }) => name)
    expect(found('one.a.test')).toEqual(['both'])
    expect(found('b.test')).toEqual(['both', 'second'])
    expect(found('*.test')).toEqual(['both', 'second'])
    expect(found('xyz.test')).toEqual([])
    expect(servicesForHost({ ...several, services: [service] }, '*.test', 'prod').map(({ name }) => name)).toEqual(['both', 'second'])
    const literal = read(entry('exact', '[b.test, "*.d.test"]')).mesh
    expect(servicesForHost(literal, 'c.test', 'prod')).toEqual([])
  })

  it('are each found once, whatever their names', () => {
    expect(names('*')).toEqual(['web', 'api', 'wild'])
    expect(names('none.test')).toEqual([])
  })

  it('of exactly a host are a Service or a ServiceEntry', () => {
    expect([serviceOfHost(mesh, 'web', 'prod')?.name, serviceOfHost(mesh, 'web', 'shop')?.name]).toEqual(['web', undefined])
    expect(serviceOfHost(mesh, 'api.example.com', 'prod')).toBeUndefined()
    expect(entryOfHost(mesh, 'web.prod.svc.cluster.local')?.name).toBe('api')
    expect(entryOfHost(mesh, '*.example.com')?.name).toBe('wild')
    expect(entryOfHost(mesh, 'other.example.com')).toBeUndefined()
  })

  it('count as registered only by their exact name', () => {
    expect(isRegistryHost(mesh, 'web.prod.svc.cluster.local')).toBe(true)
    expect(isRegistryHost(mesh, 'api.example.com')).toBe(true)
    expect(isRegistryHost(mesh, 'other.example.com')).toBe(false)
    expect(isRegistryHost(mesh, 'web')).toBe(false)
  })
})
