import { expect, test } from 'vitest'
import { findNamespace } from '../../src/resolve/namespaces.ts'
import { meshWith, namespace } from '../decide/meshed.ts'

test('a namespace is found by its name, and of several with one name the first', () => {
  const mesh = meshWith({ namespaces: [namespace('bank'), namespace('shop', { dataPlane: 'ambient' }), namespace('shop')] })
  expect(findNamespace(mesh, 'shop')?.dataPlane).toBe('ambient')
  expect(findNamespace(mesh, 'bank')?.name).toBe('bank')
  expect(findNamespace(mesh, 'gone')).toBeUndefined()
})
