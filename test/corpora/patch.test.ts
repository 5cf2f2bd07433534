import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { definitionOf } from '../../src/diagnostics/catalogue.ts'
import { estimateOf } from '../../src/estimate/estimate.ts'
import type { InputFile } from '../../src/manifest/input-file.ts'
import { isManifestSource } from '../../src/manifest/unread/manifest-sources.ts'
import { gitPatch } from '../../src/report/diff/unified-diff.ts'
import { translate } from '../../src/translate.ts'
import { readFolder } from '../golden/folder.ts'
import { goldenCases } from '../golden/golden-case.ts'
import { outputFiles } from '../golden/outcome.ts'
import { corpora, corporaArePresent } from './corpora.ts'

/** All goldens as one tree, which is there on every machine. Programs that make manifests are not among the files of an output. */
const goldens: InputFile[] = goldenCases()
  .flatMap(({ name, input }) => input.map(({ path, text }) => ({ path: `${name}/${path}`, text })))
  .filter(({ path }) => !isManifestSource(path))
const inputs = new Map<string, readonly InputFile[]>([['all goldens in one tree', goldens], ...corpora()])

describe(`diff and estimate of ${corporaArePresent ? 'real manifests' : 'the goldens (the corpora are not here)'}`, () => {
  for (const [name, files] of inputs) {
    test(`${name}: applying the patch gives what converting in place gives`, { timeout: 60_000 }, () => {
      const { output, ...translation } = translate(files, { target: 'ambient' })
      const folder = mkdtempSync(join(tmpdir(), 'unsidecar-patch-'))
      try {
        for (const { path, text } of files) {
          mkdirSync(dirname(join(folder, path)), { recursive: true })
          writeFileSync(join(folder, path), text)
        }
        const patch = gitPatch(output.files)
        const git = ['-c', 'core.autocrlf=false', 'apply', '--whitespace=nowarn', '-']
        if (patch !== '')
          execFileSync('git', git, { cwd: folder, input: patch, env: { ...process.env, GIT_CEILING_DIRECTORIES: dirname(folder) } })
        const wanted = outputFiles({ output, ...translation }).map(({ path, text }) => [path, text])
        expect(Object.fromEntries(readFolder(folder)) as unknown).toEqual(Object.fromEntries(wanted))
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    })

    test(`${name}: the estimate has every resource once`, { timeout: 60_000 }, () => {
      const translation = translate(files, { target: 'ambient' })
      const estimate = estimateOf(translation, (code) => definitionOf(code)?.title ?? code)
      const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((a, b) => a + b, 0)
      expect(sum(estimate.verdicts)).toBe(estimate.resources)
      expect(estimate.kinds.reduce((total, kind) => total + kind.total, 0)).toBe(estimate.resources)
      expect(estimate.namespaces.reduce((total, namespace) => total + namespace.total, 0)).toBe(estimate.resources)
      expect(estimate.documents).toEqual(translation.output.account)
      expect(estimate.resources).toBeGreaterThanOrEqual(translation.input.objects.length)
    })
  }
})
