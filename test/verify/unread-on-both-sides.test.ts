import { expect, test } from 'vitest'
import { compareManifests } from '../../src/verify/verify.ts'

const files = (...documents: readonly string[]) => [{ path: 'mesh.yaml', text: documents.join('\n---\n') }]
const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: mill, labels: {istio-injection: enabled}}'
const disputed =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: wheel, namespace: mill}\nspec: {template: {metadata: {labels: {app: wheel, sidecar.istio.io/inject: "no"}}}}'
const broken = (kind: string) => `kind: ${kind}\n  x: [`
const unread = (before: readonly string[], after: readonly string[]) =>
  compareManifests(files(...before), files(...after)).comparison.unread.map(({ what }) => what)

test('what moved to another line of its file is counted once', () => {
  expect(unread([namespace, disputed], [disputed, namespace])).toEqual(['sidecar.istio.io/inject of Deployment mill/wheel'])
})

test('two documents of a file that do not parse are two, on either side', () => {
  expect(unread([broken('A'), broken('B')], [namespace, broken('A'), broken('B')])).toHaveLength(2)
  expect(unread([broken('A')], [broken('A'), broken('B')])).toHaveLength(2)
})
