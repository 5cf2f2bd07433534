import { describe, test } from 'vitest'
import { dated, requestOf } from '../../scripts/vectors/istio.ts'
import { loadRecords } from '../../scripts/vectors/load.ts'
import { meshOfManifests } from '../../scripts/vectors/mesh.ts'
import { ztunnelRequests } from '../../scripts/vectors/ztunnel.ts'
import { agree } from '../verify/agree.ts'

describe('the diagrams decide as the reference evaluator does', () => {
  const { istio, ztunnel } = loadRecords(['test/vectors/istio', 'test/vectors/ztunnel'])

  test('what ztunnel was asked', { timeout: 900_000 }, () => {
    for (const record of ztunnel) {
      const { mesh, requests } = ztunnelRequests(record)
      // One way of each kind of client is asked; the others differ by names and addresses.
      const kinds = new Map(requests.map((request) => [JSON.stringify([request.client.kind, request.address]), request]))
      for (const request of kinds.values()) agree(mesh, request, false)
    }
  })

  for (const feature of new Set(istio.map((record) => record.feature)))
    test(`what Istio was asked: ${feature}`, { timeout: 900_000 }, () => {
      for (const { mesh, request } of istio.filter((record) => record.feature === feature))
        agree(meshOfManifests(dated(mesh)), requestOf(request), false)
    })
})
