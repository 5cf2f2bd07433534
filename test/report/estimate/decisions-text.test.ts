import { expect, test } from 'vitest'
import { estimate, type TargetName, translate } from '../../../src/index.ts'
import { decisionsText } from '../../../src/report/estimate/decisions-text.ts'

const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: bank\n  labels:\n    istio-injection: enabled\n'
const deployment =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ledger\n  namespace: bank\nspec:\n  selector: {matchLabels: {app: ledger}}\n  template:\n    metadata: {labels: {app: ledger}}\n    spec: {containers: [{name: ledger}]}\n'
const custom =
  'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata:\n  name: tokens\n  namespace: bank\nspec:\n  rules: [{when: [{key: "request.auth.claims[iss]", values: [x]}]}]\n'

const textOf = (target: TargetName, ...texts: string[]) =>
  decisionsText(
    estimate(
      translate(
        texts.map((text, index) => ({ path: `${index}.yaml`, text })),
        { target },
      ),
    ),
  )

test('a decision says what was supposed when it was tried', () => {
  expect(textOf('ambient', deployment).replaceAll(/\s+/g, ' ')).toContain('with sidecars in them, 1 workload can move (1 more)')
})

test('what the input lacks is to be added to it, and no policy is to be rewritten for it', () => {
  const tokens = (name: string) =>
    `apiVersion: security.istio.io/v1\nkind: RequestAuthentication\nmetadata:\n  name: ${name}\n  namespace: bank\nspec:\n  selector: {matchLabels: {app: ${name}}}\n  jwtRules: [{issuer: a, jwksUri: "https://a.example/keys"}]\n`
  const text = textOf('ambient', namespace, deployment, tokens('till'), tokens('audit')).replaceAll(/\s+/g, ' ')
  expect(text).toContain('add to the input the Services and pods of RequestAuthentication bank/audit and 1 more')
  expect(text).toContain('such as 3.yaml:7:13 Add the Services and workloads of the namespace to the input')
  expect(text).not.toContain('rewrite')
})

test('a policy is to be rewritten, and nothing advises to remove it', () => {
  const text = textOf('cilium', namespace, deployment, custom)
  expect(text).toContain('rewrite AuthorizationPolicy bank/tokens')
  expect(text).not.toMatch(/remove|delete/)
})
