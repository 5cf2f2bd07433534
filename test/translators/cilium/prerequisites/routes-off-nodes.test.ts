import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { translate } from '../../../../src/translate.ts'
import { compareMeshes } from '../../../../src/verify/compare.ts'
import { compareOptionsOf, readBack } from '../../../../src/verify/verify.ts'

function translated(name: string) {
  const text = readFileSync(`golden/cilium-routes/${name}/input/mesh.yaml`, 'utf8')
  return translate([{ path: 'mesh.yaml', text }], { target: 'cilium', options: { assume: ['sidecars-removed'] } })
}

test.each(['route-of-the-input-that-changes-path', 'route-of-the-input-that-changes-headers'])(
  'routes that nodes may not follow are switched off by the values, and compared so: %s',
  (name) => {
    const translation = translated(name)
    const { emission } = translation
    expect(translation.diagnostics.map(({ code }) => code)).toContain('US5190')
    expect(emission.routesOffNodes).toBe(true)
    expect(emission.prerequisites?.values.filter(({ path }) => path.join('.') === 'gatewayAPI.enabled').map(({ value }) => value)).toEqual([
      false,
    ])
    const wider = (one: typeof translation): number => compareMeshes(one.mesh, readBack(one), compareOptionsOf(one)).parts.wider
    const { routesOffNodes: _, ...followed } = emission
    expect(wider(translation)).toBe(0)
    expect(wider({ ...translation, emission: followed })).toBeGreaterThan(0)
  },
)

test('nodes follow the routes of an output without the finding', () => {
  const { diagnostics, emission } = translated('route-of-the-input-by-path')
  expect(diagnostics.map(({ code }) => code)).not.toContain('US5190')
  expect(emission.routesOffNodes).toBeUndefined()
  expect(emission.prerequisites?.values.some(({ path, value }) => path.join('.') === 'gatewayAPI.enabled' && value === false)).not.toBe(
    true,
  )
})
