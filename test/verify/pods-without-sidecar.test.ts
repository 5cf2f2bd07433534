import { expect, test } from 'vitest'
import { verifyTranslation } from '../../src/verify/verify.ts'
import { goldenCases } from '../golden/golden-case.ts'
import { goldenTranslation } from '../golden/remembered.ts'
import { fails } from './failing.ts'

/*
 * Cilium knows pods by labels. Of pods that the input does not have it is assumed that they had a sidecar (US5001); of pods that the input shows
 * without one nothing is assumed.
 */

/** The differences that fail after a change of what was written for a golden, as `verdict client`. */
function failingAfter(name: string, change: (text: string) => string): string[] {
  const translation = goldenTranslation(goldenCases().find((one) => one.name === name)!, 'cilium')
  const files = translation.output.files.map((file) => (file.text === undefined ? file : { ...file, text: change(file.text) }))
  const { differences } = verifyTranslation({ ...translation, output: { ...translation.output, files } })
  return [...new Set(differences.filter(fails).flatMap(({ verdict, clients }) => clients.map((client) => `${verdict} ${client}`)))]
}

const same = (text: string): string => text

test('a denial that loses the pod without sidecar of the namespace is wider', () => {
  const name = 'cilium-mtls/accounts-of-others'
  const peer = /\n {4}- matchLabels:\n {8}k8s:io\.kubernetes\.pod\.namespace: fair\n {8}k8s:io\.cilium\.k8s\.policy\.serviceaccount: meter/
  expect(failingAfter(name, same)).toEqual([])
  expect(failingAfter(name, (text) => text.replace(peer, ''))).toEqual(['wider pods fair/meter, which have no sidecar'])
})
