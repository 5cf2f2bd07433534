import { describe, expect, test } from 'vitest'
import type { InputFile } from '../../../src/manifest/input-file.ts'
import { splitDocuments } from '../../../src/manifest/yaml/split.ts'
import { compareMeshes } from '../../../src/verify/compare.ts'
import { comparedDestinations } from '../../../src/verify/parts/destinations.ts'
import { readSets } from '../../../src/verify/verify.ts'
import fc from '../../fast-check.ts'
import { goldenCases } from '../../golden/golden-case.ts'
import { said } from '../../plan/as-alone.ts'
import { istio, meshOf, sayings, spoken } from './wards.ts'

/** Compares two sets as they are compared, and without leaving out what no change can reach. Returns how many destinations were left out. */
function leftOut(before: readonly InputFile[], after: readonly InputFile[]): number {
  const sets = readSets(before, after)
  const { unreached, ...options } = sets.options
  if (unreached === undefined) return 0
  expect(said(compareMeshes(sets.before, sets.after, sets.options))).toBe(said(compareMeshes(sets.before, sets.after, options)))
  return [...comparedDestinations(sets.before, sets.after)].filter(unreached).length
}

describe('what no change can reach is not compared', () => {
  test('and the comparison is the same as the whole one', () => {
    const before = fc.array(fc.nat(3), { minLength: spoken.length, maxLength: spoken.length })
    const change = fc.record({ at: fc.nat(spoken.length - 1), to: fc.nat(3) })
    let all = 0
    fc.assert(
      fc.property(before, fc.array(change, { minLength: 1, maxLength: 2 }), (chosen, changes) => {
        const changed = chosen.map((way, index) => changes.find(({ at }) => at === index)?.to ?? way)
        all += leftOut(meshOf(chosen), meshOf(changed))
      }),
      { numRuns: 30 },
    )
    expect(all).toBeGreaterThan(100)
  })

  test('in the goldens, where a document is gone', () => {
    let all = 0
    fc.assert(
      fc.property(fc.constantFrom(...goldenCases()), fc.nat(), (golden, pick) => {
        const files = golden.input.filter(({ unread }) => unread === undefined)
        const documents = files.flatMap((file) => splitDocuments(file.text).map((document) => ({ file, document })))
        const gone = documents.filter(({ file, document }) =>
          /^kind: (?:AuthorizationPolicy|PeerAuthentication|RequestAuthentication|VirtualService)$/m.test(
            file.text.slice(document.start, document.end),
          ),
        )
        if (gone.length === 0) return
        const { file, document } = gone[pick % gone.length]!
        const after = files.map((one) =>
          one === file ? { ...one, text: one.text.slice(0, document.start) + one.text.slice(document.end) } : one,
        )
        all += leftOut(files, after)
      }),
      { numRuns: 30 },
    )
    expect(all).toBeGreaterThan(0)
  })

  test('one policy of five namespaces leaves only its own to be compared', () => {
    const chosen = spoken.map((_, index) => (index % sayings.length === 0 ? 1 : 0))
    const sets = readSets(meshOf(chosen), meshOf(chosen.map((way, index) => (index === 0 ? 2 : way))))
    const compared = [...comparedDestinations(sets.before, sets.after)].filter((one) => sets.options.unreached?.(one) !== true)
    expect(new Set(compared.flatMap(({ namespaces }) => namespaces))).toEqual(new Set(['ward-0']))
    expect(compareMeshes(sets.before, sets.after, sets.options).differences).not.toEqual([])
  })

  test("changed values of istiod's chart have everything compared", () => {
    const denied = istio('AuthorizationPolicy', 'all', 'mesh-root', '{}')
    const sides = ['mesh-root', 'istio-system'].map((root): InputFile[] => [
      { path: 'mesh.yaml', text: meshOf([])[0]!.text + denied },
      { path: 'values.yaml', text: `meshConfig: {rootNamespace: ${root}}` },
    ])
    const sets = readSets(sides[0]!, sides[1]!)
    expect(sets.options.unreached).toBeUndefined()
    expect(compareMeshes(sets.before, sets.after, sets.options).parts.wider).toBeGreaterThan(0)
    expect(readSets(sides[0]!, sides[0]!.slice(0, 1)).options.unreached).toBeUndefined()
  })

  test('nothing is compared where nothing differs, whatever is linked to every namespace', () => {
    const wildcard = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: every, namespace: ward-0}
spec: {hosts: ["*.ward-1.svc.cluster.local"], http: [{route: [{destination: {host: nurse}}]}]}
`
    const mesh = [...meshOf(spoken.map(() => 0)), { path: 'every.yaml', text: wildcard }]
    const sets = readSets(mesh, mesh)
    expect(leftOut(mesh, mesh)).toBe(comparedDestinations(sets.before, sets.after).length)
  })

  test('whatever else changes has everything compared', () => {
    const [files] = [meshOf([])]
    const text = files[0]!.text
    for (const other of [
      text.replace('istio-injection: enabled', 'istio-injection: disabled'),
      `${text}${istio('AuthorizationPolicy', 'all', 'istio-system', '{}')}`,
      `${text}${istio('VirtualService', 'wild', 'ward-0', '{hosts: ["*.example.com"], http: [{route: [{destination: {host: nurse}}]}]}')}`,
      `${text}${istio('AuthorizationPolicy', 'odd', 'ward-0', '{action: MAYBE}')}`,
      `${text}kind: {{ .Values.kind }}\n`,
      text.replace('port: 80, targetPort', 'port: 81, targetPort'),
    ])
      expect(readSets(files, [{ path: 'mesh.yaml', text: other }]).options.unreached).toBeUndefined()
  })
})
