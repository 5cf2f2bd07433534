import { describe, expect, test } from 'vitest'
import { conjuncts } from '../../../src/model/predicate.ts'
import { answeredPreflights, preflightAnswer, preflightSettings } from '../../../src/resolve/routes/preflight.ts'
import { atSidecar, meshWith, virtualService } from './chain-mesh.ts'

function preflights(corsPolicy: object | undefined, action: object = { route: [{ destination: { host: 'web' } }] }) {
  const routes = atSidecar(meshWith(virtualService('web', { http: [{ ...action, ...(corsPolicy === undefined ? {} : { corsPolicy }) }] })))
  if (routes.kind !== 'chain') throw new Error(routes.kind)
  const found = answeredPreflights(routes.rules[0]!)
  return found === undefined ? undefined : conjuncts(found)
}

/** envoy:source/extensions/filters/http/cors/cors_filter.cc */
describe('the CORS preflights that a proxy answers itself', () => {
  const base = [
    { kind: 'method', match: { op: 'exact', value: 'OPTIONS' } },
    { kind: 'header', name: 'origin', match: { op: 'non-empty' } },
    { kind: 'header', name: 'access-control-request-method', match: { op: 'non-empty' } },
  ]

  test('are OPTIONS with both headers of an allowed origin', () => {
    const found = preflights({ allowOrigins: [{ exact: 'https://shop.example' }] })
    expect(found).toHaveLength(4)
    expect(found).toMatchObject([...base, { kind: 'header', name: 'origin', match: { op: 'exact', value: 'https://shop.example' } }])
  })

  test('are those of one of several origins, and of any where `*` is one', () => {
    expect(preflights({ allowOrigins: [{ prefix: 'https://a' }, { exact: '*' }] })?.[3]).toMatchObject({
      kind: 'any',
      of: [{ match: { op: 'prefix', value: 'https://a' } }, { name: 'origin', match: { op: 'present' } }],
    })
  })

  test('are all with unmatchedPreflights IGNORE', () => {
    const found = preflights({ allowOrigins: [{ exact: 'https://shop.example' }], unmatchedPreflights: 'IGNORE' })
    expect(found).toHaveLength(3)
    expect(found).toMatchObject(base)
  })

  test('are none without CORS, and none of a rule that answers itself', () => {
    expect(preflights(undefined)).toBeUndefined()
    expect(preflights({ allowOrigins: [{ exact: '*' }] }, { directResponse: { status: 204 } })).toBeUndefined()
  })
})

test('a preflight is answered 200, with the policy and nothing else of the rule', () => {
  expect(preflightAnswer).toEqual({ kind: 'response', status: 200 })
  const settings = { mirrors: ['m'], responseHeaders: ['h'], fault: {}, cors: { allowOrigins: [] } } as never
  expect(preflightSettings(settings)).toEqual({ mirrors: [], responseHeaders: [], cors: { allowOrigins: [] } })
  expect(preflightSettings({ mirrors: [], responseHeaders: [] } as never)).toEqual({ mirrors: [], responseHeaders: [] })
})
