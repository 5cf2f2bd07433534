import { expect, test } from 'vitest'
import { translate } from '../../../src/translate.ts'
import { verifyTranslation } from '../../../src/verify/verify.ts'

const pods = (name: string, app: string, label: string): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: shop}
spec:
  selector: {matchLabels: {app: ${app}, part: ${name}}}
  template:
    metadata: {labels: {app: ${app}, part: ${name}${label}}}
    spec:
      serviceAccountName: ${app}
      containers: [{name: c, image: i, ports: [{containerPort: 8080}]}]
`

const ambient = ', istio.io/dataplane-mode: ambient, sidecar.istio.io/inject: "false"'
const sidecar = ', sidecar.istio.io/inject: "true"'

function meshOf(layout: 'some in ambient mode' | 'some with a sidecar', action: string, rule: string): string {
  const [own, of, other] =
    layout === 'some in ambient mode' ? ['istio-injection: enabled', '', ambient] : ['istio.io/dataplane-mode: ambient', sidecar, '']
  return `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {${own}}}
${pods('web-a', 'web', of)}${pods('web-b', 'web', other)}${pods('client-a', 'client', of)}${pods('client-b', 'client', other)}---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  action: ${action}
  rules:
  - ${rule}
`
}

const client = 'from: [{source: {principals: [cluster.local/ns/shop/sa/client]}}]'
const rules = [
  client,
  client.replace('principals', 'notPrincipals'),
  `${client}\n    to: [{operation: {methods: [GET]}}]`,
  'to: [{operation: {ports: ["8080"]}}]',
]

test.each(
  (['some in ambient mode', 'some with a sidecar'] as const).flatMap((layout) =>
    ['ALLOW', 'DENY'].map((action) => [layout, action] as const),
  ),
)('with %s, %s lets in nothing more, and what it refuses more is announced', (layout, action) => {
  for (const rule of rules) {
    const text = meshOf(layout, action, rule)
    const translation = translate([{ path: 'mesh.yaml', text }], { target: 'cilium', options: { assume: ['sidecars-removed'] } })
    const { differences } = verifyTranslation(translation)
    const found = differences.filter(
      ({ verdict, assumedAway, announcedBy }) =>
        (verdict === 'wider' || verdict === 'narrower' || verdict === 'rerouted') && assumedAway === undefined && announcedBy === undefined,
    )
    expect(found.map(({ verdict, destinations }) => `${verdict} ${destinations}: ${rule}`)).toEqual([])
  }
})
