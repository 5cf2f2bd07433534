import { describe, expect, test } from 'vitest'
import { meaning, plain, read, readPolicy } from '../../../reading.ts'

describe('AuthorizationPolicy', () => {
  test.each([
    ['{}', 'allow'],
    ['{action: ALLOW}', 'allow'],
    ['{action: DENY}', 'deny'],
    ['{action: AUDIT}', 'audit'],
    ['{action: CUSTOM, provider: {name: ext}}', 'external'],
  ])('%s is read with its effect', (spec, effect) => {
    expect(readPolicy(spec).policy.effect).toBe(effect)
  })

  test('names the provider of an external policy', () => {
    expect(readPolicy('{action: CUSTOM, provider: {name: ext}}').policy.provider).toBe('ext')
    expect(readPolicy('{}').policy.provider).toBeUndefined()
  })

  test('without rules it has none, and an empty rule is one', () => {
    expect(readPolicy('{}').policy.rules).toEqual([])
    expect(readPolicy('{rules: [{}]}').policy.rules).toHaveLength(1)
  })

  test.each([
    ['{}', {}],
    ['{selector: {}}', { emptySelector: 'without-labels' }],
    ['{selector: {matchLabels: {}}}', { emptySelector: 'empty-labels' }],
  ])('%s holds for the namespace', (spec, empty) => {
    expect(readPolicy(spec).policy.attachment).toEqual({ scope: 'namespace', namespace: 'foo', ...empty })
    expect(readPolicy(spec, { rootNamespace: 'foo' }).policy.attachment).toEqual({ scope: 'mesh', ...empty })
  })

  test('a selector is limited to the namespace, except in the root namespace', () => {
    const spec = '{selector: {matchLabels: {app: x}}}'
    expect(plain(readPolicy(spec).policy.attachment)).toEqual({
      scope: 'workloads',
      namespace: 'foo',
      labels: { app: 'x' },
      place: 'spec.selector',
    })
    expect(meaning(readPolicy(spec, { rootNamespace: 'foo' }).policy.attachment)).toEqual({ scope: 'workloads', labels: { app: 'x' } })
  })

  test('targetRefs of every kind are told apart', () => {
    const refs = [
      '{group: "", kind: Service, name: a}',
      '{group: core, kind: Service, name: b}',
      '{group: networking.istio.io, kind: ServiceEntry, name: c}',
      '{group: gateway.networking.k8s.io, kind: Gateway, name: d}',
      '{group: gateway.networking.k8s.io, kind: GatewayClass, name: e}',
      '{group: x.io, kind: Service, name: f}',
    ]
    const { attachment } = readPolicy(`{targetRefs: [${refs.join(', ')}]}`).policy
    expect(attachment.scope === 'targets' && attachment.targets.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'Service a',
      'Service b',
      'ServiceEntry c',
      'Gateway d',
      'GatewayClass e',
      'other f',
    ])
    expect(attachment.scope === 'targets' && plain(attachment.targets[1]!.place)).toBe('spec.targetRefs[1]')
  })

  test('targetRef counts only without targetRefs', () => {
    const old = '{group: gateway.networking.k8s.io, kind: Gateway, name: old}'
    expect(meaning(readPolicy(`{targetRef: ${old}}`).policy.attachment)).toEqual({
      scope: 'targets',
      namespace: 'foo',
      targets: [{ kind: 'Gateway', name: 'old' }],
    })
    const both = meaning(readPolicy(`{targetRef: ${old}, targetRefs: [{kind: Service, name: new}]}`).policy.attachment)
    expect(both).toMatchObject({ targets: [{ kind: 'Service', name: 'new' }] })
  })

  test.each([
    ['true', true, []],
    ['T', true, []],
    ['false', false, []],
    ['yes', false, ['US2012']],
  ])('dry-run %s', (value, dryRun, expected) => {
    const { mesh, codes } = read(
      `apiVersion: security.istio.io/v1beta1\nkind: AuthorizationPolicy\nmetadata: {name: p, annotations: {istio.io/dry-run: "${value}"}}\n`,
    )
    expect(mesh.authorization[0]?.dryRun).toBe(dryRun)
    expect(codes).toEqual(expected)
  })

  test('keeps labels, annotations and the place of the object', () => {
    const { mesh } = read(
      'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: p, labels: {a: b}, annotations: {c: d}}\nspec: {}\n',
    )
    expect(mesh.authorization[0]).toMatchObject({ name: 'p', namespace: 'prod', labels: { a: 'b' }, annotations: { c: 'd' } })
    expect(mesh.authorization[0]?.place.field('spec').span.line).toBe(4)
  })
})
