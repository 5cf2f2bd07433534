import { expect, test } from 'vitest'
import type { Attachment } from '../../../../src/model/authorization.ts'
import { type Labels, selects } from '../../../../src/model/workload.ts'
import { type Attached, type Region, regionsOf, subjectOfRegion } from '../../../../translators/cilium/authorization/regions.ts'
import { placeAt } from '../../../decide/rules/seen.ts'
import fc from '../../../fast-check.ts'

interface Named extends Attached {
  readonly name: string
}

const meshed = ['bank', 'shop']
const place = placeAt('p')
const labels = fc.record({ app: fc.constantFrom('a', 'b'), zone: fc.constantFrom('x', 'y') }, { requiredKeys: [] })
const somewhere = fc.constantFrom('bank', 'shop', 'far')
const attachments: fc.Arbitrary<Attachment> = fc.oneof(
  fc.constant<Attachment>({ scope: 'mesh' }),
  somewhere.map((namespace): Attachment => ({ scope: 'namespace', namespace })),
  fc.record({ namespace: somewhere, labels }).map((of): Attachment => ({ scope: 'workloads', place, ...of })),
  labels.map((of): Attachment => ({ scope: 'workloads', place, labels: of })),
)
const pods = fc.record({ namespace: fc.constantFrom('bank', 'shop', 'far', 'other'), labels })

function holdsFor({ attachment }: Attached, pod: { readonly namespace: string; readonly labels: Labels }): boolean {
  if (attachment.scope === 'targets') return false
  const namespaces = attachment.scope === 'mesh' || attachment.namespace === undefined ? meshed : [attachment.namespace]
  return namespaces.includes(pod.namespace) && (attachment.scope !== 'workloads' || selects(attachment.labels, pod.labels))
}

function isIn(region: Region<Named>, pod: { readonly namespace: string; readonly labels: Labels }): boolean {
  const lacks = Object.entries(region.without).every(([key, values]) => !values.includes((pod.labels as Record<string, string>)[key] ?? ''))
  return region.namespaces.includes(pod.namespace) && selects(region.labels, pod.labels) && lacks
}

test('each pod is in regions of exactly the policies that hold for it', () => {
  fc.assert(
    fc.property(fc.array(attachments, { maxLength: 3 }), fc.array(pods, { minLength: 1, maxLength: 6 }), (given, some) => {
      const policies = given.map((attachment, index): Named => ({ attachment, name: `p${index}` }))
      const regions = regionsOf(policies, meshed)
      for (const pod of some) {
        const own = policies.filter((policy) => holdsFor(policy, pod))
        const around = regions.filter((region) => isIn(region, pod))
        expect(around.length > 0, JSON.stringify(pod)).toBe(own.length > 0)
        for (const region of around) expect(region.policies).toEqual(own)
      }
    }),
  )
})

test('a region is selected in its namespace, or in all of several', () => {
  const region = (parts: Partial<Region<Named>>) =>
    subjectOfRegion({ namespaces: ['shop'], labels: {}, without: {}, policies: [], ...parts })
  expect(region({})).toEqual({ namespace: 'shop', endpointSelector: {} })
  expect(region({ labels: { app: 'a' }, without: { zone: ['x', 'y'] } })).toEqual({
    namespace: 'shop',
    endpointSelector: { matchLabels: { app: 'a' }, matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['x', 'y'] }] },
  })
  expect(region({ namespaces: meshed, without: { zone: ['x'] } })).toEqual({
    endpointSelector: {
      matchExpressions: [
        { key: 'k8s:io.kubernetes.pod.namespace', operator: 'In', values: ['bank', 'shop'] },
        { key: 'zone', operator: 'NotIn', values: ['x'] },
      ],
    },
  })
})
