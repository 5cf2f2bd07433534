import { expect, test } from 'vitest'
import { isStrict } from '../../src/model/authentication.ts'
import type { Assumption } from '../../src/model/dialect.ts'
import { translate } from '../../src/translate.ts'
import { verifyTranslation } from '../../src/verify/verify.ts'
import fc from '../fast-check.ts'
import { differenceText, fails } from '../verify/failing.ts'
import { ciliumMesh } from './cilium-mesh.ts'

/** `CILIUM_RUNS=5000` converts many meshes; `CILIUM_SEED` asks for others. */
const runs = Number(process.env.CILIUM_RUNS ?? 30)
const seed = Number(process.env.CILIUM_SEED ?? 1)

const assumptions: readonly (readonly [string, readonly Assumption[]])[] = [
  ['beside sidecars', []],
  ['once the sidecars are removed', ['sidecars-removed', 'slashes-merged']],
]

for (const [when, assume] of assumptions)
  test(`what is written for Cilium lets in no more than the sidecars, ${when}, and says what it closes`, { timeout: 3_600_000 }, () => {
    const count = { meshes: 0, written: 0, whole: 0, requests: 0, strict: 0, beside: 0 }
    fc.assert(
      fc.property(ciliumMesh, fc.boolean(), ({ files }, injected) => {
        const taken: readonly Assumption[] = injected ? [...assume, 'namespaces-injected'] : assume
        const translation = translate(files, { target: 'cilium', options: { assume: taken } })
        expect(translation.diagnostics.filter(({ stage }) => stage === 'internal').map(({ message }) => message)).toEqual([])
        const { changes } = translation.emission
        const added = changes.flatMap((change) => (change.kind === 'add' ? [JSON.stringify(change.object)] : []))
        const stay = translation.mesh.authorization.length + translation.mesh.peerAuthentication.filter(isStrict).length
        count.meshes += 1
        if (added.length > 0) count.written += 1
        if (added.length > 0 && changes.filter(({ kind }) => kind === 'remove').length >= stay) count.whole += 1
        if (added.some((text) => text.includes('"http"'))) count.requests += 1
        if (added.some((text) => text.includes('-mtls"'))) count.strict += 1
        if (translation.diagnostics.some(({ code }) => code === 'US5042')) count.beside += 1
        const differences = verifyTranslation(translation).differences.filter(fails)
        if (differences.length === 0) return
        const output = translation.output.files.map(({ path, text, before }) => `# ${path}\n${text ?? before ?? ''}`)
        throw new Error([taken.join(), ...differences.map(differenceText), ...output].join('\n'))
      }),
      { numRuns: runs, seed },
    )
    if (process.env.CILIUM_RUNS !== undefined) console.log(JSON.stringify({ when, seed, ...count }))
    expect(count.written).toBeGreaterThan(runs / 10)
  })
