import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProgramBuilder } from '../../../src/cli/kustomize/kustomize-builder.ts'
import type { InputFile } from '../../../src/manifest/input-file.ts'
import { translate } from '../../../src/translate.ts'
import type { Translation, TranslationRequest } from '../../../src/translation.ts'
import { type OpenDifference, translateBuilt } from '../../../src/verify/kustomize/translate-built.ts'
import { compareManifests } from '../../../src/verify/verify.ts'
import { writeFolder } from '../../golden/folder.ts'
import { type GoldenCase, goldenCases } from '../../golden/golden-case.ts'
import { kustomizeVersion, realKustomize } from './real-kustomize.ts'

const kustomize = realKustomize()
const leftOut = 'missing' in kustomize ? ` (left out: ${kustomize.missing})` : ''
/** As the command line does without a list of accepted differences. */
const openDifference: OpenDifference = ({ differences }) => {
  if (differences.some(({ verdict }) => verdict === 'wider')) return 'wider'
  const unannounced = differences.some(
    ({ verdict, announcedBy }) => ['narrower', 'rerouted'].includes(verdict) && announcedBy === undefined,
  )
  return unannounced ? 'unannounced' : undefined
}

/** What only a build tells: which of the cases keep their namespaces where they are although builds are compared. */
const held: Readonly<Record<string, readonly string[]>> = {
  'kustomize/narrowing-overlay': ['books'],
  'kustomize/patched-policy': ['books'],
  'kustomize/component': [],
}

describe.skipIf(leftOut !== '')(`builds of kustomize ${kustomizeVersion}${leftOut}`, () => {
  const before = process.cwd()
  const cases = goldenCases().filter(({ name }) => name.startsWith('kustomize/'))
  let builder: ProgramBuilder
  let folder: string

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'unsidecar-builds-'))
    builder = new ProgramBuilder({ path: 'path' in kustomize ? kustomize.path : '', subcommand: 'build' })
  })

  afterAll(() => {
    process.chdir(before)
    builder.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** The leaves that build before, each with what it builds before and after. */
  function builds(translation: Translation): { leaf: string; before: string; after: ReturnType<ProgramBuilder['build']> }[] {
    const changes = new Map(
      translation.output.files.flatMap(({ path, status, text }) => (status === 'unchanged' ? [] : [[path, text] as const])),
    )
    return translation.input.kustomize.graph.leaves.flatMap(({ file }) => {
      const was = builder.build(file.path, new Map())
      return 'text' in was ? [{ leaf: file.path, before: was.text, after: builder.build(file.path, changes) }] : []
    })
  }

  function checkNotWider(translation: Translation): void {
    for (const { leaf, before: was, after } of builds(translation)) {
      expect(after, `${leaf} builds`).toHaveProperty('text')
      const is = 'text' in after ? after.text : ''
      const { comparison } = compareManifests([{ path: 'build.yaml', text: was }], [{ path: 'build.yaml', text: is }])
      expect(
        comparison.differences.filter(({ verdict }) => verdict === 'wider'),
        leaf,
      ).toEqual([])
    }
  }

  function inFolder(golden: GoldenCase): { input: readonly InputFile[]; request: TranslationRequest } {
    const target = join(folder, golden.name)
    writeFolder(target, new Map(golden.input.map(({ path, text }) => [path, text])))
    process.chdir(target)
    return { input: golden.input, request: golden.request('ambient') }
  }

  for (const golden of cases) {
    test(`${golden.name}: what is written without builds builds as before, and nothing wider`, () => {
      const { input, request } = inFolder(golden)
      checkNotWider(translate(input, request))
    })

    test(`${golden.name}: what is written with builds builds as before, and nothing wider`, () => {
      const { input, request } = inFolder(golden)
      const { translation, broken } = translateBuilt(input, request, builder, openDifference)
      expect(broken).toEqual([])
      checkNotWider(translation)
      const names = held[golden.name]
      if (names === undefined) return
      const kept = translation.mesh.namespaces.filter(
        ({ name }) => !translation.emission.changes.some((change) => change.kind === 'edit' && change.target.name === name),
      )
      expect(kept.map(({ name }) => name)).toEqual(names)
    })
  }

  test('files that are no manifests are there when a build reads them', () => {
    const target = join(folder, 'generated')
    writeFolder(
      target,
      new Map([
        ['kustomization.yaml', 'configMapGenerator:\n- name: settings\n  files: [app.properties, other=conf/a.txt]\n  envs: [.env]\n'],
        ['app.properties', 'level=info\n'],
        ['conf/a.txt', 'text\n'],
        ['.env', 'A=b\n'],
      ]),
    )
    process.chdir(target)
    const result = builder.build('kustomization.yaml', new Map())
    expect(result).toHaveProperty('text')
    expect('text' in result ? result.text : '').toContain('level=info')
  })

  test('a build that needs a network, Helm or a plugin is not made', () => {
    const target = join(folder, 'not-made')
    writeFolder(
      target,
      new Map([
        ['remote/kustomization.yaml', 'resources: [https://example.com/base]\n'],
        ['helm/kustomization.yaml', 'helmCharts:\n- name: istiod\n'],
        ['plugin/kustomization.yaml', 'generators: [exec.yaml]\n'],
        [
          'plugin/exec.yaml',
          'apiVersion: example.com/v1\nkind: Any\nmetadata:\n  name: any\n  annotations:\n    config.kubernetes.io/function: |\n      exec: {path: ./run.sh}\n',
        ],
        ['plugin/run.sh', '#!/bin/sh\ntouch /tmp/unsidecar-plugin-ran\n'],
      ]),
    )
    process.chdir(target)
    expect(builder.build('remote/kustomization.yaml', new Map())).toEqual({
      problem: '`https://example.com/base` is not a file or folder here, and builds use no network',
    })
    expect(builder.build('helm/kustomization.yaml', new Map())).toEqual({ problem: 'it inflates Helm charts' })
    expect(builder.build('plugin/kustomization.yaml', new Map())).toHaveProperty('problem')
  })
})
