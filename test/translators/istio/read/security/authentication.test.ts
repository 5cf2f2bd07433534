import { describe, expect, test } from 'vitest'
import { plain, read } from '../../../reading.ts'

const document = (kind: string, spec: string, metadata = '{name: a, namespace: prod}') =>
  `apiVersion: security.istio.io/v1\nkind: ${kind}\nmetadata: ${metadata}\nspec: ${spec}\n`

describe('PeerAuthentication', () => {
  test.each([
    ['{}', 'unset'],
    ['{mtls: {}}', 'unset'],
    ['{mtls: {mode: UNSET}}', 'unset'],
    ['{mtls: {mode: DISABLE}}', 'disable'],
    ['{mtls: {mode: PERMISSIVE}}', 'permissive'],
    ['{mtls: {mode: STRICT}}', 'strict'],
  ])('%s', (spec, mode) => {
    expect(read(document('PeerAuthentication', spec)).mesh.peerAuthentication[0]?.mode).toBe(mode)
  })

  test('port settings are sorted by port', () => {
    const { mesh } = read(
      document(
        'PeerAuthentication',
        '{selector: {matchLabels: {app: x}}, mtls: {mode: STRICT}, portLevelMtls: {"9090": {mode: PERMISSIVE}, "80": {mode: DISABLE}, "81": {}}}',
      ),
    )
    expect(plain(mesh.peerAuthentication[0]?.ports)).toEqual([
      { port: 80, mode: 'disable', place: 'spec.portLevelMtls["80"]' },
      { port: 81, mode: 'unset', place: 'spec.portLevelMtls["81"]' },
      { port: 9090, mode: 'permissive', place: 'spec.portLevelMtls["9090"]' },
    ])
    expect(plain(mesh.peerAuthentication[0]?.modePlace)).toBe('spec.mtls.mode')
  })

  test('a selector in the root namespace is reported', () => {
    const metadata = '{name: a, namespace: istio-system}'
    expect(read(document('PeerAuthentication', '{selector: {matchLabels: {app: x}}}', metadata)).codes).toEqual(['US2013'])
    expect(read(document('PeerAuthentication', '{selector: {}}', metadata)).codes).toEqual([])
  })

  test('keeps the time of creation', () => {
    const { mesh } = read(document('PeerAuthentication', '{}', '{name: a, namespace: prod, creationTimestamp: "2024-01-01T00:00:00Z"}'))
    expect(mesh.peerAuthentication[0]?.creationTimestamp).toBe('2024-01-01T00:00:00Z')
  })
})

describe('RequestAuthentication', () => {
  const issuer = (rule: string) => {
    const { mesh } = read(document('RequestAuthentication', `{jwtRules: [${rule}]}`))
    return plain(mesh.requestAuthentication[0]?.issuers[0])
  }

  test('what a rule leaves out has its default', () => {
    expect(issuer('{issuer: i}')).toEqual({
      issuer: 'i',
      audiences: [],
      keys: { kind: 'discovery' },
      locations: [],
      required: false,
      forwardToken: false,
      claimHeaders: [],
      spaceDelimitedClaims: [],
      place: 'spec.jwtRules[0]',
    })
  })

  test('every field is read', () => {
    expect(
      issuer(
        '{issuer: i, audiences: [a, b], jwksUri: "https://k", fromHeaders: [{name: x, prefix: "T "}, {name: z}], fromParams: [q], fromCookies: [c], forwardOriginalToken: true, outputPayloadToHeader: p, outputClaimToHeaders: [{header: h, claim: g}], spaceDelimitedClaims: [roles], timeout: 3s}',
      ),
    ).toEqual({
      issuer: 'i',
      audiences: ['a', 'b'],
      keys: { kind: 'uri', uri: 'https://k' },
      locations: [
        { in: 'header', name: 'x', prefix: 'T ' },
        { in: 'header', name: 'z' },
        { in: 'query', name: 'q' },
        { in: 'cookie', name: 'c' },
      ],
      required: false,
      forwardToken: true,
      payloadHeader: 'p',
      claimHeaders: [{ header: 'h', claim: 'g' }],
      spaceDelimitedClaims: ['roles'],
      timeout: '3s',
      place: 'spec.jwtRules[0]',
    })
  })

  test('keys come from either spelling of the URI, or from the rule itself', () => {
    expect(issuer('{issuer: i, jwks_uri: "https://k"}')).toMatchObject({ keys: { kind: 'uri', uri: 'https://k' } })
    expect(issuer('{issuer: i, jwks: "{}"}')).toMatchObject({ keys: { kind: 'inline', jwks: '{}' } })
  })

  test('attaches as authorization does', () => {
    const attachment = (spec: string, namespace = 'prod') =>
      read(document('RequestAuthentication', spec, `{name: a, namespace: ${namespace}}`)).mesh.requestAuthentication[0]?.attachment.scope
    expect(attachment('{selector: {}}')).toBe('namespace')
    expect(attachment('{}', 'istio-system')).toBe('mesh')
    expect(attachment('{selector: {matchLabels: {a: b}}}')).toBe('workloads')
    expect(attachment('{targetRefs: [{kind: Service, name: s}]}')).toBe('targets')
    expect(attachment('{targetRef: {kind: Service, name: s}}')).toBe('targets')
  })
})
