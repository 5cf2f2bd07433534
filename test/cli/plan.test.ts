import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { longSearchText } from '../../src/report/plan/report.ts'
import { planReportSchema } from '../../src/report/plan/schema.ts'
import { runCli, workIn } from './run-cli.ts'

const outlived = resolve('golden/cilium-enrolment/routes-before-restarts/input')

const texts = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [join(entry.parentPath, entry.name), readFileSync(join(entry.parentPath, entry.name), 'utf8')])
      .sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  )

describe('plan', () => {
  test('prints waves and steps on 80 columns, and says what is denied for the time being', async () => {
    workIn('shop')
    const { code, stdout, stderr } = await runCli('plan', 'shop', '--to', 'ambient')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('Wave 1, pilot: shop (7 workloads)')
    expect(stdout).toContain('none allows what the start denies')
    expect(stdout).toMatch(/for the time being \d+ parts of the traffic are denied/)
    expect(stdout).toContain('Wave 2, hardening: what only sidecars needed')
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  test('with --pseudonymise no name of the input is printed, and nothing is written that would need them', async () => {
    workIn('shop')
    const { code, stdout, stderr } = await runCli('plan', 'shop', '--to', 'ambient', '--pseudonymise', '--verbose')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('Wave 1, pilot: namespace-1 (7 workloads)')
    expect(`${stdout}${stderr}`).not.toMatch(/shop|checkout|orders/)
    const refused = await runCli('plan', 'shop', '--to', 'ambient', '--pseudonymise', '--output-dir', 'rollout')
    expect([refused.code, existsSync('rollout')]).toEqual([2, false])
    expect(refused.stderr).toContain('--pseudonymise is for reports')
  })

  test('as JSON follows its schema, with the commands of each step and of its way back', async () => {
    workIn('shop')
    const { stdout } = await runCli('plan', 'shop', '--to', 'ambient', '-o', 'json')
    const { waves, opensOnTheWay, search } = planReportSchema.parse(JSON.parse(stdout))
    expect([opensOnTheWay, search.exhaustive]).toEqual([false, true])
    const steps = waves.flatMap((wave) => wave.steps)
    const kinds = steps.flatMap((step) => step.kinds)
    expect(kinds.indexOf('ready')).toBe(0)
    expect(kinds.indexOf('policies')).toBeLessThan(kinds.indexOf('enrol'))
    expect(kinds.at(-1)).toBe('delete')
    const enrol = steps.find((step) => step.kinds.includes('enrol'))
    expect(enrol?.commands.at(-1)).toContain('rollout restart deployment/cart-v1')
    expect(enrol?.rollback[0]).toMatch(/^kubectl patch .* --patch-file wave-01-shop\/\d-enrol\/.*\.undo$/)
    expect(steps.flatMap((step) => step.checks)).toContain(
      'kubectl wait --for=condition=Programmed --timeout=5m -n shop gateway.v1.gateway.networking.k8s.io/waypoint',
    )
  })

  test('writes the same folder twice, in which every file that a command names is there', async () => {
    workIn('shop')
    await runCli('plan', 'shop', '--to', 'ambient', '--output-dir', 'rollout')
    const first = texts('rollout')
    const { code, stderr } = await runCli('plan', 'shop', '--to', 'ambient', '--output-dir', 'rollout')
    expect([code, stderr]).toEqual([0, '0 files written to rollout\n'])
    expect(texts('rollout')).toEqual(first)
    const scripts = Object.entries(first).filter(([path]) => path.endsWith('.sh'))
    expect(scripts).toHaveLength(6)
    const named = scripts.flatMap(([, text]) => [...text.matchAll(/(?:-f|--patch-file) (wave\S+)/g)].map((match) => match[1] ?? ''))
    expect(named.length).toBeGreaterThan(10)
    expect(named.filter((path) => !existsSync(join('rollout', path)))).toEqual([])
    // kubectl apply -R -f rollout reads none of it.
    expect(Object.keys(first).filter((path) => /\.(ya?ml|json)$/.test(path))).toEqual([])
  })

  test('its patches of the source lead, one after the other, to exactly what convert writes, and back', async () => {
    workIn('shop')
    const start = texts('shop')
    await runCli('plan', 'shop', '--to', 'ambient', '--output-dir', 'rollout')
    await runCli('convert', 'shop', '--to', 'ambient', '--output-dir', 'converted')
    const patches = Object.keys(texts('rollout')).filter((path) => path.endsWith('source.patch'))
    expect(patches).toHaveLength(2)
    for (const patch of patches) execFileSync('git', ['apply', patch])
    const manifests = Object.entries(texts('converted')).filter(([path]) => path.endsWith('.yaml'))
    expect(Object.entries(texts('shop')).map(([path, text]) => [path.replace(/^shop/, 'converted'), text])).toEqual(manifests)
    for (const patch of patches.reverse()) execFileSync('git', ['apply', '-R', patch])
    expect(texts('shop')).toEqual(start)
  })

  test('is not written into its own input, nor over files of others', async () => {
    workIn('shop')
    const inside = await runCli('plan', 'shop', '--to', 'ambient', '-d', 'shop/rollout')
    expect([inside.code, existsSync('shop/rollout')]).toEqual([2, false])
    mkdirSync('mine')
    writeFileSync('mine/notes', 'mine')
    const over = await runCli('plan', 'shop', '--to', 'ambient', '-d', 'mine')
    expect([over.code, readdirSync('mine')]).toEqual([2, ['notes']])
  })

  test('refuses a kustomization that would change, where what it builds is not what its files say', async () => {
    workIn('shop')
    writeFileSync('shop/kustomization.yaml', `commonAnnotations: {team: shop}\nresources: [${readdirSync('shop').join(', ')}]\n`)
    const { code, stdout, stderr } = await runCli('plan', 'shop', '--to', 'ambient', '--kustomize', 'off')
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('nothing was planned, because what `shop/kustomization.yaml` builds would change')
  })

  test('takes a kustomization that only gathers files for these files, and names it as what builds them', async () => {
    workIn('shop')
    const files = readdirSync('shop').join(', ')
    writeFileSync('shop/kustomization.yaml', `resources: [${files}]\n`)
    const { code, stdout } = await runCli('plan', 'shop', '--to', 'ambient', '--kustomize', 'off', '-d', 'rollout')
    expect(code).toBe(0)
    expect(stdout).toContain('built by shop/kustomization.yaml')
    // The new file of the waypoint is among its resources once the step is committed.
    expect(readFileSync('rollout/wave-01-shop/1-ready/commit.patch', 'utf8')).toContain(`+resources: [${files}, waypoint-shop.yaml]`)
  })

  test('the commits of its steps lead, one after the other, where the patch of their wave leads', async () => {
    workIn('shop')
    const start = texts('shop')
    await runCli('plan', 'shop', '--to', 'ambient', '--output-dir', 'rollout')
    const all = Object.keys(texts('rollout')).sort()
    const commits = all.filter((path) => path.endsWith('commit.patch'))
    expect(commits).toHaveLength(6)
    for (const patch of commits) execFileSync('git', ['apply', patch])
    for (const patch of all.filter((path) => path.endsWith('source.patch')).reverse()) execFileSync('git', ['apply', '-R', patch])
    expect(texts('shop')).toEqual(start)
  })

  test('says which Application applies what changes, and that it takes back what kubectl changes', async () => {
    workIn('shop')
    const application = (policy: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: store, namespace: argocd}
spec:
  project: default
  source: {repoURL: https://git.example.com/apps.git, path: shop, targetRevision: main}
  destination: {server: https://kubernetes.default.svc}
  syncPolicy: {automated: {${policy}}}
`
    mkdirSync('argo')
    writeFileSync('argo/store.yaml', application('selfHeal: true'))
    const { stdout } = await runCli('plan', 'shop', 'argo', '--to', 'ambient')
    const said = stdout.replaceAll(/\s+/g, ' ')
    expect(said).toContain(
      'Application argocd/store of Argo CD (argo/store.yaml:1:1) applies 14 of 14 changed objects and takes back what kubectl changes: commit the commit.patch of each step in turn, or set spec.syncPolicy.automated.selfHeal: false before apply.sh',
    )
    writeFileSync('argo/store.yaml', application('prune: true'))
    const { waves } = planReportSchema.parse(JSON.parse((await runCli('plan', 'shop', 'argo', '--to', 'ambient', '-o', 'json')).stdout))
    const sources = waves.flatMap(({ steps }) => steps.flatMap(({ source }) => source))
    expect(new Set(sources.map(({ appliedBy }) => appliedBy?.undoes))).toEqual(new Set(['no']))
    expect(sources.find(({ object }) => object === 'Namespace shop')?.at).toEqual([{ file: 'shop/namespace.yaml', line: 6 }])
  })

  test('is written for Argo CD with the repository of the Applications in the input, or that of --repo', async () => {
    workIn('shop')
    const flags = ['shop', '--to', 'ambient', '--format', 'argocd']
    expect((await runCli('plan', ...flags)).stderr).toContain('--format argocd needs an --output-dir below the current folder')
    expect((await runCli('plan', ...flags, '-d', '../out')).code).toBe(2)
    expect((await runCli('plan', 'shop', '--to', 'ambient', '--repo', 'https://git.example.com/x.git')).code).toBe(2)
    expect((await runCli('plan', ...flags, '-d', 'rollout')).stderr).toContain('--format argocd needs --repo URL')
    const { code } = await runCli('plan', ...flags, '-d', './rollout/', '--repo', 'https://git.example.com/x.git')
    expect(code).toBe(0)
    const application = readFileSync('rollout/wave-01-shop/1-ready/application', 'utf8')
    expect(application).toContain(
      'repoURL: https://git.example.com/x.git\n    targetRevision: HEAD\n    path: rollout/wave-01-shop/1-ready\n',
    )
    expect(readFileSync('rollout/wave-01-shop/apply.sh', 'utf8')).toContain('kubectl -n argocd apply -f wave-01-shop/1-ready/application\n')
  })

  test('says that nothing can move yet where everything is held back', async () => {
    workIn('shop')
    writeFileSync('shop/kustomization.yaml', `namePrefix: a-\nresources: [${readdirSync('shop').join(', ')}]\n`)
    const { stdout } = await runCli('plan', 'shop', '--to', 'ambient', '--kustomize', 'off')
    expect(stdout).toContain('Moving to ambient: nothing can move yet\n\nIn no wave: 8 objects held back')
    const said = stdout.replaceAll(/\s+/g, ' ')
    expect(said).toMatch(
      /What would help: a decision that is taken first, and then this plan again 1 --assume unread-reviewed \(US3050\): then \d workloads can move/,
    )
  })

  test('does not say that there is nothing to do where what could move is refused', async () => {
    workIn('shop')
    const { code, stdout } = await runCli('plan', 'shop', '--to', 'cilium')
    expect([code, stdout.split('\n')[0]]).toEqual([1, 'Moving to cilium: nothing can move yet'])
    // Nothing is held back by name there: the findings say what waits, and for what.
    expect(stdout).toContain('What would help: a decision that is taken first, and then this plan again\n  1 ')
  })

  test('of a large mesh says first what takes its time', () => {
    const parts = { equal: 1500, wider: 0, narrower: 600, rerouted: 0, undetermined: 0, identified: 0 }
    expect(longSearchText({ parts })).toContain('in about 2100 parts: this may take minutes, and less with fewer --waves')
    expect(longSearchText({ parts: { ...parts, equal: 15 } })).toBeUndefined()
  })

  test('names what is deleted once no pod has a sidecar, as convert does', async () => {
    workIn('shop')
    const flags = [outlived, '--to', 'cilium', '--assume', 'sidecars-removed']
    const { stdout } = await runCli('plan', ...flags)
    const { last } = planReportSchema.parse(JSON.parse((await runCli('plan', ...flags, '-o', 'json')).stdout))
    expect(last?.when).toBe('no pod of the cluster has a sidecar')
    expect(last?.commands.at(-1)).toBe('kubectl delete --ignore-not-found -n mill virtualservice.v1.networking.istio.io/flour')
    expect(stdout).toContain('Once no pod of the cluster has a sidecar\n  kubectl get pods -A')
  })

  test('has nothing to do where nothing moves, and needs a whole number of waves', async () => {
    workIn('shop')
    writeFileSync('empty.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: quiet}\n')
    expect((await runCli('plan', 'empty.yaml', '--to', 'ambient')).stdout).toContain('Moving to ambient: nothing to do')
    expect((await runCli('plan', 'shop', '--to', 'ambient', '--waves', '0')).code).toBe(2)
  })
})
