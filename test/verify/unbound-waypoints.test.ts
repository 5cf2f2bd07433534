import { describe, expect, test } from 'vitest'
import { differenceText } from '../../src/report/verify/difference-text.ts'
import { compareManifests } from '../../src/verify/verify.ts'

const pods = `apiVersion: v1
kind: Service
metadata: {name: till, namespace: booth}
spec: {selector: {app: till}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: till, namespace: booth}
spec:
  selector: {matchLabels: {app: till}}
  template:
    metadata: {labels: {app: till}}
    spec: {containers: [{name: app, image: till, ports: [{containerPort: 8080}]}]}
---
`
const namespace = (labels: string) => `apiVersion: v1
kind: Namespace
metadata: {name: booth, labels: {${labels}}}
---
`
const policy = (target: string) => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: readers, namespace: booth}
spec:${target}
  rules: [{to: [{operation: {methods: [GET]}}]}]
---
`
const gateway = (className: string, more = '', where = 'booth', labels = '') => `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: front, namespace: ${where}${labels}}
spec: {gatewayClassName: ${className}, listeners: [{name: mesh, port: 15008, protocol: HBONE${more}}]}
---
`
const before = pods + namespace('istio-injection: enabled') + policy('')
const moved = (labels = '', where = '') =>
  pods +
  namespace(
    `istio.io/dataplane-mode: ambient, istio.io/use-waypoint: front${where === '' ? '' : `, istio.io/use-waypoint-namespace: ${where}`}${labels}`,
  ) +
  policy('\n  targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: front}]')

/** The causes of the wider differences. */
function causes(after: string): readonly string[] {
  const { comparison } = compareManifests([{ path: 'before.yaml', text: before }], [{ path: 'after.yaml', text: after }])
  const wider = comparison.differences.filter(({ verdict }) => verdict === 'wider')
  expect(wider.length).toBeGreaterThan(0)
  return [...new Set(wider.flatMap((difference) => (difference.causes ?? []).map(({ what }) => what)))]
}

describe('a use-waypoint label that binds nothing is the cause', () => {
  const label = '`istio.io/use-waypoint` of Namespace booth names Gateway'

  test.each([
    ['a Gateway that is not there', moved(), `${label} booth/front, which is not in the input`],
    [
      'a Gateway of another class',
      moved() + gateway('istio').replace('port: 15008, protocol: HBONE', 'port: 80, protocol: HTTP'),
      `${label} booth/front, which is no waypoint but a gateway of class \`istio\``,
    ],
    [
      'a waypoint that is not programmed',
      `${moved()}${gateway('istio-waypoint').replace('\n---', '\nstatus: {addresses: []}\n---')}`,
      `${label} booth/front, which is not programmed`,
    ],
    [
      'a waypoint for pods',
      moved() + gateway('istio-waypoint', '', 'booth', ', labels: {istio.io/waypoint-for: workload}'),
      `${label} booth/front, which takes no traffic for Services (\`istio.io/waypoint-for: workload\`)`,
    ],
    [
      'a listener that does not admit the namespace',
      moved('', 'gates') + gateway('istio-waypoint', ', allowedRoutes: {namespaces: {from: Same}}', 'gates'),
      `${label} gates/front, whose listener does not admit namespace booth (\`allowedRoutes\`)`,
    ],
    [
      'a listener with a selector that leaves the namespace out',
      moved('', 'gates') +
        gateway('istio-waypoint', ', allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {team: x}}}}', 'gates'),
      `${label} gates/front, whose listener does not admit namespace booth (\`allowedRoutes\`)`,
    ],
  ])('%s', (_, after, expected) => {
    expect(causes(after)).toEqual([expected])
  })

  test('and is told beside the difference, at its place', () => {
    const { comparison } = compareManifests([{ path: 'before.yaml', text: before }], [{ path: 'after.yaml', text: moved() }])
    expect(differenceText(comparison.differences[0]!, false)).toMatch(
      /^ {2}cause: after\.yaml:\d+:\d+: `istio\.io\/use-waypoint` of Namespace booth/m,
    )
  })

  test('a waypoint that is bound is no cause', () => {
    const { comparison } = compareManifests(
      [{ path: 'before.yaml', text: before }],
      [{ path: 'after.yaml', text: moved() + gateway('istio-waypoint') }],
    )
    expect(comparison.differences.length).toBeGreaterThan(0)
    expect(comparison.differences.flatMap(({ causes: found = [] }) => found)).toEqual([])
  })
})
