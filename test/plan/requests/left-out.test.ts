import { expect, test } from 'vitest'
import { planOf } from '../../../src/plan/plan.ts'
import { waveNotes } from '../../../src/report/plan/text.ts'
import { translate } from '../../../src/translate.ts'
import { verifyTranslation } from '../../../src/verify/verify.ts'
import { enrolledNamespace, plainDeployment } from '../enrolled-namespace.ts'

const ports = (count: number) => Array.from({ length: count }, (_, index) => `{name: http-${index}, port: ${8000 + index}}`).join(', ')
const planned = (count: number) => {
  const text = `${enrolledNamespace('pond')}---
apiVersion: v1
kind: Service
metadata: {name: frog, namespace: pond}
spec: {selector: {app: frog}, ports: [${ports(count)}]}
---
${plainDeployment('frog', 'pond')}`
  const translation = translate([{ path: 'pond.yaml', text }], { target: 'ambient' })
  return planOf(translation, verifyTranslation(translation)).waves[0]!
}

test('ports of Services beyond the first 24 of a wave, and of pods beyond the first 8, are named', () => {
  const wave = planned(26)
  expect(wave.notRequested.filter((name) => name.startsWith('Service '))).toEqual(['Service pond/frog:8024', 'Service pond/frog:8025'])
  expect(wave.notRequested).toHaveLength(2 + 26 - 8)
  expect(waveNotes(wave, false).at(-1)).toMatch(
    /^requests.sh sends nothing to 20 more ports of the wave: Service pond\/frog:8024, Service pond\/frog:8025, .* and 17 more$/,
  )
  expect(planned(8).notRequested).toEqual([])
})
