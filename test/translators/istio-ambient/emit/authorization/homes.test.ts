import { describe, expect, test } from 'vitest'
import { defaultOptions } from '../../../../../src/model/dialect.ts'
import { homesOf } from '../../../../../translators/istio-ambient/emit/authorization/homes.ts'
import type { Migration, WaypointRef } from '../../../../../translators/istio-ambient/migration/migration.ts'

interface Target {
  readonly namespace: string
  readonly name: string
  readonly resolution?: string
  readonly waypoint?: Partial<WaypointRef>
}

const waypoint = (namespace: string, name = 'waypoint', isNew = true) => ({ namespace, name, isNew })
const service = (namespace: string, name: string, own: Partial<WaypointRef> = waypoint(namespace)): Target => ({
  namespace,
  name,
  waypoint: own,
})

/** Where a policy lands whose Services say `key`, as `NAMESPACE: KIND NAME, …`. */
function homes(
  scope: string,
  housed: readonly (readonly [Target, string?])[],
  {
    beside = [],
    classRef = false,
    waypoints = 0,
    istio = '1.30',
  }: { beside?: readonly Target[]; classRef?: boolean; waypoints?: number; istio?: string } = {},
): string[] {
  const bound = [...housed.map(([target]) => target), ...beside]
  const waypointOf = (target: Target) => target.waypoint
  const migration = {
    options: { ...defaultOptions, versions: { ...defaultOptions.versions, istio } },
    mesh: { settings: { rootNamespace: 'istio-system' }, waypoints: Array.from({ length: waypoints }) },
    bound,
    waypointOf,
    servedBy: ({ namespace, name }: WaypointRef) =>
      bound.filter((target) => waypointOf(target)?.namespace === namespace && waypointOf(target)?.name === name),
  } as unknown as Migration
  const found = homesOf(
    migration,
    { scope } as never,
    housed.map(([target, key = 'same']) => ({ service: target as never, body: key, key })),
    classRef,
  )
  return found.map(({ namespace, targetRefs, body }) => {
    const refs = (targetRefs as readonly { kind: string; name: string }[]).map(({ kind, name }) => `${kind} ${name}`)
    return `${namespace}: ${refs.join(', ')}${body === 'same' ? '' : ` (${body})`}`
  })
}

const [a, b] = [service('prod', 'a'), service('prod', 'b')]

describe('a policy for workloads', () => {
  test('refers to their Services, namespace by namespace', () => {
    expect(homes('workloads', [[service('shop', 'c')], [b], [a]])).toEqual(['prod: Service b, Service a', 'shop: Service c'])
    expect(homes('workloads', [])).toEqual([])
  })

  test('is an object of its own for each thing that it says', () => {
    expect(
      homes('workloads', [
        [a, 'x'],
        [b, 'y'],
        [service('prod', 'c'), 'x'],
      ]),
    ).toEqual([...['prod: Service a, Service c (x)', 'prod: Service b (y)']])
  })

  test('takes at most 16 refs, which is what the schema takes', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => [service('prod', `s${index}`)] as const)
    expect(homes('workloads', many(16)).map((home) => home.split(',').length)).toEqual([16])
    expect(homes('workloads', many(33)).map((home) => home.split(',').length)).toEqual([16, 16, 1])
  })
})

describe('a policy for a namespace', () => {
  test('refers to a new waypoint that serves nothing else, once', () => {
    expect(homes('namespace', [[a], [b]])).toEqual(['prod: Gateway waypoint'])
  })

  test('refers to Services where their waypoint serves another one, was there before, or stands elsewhere', () => {
    expect(homes('namespace', [[a], [b]], { beside: [service('prod', 'c')] })).toEqual(['prod: Service a, Service b'])
    expect(homes('namespace', [[service('prod', 'a', waypoint('prod', 'old', false))]])).toEqual(['prod: Service a'])
    expect(homes('namespace', [[service('prod', 'a', waypoint('infra'))]])).toEqual(['prod: Service a'])
    expect(homes('namespace', [[{ namespace: 'prod', name: 'a' }]])).toEqual(['prod: Service a'])
  })

  test('looks at each waypoint on its own', () => {
    const own = service('prod', 'own', waypoint('prod', 'own-waypoint'))
    expect(homes('namespace', [[a], [own]], { beside: [service('prod', 'c')] })).toEqual(['prod: Service a, Gateway own-waypoint'])
    expect(homes('namespace', [[own], [a]], { beside: [service('prod', 'c')] })).toEqual(['prod: Gateway own-waypoint, Service a'])
  })
})

describe('a policy for the mesh', () => {
  const classes = ['istio-system: GatewayClass istio-waypoint']
  const everywhere = [[a], [service('shop', 'c')]] as const
  const each = ['prod: Gateway waypoint', 'shop: Gateway waypoint']

  test('refers to the class where that cannot widen anything and every waypoint is ours', () => {
    expect(homes('mesh', everywhere, { classRef: true })).toEqual(classes)
    expect(homes('mesh', everywhere, { classRef: true, istio: '1.26' })).toEqual(classes)
  })

  test('refers to each waypoint where a ref to the class would reach more', () => {
    expect(homes('mesh', everywhere)).toEqual(each)
    expect(homes('mesh', everywhere, { classRef: true, istio: '1.25' })).toEqual(each)
    expect(homes('mesh', everywhere, { classRef: true, waypoints: 1 })).toEqual(each)
    expect(homes('namespace', everywhere, { classRef: true })).toEqual(each)
    const beside = (target: Target) => homes('mesh', everywhere, { classRef: true, beside: [target] })
    expect(beside({ ...service('out', 'api', waypoint('out')), resolution: 'dns' })).toEqual(each)
    expect(beside(service('old', 'x', waypoint('old', 'old', false)))).toEqual(each)
    expect(beside({ namespace: 'x', name: 'y' })).toEqual(each)
  })

  test('says at each Service what it says there', () => {
    expect(
      homes(
        'mesh',
        [
          [a, 'x'],
          [service('shop', 'c'), 'y'],
        ],
        { classRef: true },
      ),
    ).toEqual(['prod: Gateway waypoint (x)', 'shop: Gateway waypoint (y)'])
  })
})
