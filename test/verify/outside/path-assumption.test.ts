import { expect, test } from 'vitest'
import { readManifests } from '../../../src/translate.ts'
import { pathAssumption } from '../../../src/verify/outside/path-assumption.ts'

const policy = (operation: string) =>
  `apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: a, namespace: prod}\nspec: {rules: [{to: [{operation: ${operation}}]}]}\n`
const meshOf = (text: string) => readManifests([{ path: 'mesh.yaml', text }]).mesh
const unnormalised = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio, namespace: istio-system}\ndata: {mesh: 'pathNormalization: {normalization: NONE}'}\n`

test('what is taken for granted of paths is said where something asks for them', () => {
  expect(pathAssumption([meshOf(policy('{paths: [/admin]}'))])).toHaveLength(1)
  expect(pathAssumption([meshOf(policy('{methods: [GET]}'))])).toEqual([])
  expect(pathAssumption([meshOf(`${policy('{paths: [/admin]}')}---\n${unnormalised}`)])).toEqual([])
})
