import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { decide } from '../../../src/decide/decide.ts'
import type { Request } from '../../../src/model/request.ts'
import { headline } from '../../../src/report/verify/report.ts'
import { translate } from '../../../src/translate.ts'
import { compareMeshes } from '../../../src/verify/compare.ts'
import { compareOptionsOf, readAsOutput, readBack, verifyTranslation } from '../../../src/verify/verify.ts'
import { areKnownKeys } from '../../../translators/cilium/fail-open/inline-keys.ts'

const text = readFileSync('golden/cilium-fail-open/tokens-of-one-issuer/input/mesh.yaml', 'utf8')

function translated(failOpen: boolean) {
  return translate([{ path: 'mesh.yaml', text }], {
    target: 'cilium',
    options: { assume: ['sidecars-removed'], ...(failOpen ? { failOpen: true } : {}) },
  })
}

const issuer = 'https://issuer.example'
const client = { kind: 'workload', namespace: 'shop', name: 'client' } as const
const http = { method: 'GET', target: '/', authority: 'web', headers: {} } as const

function asked(token: NonNullable<Request['http']>['token'], address: Request['address']): Request {
  return { client, address, protocol: 'http', http: { ...http, token } }
}

test('the proxy of the node answers tokens as the sidecar did', () => {
  const translation = translated(true)
  const after = readBack(translation)
  const service: Request['address'] = { kind: 'service', namespace: 'shop', name: 'web', port: 80 }
  const tokens: NonNullable<Request['http']>['token'][] = [
    { kind: 'none' },
    { kind: 'invalid' },
    { kind: 'valid', claims: { iss: issuer, sub: 'a' } },
    { kind: 'valid', claims: { iss: 'https://other.example', sub: 'a' } },
  ]
  const verdicts = (mesh: typeof after) => tokens.map((token) => decide(mesh, asked(token, service)).verdict)
  expect(verdicts(translation.mesh)).toEqual(['allowed', 'denied', 'allowed', 'denied'])
  expect(verdicts(after)).toEqual(['allowed', 'denied', 'allowed', 'denied'])
  const [point] = decide(after, asked({ kind: 'invalid' }, service)).points.slice(-1)
  expect(point).toMatchObject({ point: 'node proxy', code: '401' })
})

test('of several issuers a good token of one is enough, as at sidecars', () => {
  const { mesh, after } = severalIssuers((written) => written)
  const service: Request['address'] = { kind: 'service', namespace: 'shop', name: 'web', port: 80 }
  const good = { kind: 'valid', claims: { iss: issuer, sub: 'a' } } as const
  const other = { kind: 'valid', claims: { iss: 'https://another.example', aud: 'web', sub: 'a' } } as const
  const [none, bad] = [{ kind: 'none' }, { kind: 'invalid' }] as const
  const all = [none, bad, good, other]
  const verdicts = (of: typeof mesh) =>
    all.flatMap((token) =>
      all.map(
        (header) =>
          decide(of, {
            client,
            address: service,
            protocol: 'http',
            http: { ...http, token, otherTokens: [{ at: { in: 'header', name: 'x-token' }, token: header }] },
          }).verdict,
      ),
    )
  expect(new Set(verdicts(mesh))).toEqual(new Set(['allowed', 'denied']))
  expect(verdicts(after)).toEqual(verdicts(mesh))
})

test.each([
  ['another order of the two lists', (written: string) => written.replace('- providerName: issuer-0', '- providerName: issuer-1')],
  ['a provider that nothing asks for', (written: string) => written.replace(/\n *- providerName: issuer-1(?=\n *- requiresAll)/, '')],
  ['all of them instead of any', (written: string) => written.replace('requiresAny:', 'requiresAll:')],
  ['no request without a token', (written: string) => written.replace('- allowMissing: {}', '- allowMissingOrFailed: {}')],
])('a filter with %s is not understood', (_, change) => {
  const { after } = severalIssuers(change)
  expect(after.nodeRoutes.flatMap(({ unmodelled }) => unmodelled)).not.toEqual([])
})

function severalIssuers(change: (text: string) => string) {
  const input = readFileSync('golden/cilium-fail-open/tokens-of-several-issuers/input/mesh.yaml', 'utf8')
  const translation = translate([{ path: 'mesh.yaml', text: input }], {
    target: 'cilium',
    options: { assume: ['sidecars-removed'], failOpen: true },
  })
  const files = translation.output.files.map(({ path, text: written, before }) => ({ path, text: change(written ?? before ?? '') }))
  return { mesh: translation.mesh, after: readAsOutput(files, translation) }
}

test('what goes to a pod address is let in with any token, and counted as failing open', () => {
  const translation = translated(true)
  const pod: Request['address'] = { kind: 'pod', namespace: 'shop', workload: 'web', port: 8080 }
  expect(decide(readBack(translation), asked({ kind: 'invalid' }, pod)).verdict).toBe('allowed')
  const comparison = verifyTranslation(translation)
  const wider = comparison.differences.filter(({ verdict }) => verdict === 'wider')
  expect(wider.length).toBeGreaterThan(0)
  expect(wider.every(({ failsOpen, witness }) => failsOpen === true && witness !== undefined)).toBe(true)
  expect(headline(comparison)).toMatch(new RegExp(`^${wider.length} wider \\(${wider.length} fail open\\)`))
})

test('what is wider for more than a token does not count as failing open', () => {
  const translation = translated(true)
  const files = translation.output.files.map(({ path, text: written, before }) => ({
    path,
    text: (written ?? before ?? '').replace('- method: GET\n', "- method: 'GET|DELETE'\n"),
  }))
  const { differences } = compareMeshes(translation.mesh, readAsOutput(files, translation), compareOptionsOf(translation))
  const deleted = differences.filter(({ verdict, failsOpen }) => verdict === 'wider' && failsOpen === undefined)
  expect([...new Set(deleted.flatMap(({ destinations }) => destinations))].sort()).toEqual([
    'Service shop/web-pods:8080',
    'Service shop/web:80',
    'pods shop/web:8080',
  ])
})

test('without the option nothing is wider', () => {
  expect(verifyTranslation(translated(false)).differences.filter(({ verdict }) => verdict === 'wider')).toEqual([])
})

test('a config that checks other tokens is not the one that an earlier conversion wrote', () => {
  const { output } = translated(true)
  const files = output.files.map(({ path, text: written, before }) => ({ path, text: written ?? before ?? '' }))
  const again = (change: (text: string) => string) =>
    translate(
      files.map((file) => ({ ...file, text: change(file.text) })),
      { target: 'cilium', options: { assume: ['sidecars-removed'], failOpen: true } },
    ).diagnostics.flatMap(({ code }) => (code === 'US5100' || code === 'US5101' ? [code] : []))
  expect(again((written) => written)).toEqual(['US5100'])
  expect(again((written) => written.replace('issuer: https://issuer.example\n                  localJwks', 'localJwks'))).toEqual([
    'US5101',
  ])
})

test('keys that Envoy may refuse are not written', () => {
  const rsa = { kty: 'RSA', n: 'AQAB', e: 'AQAB' }
  expect(areKnownKeys(JSON.stringify({ keys: [rsa] }))).toBe(true)
  expect(areKnownKeys(JSON.stringify({ keys: [{ kty: 'EC', crv: 'P-256', x: 'AQ', y: 'AQ' }] }))).toBe(true)
  for (const jwks of ['', '{}', '{"keys":[]}', '{"keys":[{}]}', '[]', 'null', JSON.stringify({ keys: [rsa, { ...rsa, n: '+' }] })])
    expect([jwks, areKnownKeys(jwks)]).toEqual([jwks, false])
})
