import { describe, expect, test } from 'vitest'
import { estimate, translate, verifyTranslation } from '../../../src/index.ts'
import { estimateGithub } from '../../../src/report/estimate/github.ts'
import { estimateJunit } from '../../../src/report/estimate/junit.ts'
import { estimateSarif } from '../../../src/report/estimate/sarif.ts'
import { estimateText } from '../../../src/report/estimate/text.ts'
import { filesOf, istio, namespace, service, workload } from '../../estimate/manifests.ts'
import { junitProblems } from '../results/junit-schema.ts'

const of = (...texts: string[]) => {
  const translation = translate(filesOf(...texts), { target: 'ambient' })
  return estimate(translation, verifyTranslation(translation))
}
const bank = [namespace('bank'), workload('Deployment', 'ledger', 'bank'), service('ledger', 'bank')]
const closed = istio('Sidecar', 'default', 'bank', '{outboundTrafficPolicy: {mode: REGISTRY_ONLY}}')
const held = of(...bank, closed)

describe('an estimate as results', () => {
  test('a pending decision is an annotation at the finding that asks for it', () => {
    expect(estimateGithub({ estimates: [held] })).toMatch(
      /^::warning file=3\.yaml,line=\d+,col=\d+,title=US\d{4} [^\n]*::to ambient, decision 1: --assume egress-enforced; it holds up \d resources?, then 1 workload can move \(1 more\)[^\n]*\nunsidecar: to ambient: 0 of 1 workload can move today, 1 after a decision, 0 stay\n$/,
    )
  })

  test('nothing to decide is no result', () => {
    const estimates = [of(...bank)] as const
    expect(estimateSarif({ estimates })).toMatchObject({ runs: [{ results: [] }] })
    expect(estimateGithub({ estimates })).toBe('unsidecar: to ambient: 1 of 1 workload can move today, 0 after a decision, 0 stay\n')
  })

  test('a decision keeps its name when lines move', () => {
    const names = (one: typeof held) =>
      (estimateSarif({ estimates: [one] }) as { runs: [{ results: { partialFingerprints: unknown }[] }] }).runs[0].results.map(
        ({ partialFingerprints }) => partialFingerprints,
      )
    expect(names(held)).toHaveLength(1)
    expect(names(of(...bank, `\n\n\n${closed}`))).toEqual(names(held))
  })

  test('a resource that waits is skipped, and only one that cannot be read fails', () => {
    const xml = estimateJunit({
      estimates: [held, of(...bank, 'kind: Service\napiVersion: v1\nmetadata: {name: a, namespace: bank}\nspec: 1\n')],
    })
    expect(junitProblems(xml)).toEqual([])
    expect(xml).toMatch(/name="Sidecar bank\/default is \S+">\n {6}<skipped message="3\.yaml:\d+:\d+: US\d{4}/)
    expect(xml).toContain('<testcase classname="decisions" name="1: --assume egress-enforced">')
    expect(xml.match(/<failure/g)).toHaveLength(1)
  })

  test('where convert would write nothing, it says so first, and promises nothing of no decision', () => {
    const refused = { ...held, writes: false, decisions: [], best: { decisions: [], moves: held.best.moves } }
    const text = estimateText(refused)
    expect(text).toContain('convert writes nothing: requests that are denied now would be allowed')
    expect(text).not.toMatch(/With decisions? {2}|nothing moves today/)
    expect(estimateGithub({ estimates: [refused] })).toMatch(/^::error file=\d\.yaml,line=\d+,col=\d+,title=wider /)
    expect(estimateJunit({ estimates: [refused] })).toContain(
      '<skipped message="requests that are denied now would be allowed"/>'.replace('requests', 'convert writes nothing: requests'),
    )
  })
})
