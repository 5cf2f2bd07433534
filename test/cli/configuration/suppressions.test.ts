import { cpSync, writeFileSync } from 'node:fs'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { isConfiguration } from '../../../src/manifest/disk/configuration-file.ts'
import { runCli, workIn } from '../run-cli.ts'

afterEach(() => vi.unstubAllEnvs())

const readers = 'kind: AuthorizationPolicy, namespace: shop, name: catalog-readers'
const entry = (of: string, expires = '2027-06-30', more = ''): string =>
  `  - {${of}, reason: "only its own clients, by design", expires: ${expires}${more}}\n`

/** The example, and a configuration that suppresses something, on a day. */
function shop(entries: string, day = '2026-11-28'): void {
  workIn('shop')
  writeFileSync('unsidecar.yaml', `to: ambient\nsuppress:\n${entries}`)
  vi.stubEnv('SOURCE_DATE_EPOCH', String(Date.parse(`${day}T12:00:00Z`) / 1000))
}

const json = async (...args: string[]) =>
  JSON.parse((await runCli(...args, '-o', 'json')).stdout) as {
    diagnostics: { code: string; severity: string; object?: string; message: string; file?: string; line?: number }[]
    suppressed?: { code: string; object?: string; reason: string; expires: string; by?: string }[]
  }

const about = (finding: { code: string; object?: string }): string => `${finding.code} ${finding.object}`

describe('a suppression', () => {
  test('hides a finding from lists and annotations, and is counted with its reason', async () => {
    shop(entry(`code: US3001, ${readers}`, '2027-06-30', ', by: the owners of shop'))
    const { diagnostics, suppressed } = await json('convert', 'shop')
    expect(diagnostics.map(about)).not.toContain('US3001 AuthorizationPolicy shop/catalog-readers')
    expect(suppressed).toMatchObject([
      { code: 'US3001', object: 'AuthorizationPolicy shop/catalog-readers', expires: '2027-06-30', by: 'the owners of shop' },
    ])
    expect(suppressed![0]!.reason).toBe('only its own clients, by design')
    const github = (await runCli('convert', 'shop', '-o', 'github')).stdout
    expect(github).not.toContain('catalog-readers')
    expect(github).toContain('; 1 suppressed by unsidecar.yaml')
    for (const output of ['sarif', 'gitlab'])
      expect((await runCli('convert', 'shop', '-o', output)).stdout).not.toContain('`catalog-readers` has here')
    for (const output of ['text', 'markdown', 'html']) {
      const { stdout } = await runCli('diff', 'shop', '-o', output)
      expect(stdout).toContain('1 suppressed by unsidecar.yaml')
      // A difference still says which finding announced it.
      expect(stdout.slice(stdout.indexOf('To decide'))).not.toContain('`catalog-readers` has here')
    }
    expect((await runCli('convert', 'shop')).stderr).toContain('\n  1 suppressed by unsidecar.yaml\n')
  })

  test('changes nothing of what is written, compared and announced', async () => {
    shop(entry(`code: US3001, ${readers}`))
    const [without, suppressing] = [await runCli('convert', 'shop', '--to', 'ambient', '--no-config'), await runCli('convert', 'shop')]
    expect(suppressing.stdout).toBe(without.stdout)
    const verified = (text: string): string | undefined => /^verified: .*$/m.exec(text)?.[0]
    expect(verified(suppressing.stderr)).toBe(verified(without.stderr))
    const differences = async (...args: string[]) =>
      ((await json('verify', 'shop', ...args)) as unknown as { differences: unknown }).differences
    expect(await differences()).toEqual(await differences('--no-config', '--to', 'ambient'))
  })

  test('counts for --fail-on, like a finding that is not there', async () => {
    shop(
      [entry(`code: US3001, ${readers}`), entry('code: US3001, kind: AuthorizationPolicy, namespace: shop, name: payments-callers')].join(
        '',
      ),
    )
    const codes = [await runCli('convert', 'shop', '--fail-on', 'warning')].map(({ code }) => code)
    // US0040 and US3107 are left.
    expect(codes).toEqual([1])
  })

  test('is for one object, and for one field where it says so', async () => {
    shop(entry('code: US3001, kind: AuthorizationPolicy, namespace: other, name: catalog-readers'))
    const other = await json('convert', 'shop')
    expect(other.suppressed).toBeUndefined()
    expect(other.diagnostics).toContainEqual(expect.objectContaining({ code: 'US0214', severity: 'info', file: 'unsidecar.yaml', line: 3 }))
    const [found] = other.diagnostics.filter((one) => about(one) === 'US3001 AuthorizationPolicy shop/catalog-readers')
    writeFileSync('unsidecar.yaml', `to: ambient\nsuppress:\n${entry(`code: US3001, ${readers}, field: spec.action`)}`)
    expect((await json('convert', 'shop')).suppressed).toBeUndefined()
    const { field } = found as unknown as { field: string }
    writeFileSync('unsidecar.yaml', `to: ambient\nsuppress:\n${entry(`code: US3001, ${readers}, field: "${field}"`)}`)
    expect((await json('convert', 'shop')).suppressed).toHaveLength(1)
  })

  test('is for all objects that it does not restrict, and never for errors of objects that it does not name', async () => {
    shop('')
    const hidden = async (of: string) => {
      writeFileSync('unsidecar.yaml', `to: ambient\nsuppress:\n${entry(of)}`)
      const { diagnostics, suppressed = [] } = await json('convert', 'shop')
      return {
        hidden: suppressed.map(about),
        own: diagnostics.filter(({ file }) => file === 'unsidecar.yaml').map(({ message }) => message),
      }
    }
    const both = ['US3001 AuthorizationPolicy shop/catalog-readers', 'US3001 AuthorizationPolicy shop/payments-need-a-token']
    for (const of of ['', ', kind: AuthorizationPolicy', ', namespace: shop', ', kind: AuthorizationPolicy, namespace: shop'])
      expect(await hidden(`code: US3001${of}`)).toEqual({ hidden: both, own: [] })
    expect(await hidden('code: US3001, namespace: shop, name: catalog-readers')).toEqual({ hidden: both.slice(0, 1), own: [] })
    // With a name, no namespace means an object of the cluster.
    for (const [of, objects] of [
      [', name: catalog-readers', '* catalog-readers'],
      [', namespace: other', '* other/*'],
      [', kind: RequestAuthentication', 'RequestAuthentication */*'],
    ])
      expect(await hidden(`code: US3001${of}`)).toEqual({
        hidden: [],
        own: [`there is no US3001 for \`${objects}\` that this entry could suppress`],
      })
    expect((await runCli('config', 'print', 'convert')).stdout).toContain('RequestAuthentication */*')
    const filter =
      'apiVersion: networking.istio.io/v1alpha3\nkind: EnvoyFilter\nmetadata: {name: tap, namespace: shop}\nspec: {configPatches: [{applyTo: HTTP_FILTER, match: {context: SIDECAR_INBOUND}, patch: {operation: REMOVE}}]}\n'
    writeFileSync('shop/filter.yaml', filter)
    writeFileSync('unsidecar.yaml', 'to: ambient\n')
    const found = (await json('convert', 'shop')).diagnostics.find(({ severity, object }) => severity === 'error' && object !== undefined)!
    const [kind, namespace, name] = found.object!.split(/[ /]/)
    for (const of of ['', `, kind: ${kind}`, `, namespace: ${namespace}, name: ${name}`])
      expect(await hidden(`code: ${found.code}${of}`)).toMatchObject({ hidden: [], own: [expect.stringContaining('no US')] })
    expect((await hidden(`code: ${found.code}, kind: ${kind}, namespace: ${namespace}, name: ${name}`)).hidden).toEqual([about(found)])
  })

  test('counts on its last day, is reported 30 days before, and afterwards is an error that fails', async () => {
    shop(entry(`code: US3001, ${readers}`, '2027-01-31', ', by: someone'))
    const found = async (day: string) => {
      vi.stubEnv('SOURCE_DATE_EPOCH', String(Date.parse(`${day}T12:00:00Z`) / 1000))
      const { diagnostics, suppressed = [] } = await json('convert', 'shop')
      const own = diagnostics
        .filter(({ file }) => file === 'unsidecar.yaml')
        .map(({ code, severity, message }) => [code, severity, message])
      return { hidden: suppressed.length, own, code: (await runCli('convert', 'shop', '-q')).code }
    }
    expect(await found('2026-12-31')).toEqual({ hidden: 1, own: [], code: 0 })
    expect(await found('2027-01-01')).toMatchObject({
      hidden: 1,
      own: [['US0213', 'warning', expect.stringContaining('in 30 days')]],
      code: 0,
    })
    expect(await found('2027-01-31')).toMatchObject({ hidden: 1, own: [['US0213', 'warning', expect.stringContaining('today')]], code: 0 })
    expect(await found('2027-02-01')).toMatchObject({
      hidden: 0,
      own: [['US0212', 'error', expect.stringContaining('by design')]],
      code: 1,
    })
  })

  test('hides no difference: what becomes wider is refused as before', async () => {
    workIn('by-hand')
    writeFileSync('unsidecar.yaml', `suppress:\n${entry('code: US3001, kind: PeerAuthentication, namespace: shop, name: default')}`)
    const { code, stdout } = await runCli('diff', 'by-hand/before', '--against', 'by-hand/after')
    expect(code).toBe(1)
    expect(stdout).toContain('WIDER')
  })
})

describe('the file in a folder of manifests', () => {
  test('is not read as a manifest, and that is said', async () => {
    workIn('l4')
    writeFileSync('l4/unsidecar.yaml', 'to: ambient\n')
    process.chdir('l4')
    const { code, stdout, stderr } = await runCli('convert', '.', '-v')
    process.chdir('..')
    expect(code).toBe(0)
    expect(stdout).not.toContain('# Source: unsidecar.yaml')
    expect(stderr).toContain('`unsidecar.yaml` is a configuration of unsidecar')
    expect(stderr).toContain('[US0217]')
    expect(stderr).not.toContain('skipped unsidecar.yaml')
  })

  test('changes nothing on the other side of a comparison', async () => {
    workIn('l4')
    cpSync('l4', 'base', { recursive: true })
    writeFileSync('base/unsidecar.yaml', '# options\nto: ambient\nassume:\n- extensions-reviewed\n')
    const { code, stdout } = await runCli('diff', 'base', '--against', 'l4')
    expect(code).toBe(0)
    expect(stdout).toContain('nothing to change')
  })

  test.each([
    ['an object', 'kind: AuthorizationPolicy\n'],
    ['an indented object', '  kind: AuthorizationPolicy\n'],
    ['an object in JSON', '{"kind": "AuthorizationPolicy"}\n'],
    ['a template', 'to: {{ .Values.to }}\n'],
    ['a second document', 'to: ambient\n---\nkind: AuthorizationPolicy\n'],
    ['an object after a carriage return', 'to: ambient\rkind: AuthorizationPolicy\n'],
    ['an object after another end of a line', 'to: ambient\u2028kind: AuthorizationPolicy\n'],
    ['nothing', ''],
  ])('is a manifest, or may be one, where it holds %s', (_, text) => {
    expect(isConfiguration('manifests/unsidecar.yaml', text)).toBe(false)
    expect(isConfiguration('manifests/unsidecar.yaml', 'to: ambient\nsuppress:\n- {code: US3001}\n  # all\n')).toBe(true)
    expect(isConfiguration('manifests/mesh.yaml', 'to: ambient\n')).toBe(false)
  })

  test('is a manifest like any other where it is not the configuration of the run', async () => {
    workIn('l4')
    const policy = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: other, labels: {istio-injection: enabled}}\n'
    writeFileSync('l4/unsidecar.yaml', policy)
    const { stdout } = await runCli('convert', 'l4', '--to', 'ambient')
    expect(stdout).toContain('name: other')
  })
})
