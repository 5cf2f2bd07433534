import { expect, test } from 'vitest'
import type { Attachment } from '../../../../src/model/authorization.ts'
import { attachmentsMayOverlap } from '../../../../translators/cilium/authorization/overlap.ts'

const place = undefined as never
const mesh: Attachment = { scope: 'mesh' }
const namespace = (name: string): Attachment => ({ scope: 'namespace', namespace: name })
const pods = (labels: Record<string, string>, name?: string): Attachment =>
  ({ scope: 'workloads', labels, place, ...(name === undefined ? {} : { namespace: name }) }) as Attachment

const both = (a: Attachment, b: Attachment): readonly boolean[] => [attachmentsMayOverlap(a, b), attachmentsMayOverlap(b, a)]

test('some pod may be subject to both', () => {
  for (const [a, b] of [
    [mesh, namespace('prod')],
    [mesh, pods({ app: 'web' }, 'prod')],
    [namespace('prod'), namespace('prod')],
    [namespace('prod'), pods({ app: 'web' }, 'prod')],
    [namespace('prod'), pods({ app: 'web' })],
    [pods({ app: 'web' }, 'prod'), pods({ app: 'web', version: 'v1' }, 'prod')],
    [pods({ app: 'web' }, 'prod'), pods({ version: 'v1' }, 'prod')],
    [pods({ app: 'web' }), pods({}, 'prod')],
  ] as const)
    expect(both(a, b), JSON.stringify([a, b])).toEqual([true, true])
})

test('no pod is subject to both', () => {
  for (const [a, b] of [
    [namespace('prod'), namespace('dev')],
    [pods({ app: 'web' }, 'prod'), pods({ app: 'web' }, 'dev')],
    [pods({ app: 'web' }, 'prod'), namespace('dev')],
    [pods({ app: 'web' }, 'prod'), pods({ app: 'api' }, 'prod')],
    [pods({ app: 'web' }), pods({ app: 'api', version: 'v1' }, 'prod')],
  ] as const)
    expect(both(a, b), JSON.stringify([a, b])).toEqual([false, false])
})

test('labels named like members of objects are labels', () => {
  expect(both(pods({ constructor: 'a' }, 'prod'), pods({ app: 'web' }, 'prod'))).toEqual([true, true])
})
