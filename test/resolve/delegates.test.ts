import { describe, expect, it } from 'vitest'
import type { MeshSettings } from '../../src/model/settings.ts'
import { flattenDelegates } from '../../src/resolve/delegates.ts'
import { plain, read, virtualService } from '../translators/reading.ts'

/** The root `prod/root` delegates to `team/leaf`. */
function flatten(root: string, leaf: string, leafExtras = '', settings: Partial<MeshSettings> = {}) {
  const { mesh } = read(
    [
      virtualService(
        `hosts: [web]\nhttp:\n- {delegate: {name: leaf, namespace: team}${root === '' ? '' : `, ${root}`}}\n- {name: last, redirect: {uri: /}}`,
        '{name: root}',
      ),
      virtualService(`${leafExtras}\nhttp:\n- ${leaf}`, '{name: leaf, namespace: team}'),
    ].join('---\n'),
    settings,
  )
  const table = mesh.routes.find(({ name }) => name === 'root')
  if (table === undefined) throw new Error('no root')
  const flat = flattenDelegates(table, mesh)
  return { ...flat, rules: flat.table.http, codes: flat.diagnostics.map(({ code }) => code) }
}

const route = 'route: [{destination: {host: reviews}}]'

describe('flattening delegates', () => {
  it("puts the delegate's rules in the place of the rule that delegates", () => {
    const { rules, codes, complete } = flatten('name: outer', `{name: inner, ${route}}`)
    expect(rules.map(({ name }) => name)).toEqual(['outer-inner', 'last'])
    expect(codes).toEqual([])
    expect(complete).toBe(true)
  })

  it('leaves a table without delegates alone', () => {
    const { mesh } = read(virtualService(`hosts: [web]\nhttp: [{${route}}]`))
    expect(flattenDelegates(mesh.routes[0]!, mesh).table).toBe(mesh.routes[0])
  })

  it("completes short hosts with the delegate's namespace", () => {
    const { rules } = flatten('mirror: {host: copy}', `{${route}, mirrors: [{destination: {host: second}}]}`)
    expect(rules[0]?.action).toMatchObject({
      kind: 'forward',
      backends: [{ host: 'reviews.team.svc.cluster.local' }],
      mirrors: [{ host: 'copy' }, { host: 'second.team.svc.cluster.local' }],
    })
  })

  it('inherits what the delegate leaves out', () => {
    const inherited =
      'rewrite: {uri: /x}, timeout: 1s, retries: {attempts: 1}, fault: {abort: {httpStatus: 500}}, corsPolicy: {}, headers: {request: {set: {a: b}}}'
    expect(flatten(inherited, `{${route}}`).rules[0]?.action).toMatchObject({
      rewrite: { path: { value: '/x' } },
      timeoutMs: 1000,
      retries: { attempts: 1 },
      fault: { abort: { httpStatus: 500 } },
      cors: { unmatchedPreflights: 'forward' },
      requestHeaders: { set: [{ name: 'a' }] },
    })
  })

  it("lets the delegate's own word count, a timeout of zero included", () => {
    const root = 'timeout: 1s, retries: {attempts: 1}, headers: {request: {set: {a: b}}}'
    const { action } = flatten(root, `{${route}, timeout: 0s, retries: {attempts: 5}, headers: {response: {set: {c: d}}}}`).rules[0]!
    expect(action).toMatchObject({ retries: { attempts: 5 }, responseHeaders: { set: [{ name: 'c' }] } })
    expect(action).not.toHaveProperty('timeoutMs')
    expect(action).not.toHaveProperty('requestHeaders')
    expect(action).not.toHaveProperty('delegate')
  })

  it('hands a share of mirrored traffic down apart from the mirror', () => {
    expect(flatten('mirrorPercentage: {value: 5}', `{${route}, mirror: {host: copy}}`).rules[0]?.action.mirrors).toMatchObject([
      { host: 'copy.team.svc.cluster.local', percent: 5 },
    ])
  })

  it('inherits a direct response but no redirect', () => {
    expect(flatten('directResponse: {status: 503}', `{${route}}`).rules[0]?.action).toMatchObject({
      kind: 'respond',
      response: { status: 503 },
    })
    expect(flatten('redirect: {uri: /x}', `{${route}}`).rules[0]?.action).toMatchObject({ kind: 'forward' })
    expect(flatten('redirect: {uri: /x}', `{${route}}`).rules[0]?.action).not.toHaveProperty('redirect')
  })
})

describe('a merged rule', () => {
  const action = (root: string, leaf = '') => flatten(root, `{${route}${leaf}}`).rules[0]!.action

  it('has no fields that neither side writes', () => {
    expect(Object.keys(action('')).sort()).toEqual(['backends', 'kind', 'mirrors'])
    const { rules } = flatten('', `{${route}}`)
    expect(rules[0]).not.toHaveProperty('name')
    expect(flatten('name: outer', `{${route}}`).rules[0]?.name).toBe('outer')
    expect(flatten('', `{name: inner, ${route}}`).rules[0]?.name).toBe('inner')
  })

  it('takes over operations on the response with those on the request', () => {
    const headers = 'headers: {response: {set: {a: b}}}'
    expect(action(headers)).toMatchObject({ responseHeaders: { set: [{ name: 'a' }] } })
    expect(action(headers)).not.toHaveProperty('requestHeaders')
    expect(action(headers, ', headers: {request: {remove: [c]}}')).not.toHaveProperty('responseHeaders')
    expect(action('headers: {request: {set: {a: b}}}', ', headers: {request: {remove: [c]}}')).toMatchObject({
      requestHeaders: { set: [] },
    })
  })

  it('takes over a timeout with its place', () => {
    expect(plain(action('timeout: 1s').timeoutPlace)).toBe('spec.http[0].timeout')
    expect(action('timeout: 0s')).not.toHaveProperty('timeoutMs')
    expect(plain(action('timeout: 0s').timeoutPlace)).toBe('spec.http[0].timeout')
    expect(action('timeout: 1s', ', timeout: 2s')).toMatchObject({ timeoutMs: 2000 })
  })

  it('is what the delegate does, but for a direct response of the root', () => {
    const redirect = 'redirect: {uri: /x}'
    expect(flatten('directResponse: {status: 503}', `{${redirect}}`).rules[0]?.action).toMatchObject({ kind: 'redirect', redirect: {} })
    expect(flatten('', `{${redirect}}`).rules[0]?.action.kind).toBe('redirect')
    expect(flatten('', '{directResponse: {status: 404}}').rules[0]?.action).toMatchObject({ kind: 'respond', response: { status: 404 } })
  })

  it('has the single mirror and the list of mirrors, each of the delegate where it has one', () => {
    const mirrors = (root: string, leaf = '') => action(root, leaf).mirrors.map(({ host, percent }) => `${host.split('.')[0]} ${percent}`)
    const [single, list] = ['mirror: {host: one}', 'mirrors: [{destination: {host: two}, percentage: {value: 20}}]']
    expect(mirrors('')).toEqual([])
    expect(mirrors(single)).toEqual(['one 100'])
    expect(mirrors(list)).toEqual(['two 20'])
    expect(mirrors(`${single}, ${list}`)).toEqual(['one 100', 'two 20'])
    expect(mirrors(`${single}, ${list}`, ', mirrors: [{destination: {host: three}}]')).toEqual(['one 100', 'three 100'])
    expect(mirrors(`${single}, ${list}`, ', mirror: {host: four}, mirrorPercentage: {value: 5}')).toEqual(['four 5', 'two 20'])
    expect(mirrors(`${single}, mirrorPercentage: {value: 7}`)).toEqual(['one 7'])
    expect(mirrors(`${single}, mirrorPercentage: {value: 7}`, ', mirrorPercentage: {value: 9}')).toEqual(['one 9'])
  })
})

describe('delegates that are left out', () => {
  const found = (...parts: Parameters<typeof flatten>) => {
    const { diagnostics } = flatten(...parts)
    return diagnostics.map(({ message, place, related }) => [
      message,
      plain(place),
      ...related.map((one) => `${one.message}: ${plain(one.place)}`),
    ])
  }

  it('are named, with the rule that asks for them', () => {
    expect(found('', `{${route}}`, 'exportTo: [x]')).toMatchObject([
      [expect.stringMatching(/`team\/leaf`.*`prod`/), 'spec.http[0].delegate', 'the delegate: '],
    ])
    expect(found('match: [{port: 80}]', `{match: [{port: 81}], ${route}}`)).toMatchObject([
      [expect.any(String), 'spec.http[0]', 'the rule that delegates: spec.http[0]'],
    ])
    expect(found('', '{delegate: {name: next}}')).toMatchObject([[expect.stringContaining('`team/leaf`'), 'spec.http[0].delegate']])
    expect(found('', `{${route}}`, 'hosts: [other]')).toMatchObject([[expect.stringContaining('`team/leaf`'), 'spec.http[0].delegate']])
  })

  it('are only those of the very name and namespace', () => {
    const others = ['{name: leaf, namespace: prod}', '{name: other, namespace: team}'].map((metadata) =>
      virtualService('http: [{redirect: {uri: /}}]', metadata),
    )
    const { mesh } = read(
      [virtualService('hosts: [web]\nhttp: [{delegate: {name: leaf, namespace: team}}]', '{name: root}'), ...others].join('---\n'),
    )
    const root = mesh.routes.find(({ name }) => name === 'root')!
    expect(flattenDelegates(root, mesh).table.http).toEqual([])
  })

  it('are seen by any of the namespaces that they are exported to', () => {
    expect(flatten('', `{${route}}`, 'exportTo: [x, prod]').codes).toEqual([])
    const { mesh } = read(
      [
        virtualService('hosts: [web]\nhttp: [{delegate: {name: leaf}}]', '{name: root}'),
        virtualService(`exportTo: ["."]\nhttp: [{${route}}]`, '{name: leaf}'),
      ].join('---\n'),
    )
    expect(flattenDelegates(mesh.routes.find(({ name }) => name === 'root')!, mesh).table.http).toHaveLength(1)
  })

  it('when they are not known', () => {
    const { mesh } = read(virtualService('hosts: [web]\nhttp: [{delegate: {name: leaf}}, {redirect: {uri: /}}]'))
    const { table, diagnostics, complete } = flattenDelegates(mesh.routes[0]!, mesh)
    expect(table.http).toHaveLength(1)
    expect(complete).toBe(false)
    expect(diagnostics).toMatchObject([{ code: 'US2105', fate: 'refused' }])
    expect(plain(diagnostics[0]?.place)).toBe('spec.http[0].delegate')
  })

  it('when a VirtualService of that name has hosts', () => {
    expect(flatten('', `{${route}}`, 'hosts: [other]').codes).toEqual(['US2105'])
  })

  it.each([
    ['exportTo: ["."]', {}, ['US2106']],
    ['exportTo: [other]', {}, ['US2106']],
    ['exportTo: [prod]', {}, []],
    ['exportTo: ["*"]', {}, []],
    ['', { routes: ['.'] }, ['US2106']],
    ['', { routes: ['prod'] }, []],
  ])('by %j and the mesh default %j', (exportTo, visibility, codes) => {
    const defaultExportTo = { services: ['*'], routes: ['*'], backendPolicies: ['*'], ...visibility }
    const flat = flatten('', `{${route}}`, exportTo, { defaultExportTo })
    expect(flat.codes).toEqual(codes)
    expect(flat.complete).toBe(true)
    expect(flat.rules).toHaveLength(codes.length === 0 ? 2 : 1)
  })

  it('when they delegate again', () => {
    const { codes, complete } = flatten('', '{delegate: {name: next}}')
    expect(codes).toEqual(['US2108'])
    expect(complete).toBe(false)
  })
})

describe('merging matches', () => {
  it.each([
    ['{uri: {prefix: /a}}', '{uri: {prefix: /a/b}}'],
    ['{uri: {prefix: /a}}', '{uri: {exact: /ab}}'],
    ['{uri: {exact: /a}}', '{uri: {exact: /a}}'],
    ['{uri: {regex: "/a.*"}}', '{method: {exact: GET}}'],
    ['{headers: {x: {exact: "1"}}}', '{headers: {b: {}}}'],
    ['{port: 80}', '{uri: {prefix: /a}}'],
    ['{sourceLabels: {a: b}}', '{sourceLabels: {c: d}}'],
    ['{sourceNamespace: shop}', '{sourceNamespace: shop}'],
    ['{gateways: [mesh, edge]}', '{gateways: [mesh]}'],
  ])('%s lets %s in', (root, leaf) => {
    const { codes, rules } = flatten(`match: [${root}]`, `{match: [${leaf}], ${route}}`)
    expect(codes).toEqual([])
    expect(rules).toHaveLength(2)
  })

  it.each([
    ['{uri: {prefix: /a/b}}', '{uri: {prefix: /a}}'],
    ['{uri: {exact: /a}}', '{uri: {prefix: /a}}'],
    ['{uri: {exact: /a}}', '{uri: {exact: /b}}'],
    ['{uri: {prefix: /a}}', '{uri: {regex: "/a.*"}}'],
    ['{uri: {regex: "/a.*"}}', '{uri: {exact: /a}}'],
    ['{headers: {x: {}}}', '{headers: {x: {exact: "1"}}}'],
    ['{withoutHeaders: {x: {exact: a}}}', '{withoutHeaders: {x: {exact: b}}}'],
    ['{queryParams: {q: {exact: a}}}', '{queryParams: {q: {exact: b}}}'],
    ['{method: {exact: GET}}', '{method: {exact: POST}}'],
    ['{uri: {prefix: /a}, ignoreUriCase: true}', '{uri: {prefix: /a}}'],
    ['{uri: {prefix: /a}, ignoreUriCase: true}', '{headers: {x: {}}}'],
    ['{port: 80}', '{port: 81}'],
    ['{sourceLabels: {a: b}}', '{sourceLabels: {a: c}}'],
    ['{sourceNamespace: shop}', '{uri: {prefix: /a}}'],
    ['{gateways: [mesh]}', '{gateways: [edge]}'],
    ['{gateways: [mesh]}', '{gateways: [mesh, edge]}'],
  ])('%s keeps %s out', (root, leaf) => {
    const { codes, rules } = flatten(`match: [${root}]`, `{match: [${leaf}], ${route}}`)
    expect(codes).toEqual(['US2107'])
    expect(rules).toHaveLength(1)
  })

  it('narrows each match of the delegate to every match of the root that it fits into', () => {
    const root = 'match: [{uri: {prefix: /a}, headers: {x: {exact: "1"}}}, {name: r, uri: {prefix: /a}, port: 80}, {uri: {prefix: /z}}]'
    const { rules } = flatten(root, `{match: [{name: l, uri: {prefix: /a/b}, headers: {b: {}}}], ${route}}`)
    expect(rules[0]?.matches).toMatchObject([
      { name: 'l', predicate: { of: [{ match: { value: '/a/b' } }, { name: 'x' }, { name: 'b' }] } },
      { name: 'r-l', port: 80, predicate: { of: [{ match: { value: '/a/b' } }, { name: 'b' }] } },
    ])
    expect(rules[0]?.matches).toHaveLength(2)
  })

  it('takes over the matches of the only side with matches', () => {
    const match = 'match: [{uri: {prefix: /a}}]'
    expect(flatten(match, `{${route}}`).rules[0]?.matches).toHaveLength(1)
    expect(flatten('', `{${match}, ${route}}`).rules[0]?.matches).toHaveLength(1)
  })

  it('does not evaluate conditions on the client beside gateways of the other side', () => {
    const { rules } = flatten('match: [{sourceLabels: {a: b}}]', `{match: [{gateways: [mesh], uri: {prefix: /a}}], ${route}}`)
    expect(rules[0]?.matches[0]).toMatchObject({
      predicate: { kind: 'path' },
      gateways: ['mesh'],
      unevaluated: [{ kind: 'client-labels' }],
    })
  })

  it('joins conditions on the client', () => {
    const { rules } = flatten(
      'match: [{sourceLabels: {a: b}, sourceNamespace: shop}]',
      `{match: [{sourceLabels: {c: d}, sourceNamespace: shop}], ${route}}`,
    )
    expect(rules[0]?.matches[0]?.predicate).toMatchObject({
      of: [
        { kind: 'client-labels', labels: { a: 'b', c: 'd' } },
        { kind: 'client-namespace', namespace: 'shop' },
      ],
    })
  })
})
