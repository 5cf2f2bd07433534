import { expect, test } from 'vitest'
import { estimate, type TargetName, translate } from '../../../src/index.ts'
import { decisionsText } from '../../../src/report/estimate/decisions-text.ts'
import { plain } from '../../../src/report/paint.ts'

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
    plain,
  )

test('a decision says what was supposed when it was tried', () => {
  expect(textOf('ambient', deployment)).toContain('with sidecars in them, 1 workload can move (1 more)')
})

test('a policy is to be rewritten, and nothing advises to remove it', () => {
  const text = textOf('cilium', namespace, deployment, custom)
  expect(text).toContain('rewrite AuthorizationPolicy bank/tokens')
  expect(text).not.toMatch(/remove|delete/)
})
