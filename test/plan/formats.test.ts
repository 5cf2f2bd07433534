import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { identityOf } from '../../src/manifest/edit/objects-to-add.ts'
import type { InputFile } from '../../src/manifest/input-file.ts'
import { loadManifests } from '../../src/manifest/load.ts'
import { formattedRollout, type RolloutFormat } from '../../src/plan/formats/rollout.ts'
import { jsonPatch } from '../../src/plan/json-patch.ts'
import { planOf } from '../../src/plan/plan.ts'
import { planFolder } from '../../src/report/plan/folder.ts'
import { translate } from '../../src/translate.ts'
import type { TranslationRequest } from '../../src/translation.ts'
import { verifyTranslation } from '../../src/verify/verify.ts'
import { kustomizeVersion, realKustomize } from '../verify/kustomize/real-kustomize.ts'
import { goldenCases } from './cases.ts'
import { enrolledNamespace, plainDeployment } from './enrolled-namespace.ts'
import { afterStep, type Objects, objectsOf } from './followed.ts'

const argocd: RolloutFormat = {
  name: 'argocd',
  repoURL: 'https://git.example.com/mesh.git',
  targetRevision: 'main',
  namespace: 'argocd',
  project: 'default',
  path: 'rollout',
}

function written(input: readonly InputFile[], request: TranslationRequest, format: RolloutFormat) {
  const translation = translate(input, request)
  const plan = planOf(translation, verifyTranslation(translation))
  const report = { ...plan, translation, rollout: formattedRollout(plan.waves, format) }
  return { files: planFolder(report), plan, translation, report }
}

const pond = `${enrolledNamespace('pond')}---
apiVersion: v1
kind: Service
metadata: {name: frog, namespace: pond}
spec: {selector: {app: frog}, ports: [{name: http, port: 80}]}
---
${plainDeployment('frog', 'pond')}---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: readers, namespace: pond}
spec:
  selector: {matchLabels: {app: frog}}
  rules: [{from: [{source: {namespaces: [pond]}}], to: [{operation: {methods: [GET]}}]}]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: no-toads, namespace: pond}
spec:
  action: DENY
  selector: {matchLabels: {app: frog}}
  rules: [{from: [{source: {principals: [cluster.local/ns/pond/sa/toad]}}], to: [{operation: {ports: ["80"]}}]}]
`

describe('the files of a rollout', () => {
  for (const format of [{ name: 'kubectl' }, { name: 'kustomize' }, argocd] as const)
    test(`as ${format.name} are those of the golden, and every file that a command names is there`, async () => {
      const { files } = written([{ path: 'pond.yaml', text: pond }], { target: 'ambient' }, format)
      const text = [...files]
        .filter(([path]) => path !== 'plan.txt' && !path.endsWith('.patch'))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, content]) => `=== ${path}\n${content}`)
        .join('')
      await expect(text).toMatchFileSnapshot(`formats/${format.name}.txt`)
      const named = [...text.matchAll(/ (?:-f|-k|--patch-file) (\S{2,})/g)].map((match) => match[1]!)
      expect(named.length).toBeGreaterThan(3)
      expect(named.filter((path) => !files.has(path) && !files.has(`${path}/kustomization.yaml`))).toEqual([])
      // kubectl apply -R -f rollout would apply every wave at one time.
      expect([...files.keys()].filter((path) => /\.(ya?ml|json)$/.test(path) && !path.endsWith('/kustomization.yaml'))).toEqual([])
    })
})

describe('the scripts of a rollout whose steps apply all that is there', () => {
  /** A `kubectl` that keeps the record of the rollout in a file, prints what else it is asked, and fails at the command in FAILS. */
  const stub = `#!/bin/sh
case "$*" in
  *'get configmap'*) cat "$RECORD" 2>/dev/null || true ;;
  *'create configmap'*) for one in "$@"; do case $one in --from-literal=begun=*) printf %s "\${one#--from-literal=begun=}" > "$RECORD" ;; esac; done ;;
  'apply -f -') ;;
  *) echo "kubectl $*" ; case "$*" in *"$FAILS"*) exit 1 ;; esac ;;
esac
`
  const planned = (text: string) => written([{ path: 'pond.yaml', text }], { target: 'ambient' }, { name: 'kustomize' }).files
  const first = planned(pond)
  const cluster = () => {
    const folder = mkdtempSync(join(tmpdir(), 'unsidecar-scripts-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    return folder
  }
  const lay = (files = first, record = join(cluster(), 'record')) => {
    const root = cluster()
    for (const [path, text] of new Map([...files, ['bin/kubectl', stub]])) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      // What is asked of the cluster beforehand is not of the rollout.
      writeFileSync(join(root, path), text.replace(/^# Nothing begins before this is so\.\n(?:.+\n)*/m, ''), { mode: 0o755 })
    }
    const run = (script: string, fails = 'nothing') => {
      const env = { ...process.env, PATH: `${join(root, 'bin')}:${process.env.PATH}`, RECORD: record, FAILS: fails }
      const { stdout, status } = spawnSync('sh', [join(root, 'wave-01-pond', script)], { encoding: 'utf8', env })
      return { status, applied: [...stdout.matchAll(/apply -k (\S+)/g)].map((match) => match[1]!.replace('wave-01-pond/', '')) }
    }
    return run
  }

  test('do no earlier step again over a later one, and go on at the one that failed', () => {
    const run = lay()
    expect(run('apply.sh', 'apply -k wave-01-pond/3-rewrite')).toEqual({
      status: 1,
      applied: ['base', '1-ready', '2-policies', '3-rewrite'],
    })
    expect(run('apply.sh')).toEqual({ status: 0, applied: ['3-rewrite', '4-enrol'] })
    expect(run('apply.sh')).toEqual({ status: 0, applied: ['4-enrol'] })
    expect(run('rollback.sh')).toEqual({ status: 0, applied: ['4-enrol-back', '3-rewrite', '2-policies', '1-ready', 'base'] })
  })

  test('take back only what has begun', () => {
    const run = lay()
    run('apply.sh', 'apply -k wave-01-pond/2-policies')
    expect(run('rollback.sh')).toEqual({ status: 0, applied: ['1-ready', 'base'] })
    expect(run('rollback.sh')).toEqual({ status: 0, applied: [] })
  })

  test('begin a rollout that was planned again on the way, and take back the one before it only after that one', () => {
    const record = join(cluster(), 'record')
    const [run, again] = [lay(first, record), lay(planned(pond.replace('methods: [GET]', 'methods: [GET, HEAD]')), record)]
    const whole = ['base', '1-ready', '2-policies', '3-rewrite', '4-enrol']
    expect(run('apply.sh')).toEqual({ status: 0, applied: whole })
    expect(again('apply.sh')).toEqual({ status: 0, applied: whole })
    expect([run('apply.sh'), run('rollback.sh')]).toEqual([
      { status: 1, applied: [] },
      { status: 1, applied: [] },
    ])
    expect(again('rollback.sh').status).toBe(0)
    expect(run('apply.sh')).toEqual({ status: 0, applied: ['4-enrol'] })
    expect(run('rollback.sh').applied.at(-1)).toBe('base')
    expect(readFileSync(record, 'utf8')).toBe('')
  })
})

describe('a JSON patch', () => {
  test('adds, removes and replaces by path, and lists as a whole', () => {
    expect(
      jsonPatch({ a: { 'x/y': 1, list: [1, 2], gone: 1 }, same: [1] }, { a: { 'x/y': 2, list: [2] }, same: [1], 'n~w': { b: 1 } }),
    ).toEqual([
      { op: 'replace', path: '/a/x~1y', value: 2 },
      { op: 'replace', path: '/a/list', value: [2] },
      { op: 'remove', path: '/a/gone' },
      { op: 'add', path: '/n~0w', value: { b: 1 } },
    ])
  })
})

const kustomize = realKustomize()
const leftOut = 'missing' in kustomize ? ` (left out: ${kustomize.missing})` : ''

describe.skipIf(leftOut !== '')(`builds of kustomize ${kustomizeVersion}${leftOut}`, () => {
  const build = (root: string, folder: string): Objects => {
    const { stdout, stderr, status } = spawnSync('path' in kustomize ? kustomize.path : '', ['build', join(root, folder)], {
      encoding: 'utf8',
    })
    expect([folder, status, stderr]).toEqual([folder, 0, ''])
    return objectsOf([{ path: 'built.yaml', text: stdout }])
  }
  const orderOf = (root: string, folder: string) => {
    const { stdout } = spawnSync('path' in kustomize ? kustomize.path : '', ['build', join(root, folder)], { encoding: 'utf8' })
    return loadManifests([{ path: 'built.yaml', text: stdout }]).objects.map(({ ref }) => identityOf(ref))
  }
  const laid = (files: ReadonlyMap<string, string>): string => {
    const root = mkdtempSync(join(tmpdir(), 'unsidecar-rollout-'))
    onTestFinished(() => rmSync(root, { recursive: true, force: true }))
    for (const [path, text] of files) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    return root
  }

  for (const { name, input, targets, request } of goldenCases)
    for (const target of targets)
      test(`${name}, to ${target}: each folder builds the objects that its step leaves, the new ones first`, () => {
        const { files, plan, translation } = written(input, request(target), { name: 'kustomize' })
        if (plan.waves.length === 0) return
        const root = laid(files)
        const steps = plan.waves.flatMap((wave) => wave.steps)
        const touched = new Set(
          steps.flatMap(({ contents: { added, patched, removed } }) =>
            [...added, ...patched, ...removed].map(({ ref }) => identityOf(ref)),
          ),
        )
        const remade = new Set(steps.flatMap(({ contents }) => contents.remade.map(({ ref }) => identityOf(ref))))
        const shown = (objects: Objects) =>
          Object.fromEntries(Object.entries(objects).filter(([identity]) => touched.has(identity) && !remade.has(identity)))
        let objects = objectsOf(input, translation.defaultNamespace)
        expect(build(root, 'base')).toEqual(shown(objects))
        for (const { commands, rounds } of steps) {
          const before = objects
          for (const [index, round] of rounds.entries()) {
            objects = afterStep(objects, round)
            const folder = rounds.length === 1 ? commands.folder : `${commands.folder}/${index + 1}`
            expect(build(root, folder)).toEqual(shown(objects))
            const added = round.added.map(({ ref }) => identityOf(ref))
            expect(orderOf(root, folder).slice(0, added.length)).toEqual(added)
          }
          if (commands.restarts.on.length === 0) continue
          // Half of the way back: as before, but that pods without sidecars are still captured, and nothing is deleted yet.
          const back = build(root, `${commands.folder}-back`)
          expect(Object.keys(back).sort()).toEqual([...new Set([...Object.keys(shown(before)), ...Object.keys(shown(objects))])].sort())
        }
      })

  test('of Argo CD have sync waves where the order of new objects matters, and no other difference', () => {
    const { files, plan } = written([{ path: 'pond.yaml', text: pond }], { target: 'ambient' }, argocd)
    const root = laid(files)
    const synced = [...files.keys()].filter((path) => path.endsWith('-sync/kustomization.yaml')).map(dirname)
    const ordered = plan.waves
      .flatMap((wave) => wave.steps)
      .filter(({ contents }) => new Set(contents.added.map(({ value }) => (value.spec as { action?: string }).action)).size > 1)
    expect(synced).toEqual(ordered.map(({ commands }) => `${commands.folder}-sync`))
    for (const folder of synced) {
      const waves = Object.entries(build(root, folder)).flatMap(([identity, value]) => {
        const { metadata } = value as { metadata: { annotations?: Record<string, string> } }
        const wave = metadata.annotations?.['argocd.argoproj.io/sync-wave']
        return wave === undefined ? [] : [[identity, wave]]
      })
      expect(waves.length).toBeGreaterThan(1)
    }
  })
})
