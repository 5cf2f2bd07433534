import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { abortFindings, withoutAborts } from '../../../../translators/cilium/routes/aborted-rules.ts'
import { meshOf } from '../../../decide/mesh-of.ts'

/** The rule of a VirtualService, as it is written to Cilium. */
function written(rule: object) {
  const object = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'till', namespace: 'shop' },
    spec: { hosts: ['till'], http: [{ route: [{ destination: { host: 'till' } }], ...rule }] },
  }
  const { http } = meshOf([{ path: 'routes.yaml', text: stringify(object) }]).routes[0]!
  return { action: withoutAborts(http[0]!).action, findings: abortFindings(http).map(({ code }) => code) }
}

const all = { httpStatus: 500, percentage: { value: 100 } }

test('an abort of all requests is an answer, whatever else the rule does with them', () => {
  for (const besides of [{}, { timeout: '1s' }, { mirror: { host: 'copy' } }, { rewrite: { uri: '/' } }]) {
    const { action, findings } = written({ fault: { abort: all }, ...besides })
    expect(action).toEqual({
      kind: 'respond',
      backends: [],
      mirrors: [],
      response: { status: 500, body: { text: 'fault filter abort' }, place: expect.anything() },
    })
    expect(findings).toEqual(['US5196'])
  }
})

test.each([
  ['of a share', { fault: { abort: { httpStatus: 500, percentage: { value: 99.9 } } } }],
  ['of no share', { fault: { abort: { httpStatus: 500 } } }],
  ['with a status of gRPC', { fault: { abort: { grpcStatus: 'UNAVAILABLE', percentage: { value: 100 } } } }],
  ['after a delay', { fault: { abort: all, delay: { fixedDelay: '1s', percentage: { value: 1 } } } }],
  ['beside preflights that are answered', { fault: { abort: all }, corsPolicy: { allowOrigins: [{ exact: 'https://a.example' }] } }],
  ['beside headers of responses', { fault: { abort: all }, headers: { response: { add: { a: 'b' } } } }],
  [
    'beside headers of responses of a destination',
    { fault: { abort: all }, route: [{ destination: { host: 'till' }, headers: { response: { add: { a: 'b' } } } }] },
  ],
])('an abort %s stays one', (_, rule) => {
  const { action, findings } = written(rule)
  expect(action.kind).toBe('forward')
  expect(action.fault?.abort).toBeDefined()
  expect(findings).toEqual([])
})
