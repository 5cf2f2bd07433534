import { describe, expect, test } from 'vitest'
import { type Admissions, byIdentity } from '../../../src/verify/diagrams/identified.ts'

type Place = 'oven' | 'shelf'

interface Scene {
  readonly before?: readonly Place[]
  readonly refused?: readonly Place[]
  readonly beside?: readonly Place[]
  readonly after?: readonly Place[]
  readonly named?: readonly { readonly admits?: readonly Place[]; readonly refuses?: readonly Place[]; readonly closed?: true }[]
  readonly own?: { readonly admits?: readonly Place[]; readonly refuses?: readonly Place[] }
}

function admissions({ before = [], refused = [], beside = [], after = [], named = [], own }: Scene): Admissions {
  const ends = ({ admits = [], refuses = [] }: NonNullable<Scene['own']>) => ({ admits: new Set(admits), refuses: new Set(refuses) })
  return {
    before: new Set(before),
    refused: new Set(refused),
    beside: new Set(beside),
    after: new Set(after),
    named: named.map((one) => ({ ...ends(one), open: one.closed !== true })),
    ...(own === undefined ? {} : { own: ends(own) }),
  }
}

// docs/decisions/104: what a sidecar has no cluster for leaves it without an identity, in ambient mode it has one there, too.
describe('what is opened', () => {
  const opened: Scene = { refused: ['oven'], after: ['oven'] }
  test.each<[says: string, scene: Scene, identified: boolean]>([
    ['was open to the client by a name', { ...opened, named: [{ admits: ['oven'] }] }, true],
    ['was open to the client by one name of several', { ...opened, named: [{ refuses: ['oven'] }, { admits: ['oven'] }] }, true],
    ['was closed to the client by every name', { ...opened, named: [{ refuses: ['oven'] }] }, false],
    ['had no name', opened, false],
    ['was not refused by the pods themselves', { after: ['oven'], named: [{ admits: ['oven'] }] }, false],
    [
      'was open to the client at the pods where names lead elsewhere',
      { ...opened, named: [{ admits: ['shelf'] }], own: { admits: ['oven'] } },
      true,
    ],
    ['was closed to it there', { ...opened, named: [{ admits: ['shelf'] }], own: { refuses: ['oven'] } }, false],
    ['was kept from it by an error of the routes', { ...opened, named: [{ closed: true }], own: { admits: ['oven'] } }, false],
    [
      'was kept from it by an error of one of several routes',
      { ...opened, named: [{}, { closed: true }], own: { admits: ['oven'] } },
      false,
    ],
    [
      'was open before, beside what is identified',
      { ...opened, before: ['shelf'], after: ['oven', 'shelf'], named: [{ admits: ['oven'] }] },
      true,
    ],
    ['would have been open beside it', { ...opened, beside: ['shelf'], after: ['oven', 'shelf'], named: [{ admits: ['oven'] }] }, true],
    ['is more than what is identified', { refused: ['oven', 'shelf'], after: ['oven', 'shelf'], named: [{ admits: ['oven'] }] }, false],
    ['is nothing', { before: ['oven'], refused: ['oven'], after: ['oven'], named: [{ admits: ['oven'] }] }, false],
    ['is not what is closed', { before: ['oven'], named: [{ refuses: ['oven'] }] }, false],
  ])('%s', (_, scene, identified) => expect(byIdentity('wider', admissions(scene))).toBe(identified ? 'identified' : 'wider'))
})

describe('what is closed', () => {
  const closed: Scene = { before: ['oven'] }
  test.each<[says: string, scene: Scene, identified: boolean]>([
    ['was closed to the client by its name', { ...closed, named: [{ refuses: ['oven'] }] }, true],
    ['was closed to the client by every name', { ...closed, named: [{ refuses: ['oven'] }, { refuses: ['oven', 'shelf'] }] }, true],
    ['was open to the client by a name', { ...closed, named: [{ refuses: ['oven'] }, { admits: ['oven'] }] }, false],
    ['had no name', closed, false],
    ['was closed to the client at the pods', { ...closed, named: [{ admits: ['oven'] }], own: { refuses: ['oven'] } }, true],
    ['was open to it there', { ...closed, own: { admits: ['oven'] } }, false],
    ['is beside what stays open', { before: ['oven', 'shelf'], after: ['shelf'], named: [{ refuses: ['oven'] }] }, true],
    ['is more than what was closed to the client', { before: ['oven', 'shelf'], named: [{ refuses: ['oven'] }] }, false],
    ['is nothing', { before: ['oven'], after: ['oven'], named: [{ refuses: ['oven'] }] }, false],
    ['is not what is opened', { refused: ['oven'], after: ['oven'], named: [{ admits: ['oven'] }] }, false],
  ])('%s', (_, scene, identified) => expect(byIdentity('narrower', admissions(scene))).toBe(identified ? 'identified' : 'narrower'))
})
