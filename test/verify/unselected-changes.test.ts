import { expect, test } from 'vitest'
import { compareManifests, unselectedChanges } from '../../src/index.ts'

const pod = `apiVersion: v1
kind: Pod
metadata: {name: queue, namespace: storage, labels: {app: queue}}
spec: {containers: [{name: a, image: a, ports: [{containerPort: 5672}]}]}
`
const policy = (name: string, app: string, port = 1, namespace = 'storage'): string => `---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  ${app === '' ? '' : `selector: {matchLabels: {app: ${app}}}`}
  rules: [{to: [{operation: {ports: ["${port}"]}}]}]
`

function found(before: string, after: string): string[] {
  const sides = [before, after].map((text) => [{ path: 'mesh.yaml', text: `${pod}${text}` }])
  const compared = compareManifests(sides[0]!, sides[1]!)
  return unselectedChanges(compared.before, compared.after).map(({ code, message }) => `${code} ${message.split(',')[0]}`)
}

test('a policy for pods that the input does not have is named where it is added, edited or removed', () => {
  expect(found(policy('a', 'postgres'), '')).toEqual(['US0211 `AuthorizationPolicy storage/a` is removed'])
  expect(found('', policy('a', 'postgres'))).toEqual(['US0211 `AuthorizationPolicy storage/a` is added'])
  expect(found(policy('a', 'postgres'), policy('a', 'postgres', 2))).toEqual(['US0211 `AuthorizationPolicy storage/a` is edited'])
  expect(found(policy('a', '', 1, 'data'), '')).toEqual(['US0211 `AuthorizationPolicy data/a` is removed'])
})

test('what is compared is not named: what selects a pod on one side, and what only moves in its file', () => {
  expect(found(policy('a', 'queue'), '')).toEqual([])
  expect(found(policy('a', ''), '')).toEqual([])
  expect(found(policy('a', 'queue'), policy('a', 'postgres'))).toEqual([])
  expect(found(policy('a', 'postgres') + policy('b', 'postgres'), policy('b', 'postgres') + policy('a', 'postgres'))).toEqual([])
})
