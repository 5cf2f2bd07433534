import { expect, test } from 'vitest'
import { catalogue } from '../../src/diagnostics/catalogue.ts'
import { translate } from '../../src/translate.ts'
import { readBack, verifyTranslation } from '../../src/verify/verify.ts'
import fc from '../fast-check.ts'
import { agree } from '../verify/agree.ts'
import { differenceText, fails } from '../verify/failing.ts'
import { ciliumRouteMesh, requestOfRoutes } from './cilium-routes.ts'

/** `CILIUM_RUNS=5000` converts many meshes; `CILIUM_SEED` asks for others. */
const runs = Number(process.env.CILIUM_RUNS ?? 30)
const seed = Number(process.env.CILIUM_SEED ?? 1)

test('routes that are written for Cilium let in no more than the sidecars, say what they change, and both evaluators agree about them', {
  timeout: 3_600_000,
}, () => {
  const count = { meshes: 0, routed: 0, routes: 0, configs: 0, subsets: 0, bytes: 0, policies: 0, differences: 0 }
  fc.assert(
    fc.property(ciliumRouteMesh, fc.array(requestOfRoutes, { minLength: 12, maxLength: 12 }), ({ files }, requests) => {
      const translation = translate(files, { target: 'cilium', options: { assume: ['sidecars-removed', 'slashes-merged'] } })
      expect(translation.diagnostics.filter(({ stage }) => stage === 'internal').map(({ message }) => message)).toEqual([])
      const added = translation.emission.changes.flatMap((change) => (change.kind === 'add' ? [change.object.kind] : []))
      const isRouted = added.some((kind) => kind === 'HTTPRoute' || kind === 'CiliumEnvoyConfig')
      count.meshes += 1
      if (isRouted) count.routed += 1
      if (added.includes('HTTPRoute')) count.routes += 1
      if (added.includes('CiliumEnvoyConfig')) count.configs += 1
      if (added.includes('Service')) count.subsets += 1
      const kept = translation.diagnostics.filter(({ code }) => code === catalogue.ciliumRoutesKept.code)
      if (kept.some(({ place }) => place?.object.name === 'ledger' && place.object.kind === 'VirtualService')) count.bytes += 1
      if (added.some((kind) => kind.endsWith('NetworkPolicy'))) count.policies += 1
      const compared = verifyTranslation(translation).differences
      count.differences += compared.length
      const differences = compared.filter(fails)
      if (differences.length > 0) {
        const output = translation.output.files.map(({ path, text, before }) => `# ${path}\n${text ?? before ?? ''}`)
        throw new Error([...differences.map(differenceText), ...output].join('\n'))
      }
      const after = readBack(translation)
      for (const request of requests) agree(after, request, false)
    }),
    { numRuns: runs, seed },
  )
  if (process.env.CILIUM_RUNS !== undefined) console.log(JSON.stringify({ seed, ...count }))
  expect(count.routed).toBeGreaterThan(runs / 4)
})
