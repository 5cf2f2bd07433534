import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { decide } from '../../../src/decide/decide.ts'
import { translate } from '../../../src/translate.ts'
import { readAsOutput, readBack } from '../../../src/verify/verify.ts'

const outside = readFileSync('golden/cilium-fail-open/keys-from-elsewhere/input/mesh.yaml', 'utf8')
const within = readFileSync('golden/cilium-fail-open/keys-of-a-service/input/mesh.yaml', 'utf8')

function translated(text: string) {
  return translate([{ path: 'mesh.yaml', text }], { target: 'cilium', options: { assume: ['sidecars-removed'], failOpen: true } })
}

function changed(text: string, change: (written: string) => string) {
  const translation = translated(text)
  const files = translation.output.files.map(({ path, text: written, before }) => ({ path, text: change(written ?? before ?? '') }))
  expect(files.map((file) => file.text)).not.toEqual(translation.output.files.map((file) => file.text ?? file.before))
  return readAsOutput(files, translation).nodeRoutes.flatMap(({ unmodelled }) => unmodelled)
}

test.each([
  ['outside', outside],
  ['within', within],
])('a node with keys from %s the cluster answers tokens as the sidecar did', (_, text) => {
  const translation = translated(text)
  const after = readBack(translation)
  expect(after.nodeRoutes.flatMap(({ unmodelled }) => unmodelled)).toEqual([])
  const issuer = translation.mesh.requestAuthentication.flatMap(({ issuers }) => issuers)[0]?.issuer ?? ''
  const tokens = [{ kind: 'none' }, { kind: 'invalid' }, { kind: 'valid', claims: { iss: issuer } }] as const
  const verdicts = (mesh: typeof after) =>
    tokens.map(
      (token) =>
        decide(mesh, {
          client: { kind: 'unmeshed', namespace: 'other', serviceAccount: 'default' },
          address: { kind: 'service', namespace: 'shop', name: 'web', port: 80 },
          protocol: 'http',
          http: { method: 'GET', target: '/', authority: 'web', headers: {}, token },
        }).verdict,
    )
  expect(issuer).not.toBe('')
  expect(verdicts(translation.mesh)).toEqual(['allowed', 'denied', 'allowed'])
  expect(verdicts(after)).toEqual(verdicts(translation.mesh))
  expect(translation.diagnostics.filter(({ code }) => code === 'US5184')).toHaveLength(1)
})

test.each([
  ['no certificate is asked for', outside, (text: string) => text.replace(/\n *trustedCa:\n *filename: \S+/, '')],
  ['another name is asked for', outside, (text: string) => text.replace(/exact: \S+\n/, 'exact: other.example\n')],
  ['another host answers', outside, (text: string) => text.replace(/ address: [a-z]\S+/, ' address: other.example')],
  ['the cluster is of another config', outside, (text: string) => text.replace(/cluster: shop\/web-80\//, 'cluster: shop/other/')],
  ['the cluster has no config before it', within, (text: string) => text.replace(/cluster: shop\/web-80\//, 'cluster: ')],
  ['another Service answers', within, (text: string) => text.replace(/cluster: shop\/web-80\/\S+/, 'cluster: shop/web-80/shop:web:80')],
])('a filter is not understood where %s', (_, text, change) => {
  expect(changed(text, change)).not.toEqual([])
})

test.each([
  ['an address', 'https://10.0.0.1/keys', 'is an address without a name'],
  ['no encryption outside', 'http://issuer.example/keys', 'is neither HTTPS nor a port'],
  ['a query', 'https://issuer.example/keys?a=b', 'is not the address of a name alone'],
  ['a name without a dot', 'https://keys/certs', 'is HTTPS within the cluster'],
  ['a port that is not there', 'http://keys.auth:9090/certs', 'is neither HTTPS nor a port'],
])('keys at %s stay with sidecars', (_, uri, reason) => {
  const { diagnostics } = translated(within.replace(/jwksUri: \S+/, `jwksUri: ${uri}`))
  expect(diagnostics.flatMap(({ code, message }) => (code === 'US5101' ? [message] : [])).join('\n')).toContain(reason)
})

test('keys of pods that a policy closes to nodes stay with sidecars', () => {
  const closed =
    '---\napiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: keys, namespace: auth}\nspec: {selector: {matchLabels: {app: keys}}, rules: [{}]}\n'
  const { diagnostics } = translated(within + closed)
  expect(diagnostics.flatMap(({ code, message }) => (code === 'US5101' ? [message] : [])).join('\n')).toContain('decides who may call it')
})
