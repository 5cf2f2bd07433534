import { describe, expect, test } from 'vitest'
import { translate } from '../../../../src/translate.ts'
import { mutatedAttributes } from '../../../../translators/istio-ambient/routes/mutations.ts'

const service = (name: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: prod}\nspec:\n  selector: {app: ${name}}\n  ports: [{name: http, port: 80}]\n`

function changesOf(rule: string, name: string, host = 'web') {
  const table = `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: web, namespace: prod}\nspec:\n  hosts: [${host}]\n  http:\n    - ${rule}\n`
  const { mesh } = translate([{ path: 'mesh.yaml', text: [service('web'), service('api'), service('other'), table].join('---\n') }], {
    target: 'ambient',
  })
  return mutatedAttributes(mesh, mesh.services.find((candidate) => candidate.name === name)!)
}

describe('attributes that routes of clients change', () => {
  const rule =
    '{rewrite: {uri: /x}, headers: {request: {set: {X-User: a}, remove: [x-old]}}, route: [{destination: {host: api}, headers: {request: {add: {host: b}}}}]}'

  test('are found for the host of the routes and for where they lead', () => {
    const changed = { path: true, authority: true, headers: ['x-old', 'x-user'] }
    expect(changesOf(rule, 'web')).toEqual(changed)
    expect(changesOf(rule, 'api')).toEqual(changed)
  })

  test('are none for Services that the routes do not reach', () => {
    expect(changesOf(rule, 'other')).toEqual({ path: false, authority: false, headers: [] })
  })

  test('are found for a wildcard host too', () => {
    expect(changesOf('{rewrite: {authority: a}, route: [{destination: {host: api}}]}', 'web', "'*.prod.svc.cluster.local'").authority).toBe(
      true,
    )
  })

  test('do not count what is done to responses', () => {
    expect(changesOf('{headers: {response: {set: {x: a}}}, route: [{destination: {host: api}}]}', 'web').headers).toEqual([])
  })
})
