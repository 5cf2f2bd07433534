import type { LimitPatch } from '../../../../../src/model/rate-limit.ts'
import type { WrittenPatch } from './written-patch.ts'

/** A cluster that a filter asks, of one host that is looked up; sidecars have clusters of Services without it (`outbound|8081||HOST`, istio:pilot/pkg/model/service.go BuildSubsetKey). */
export function readLimitCluster({ match, operation, value, patch }: WrittenPatch): LimitPatch {
  const { place } = patch
  // What an added cluster is matched by says nothing (istio:pilot/pkg/networking/core/envoyfilter/cluster_patch.go).
  if ((match?.text('context') ?? 'ANY') !== 'ANY') match?.isOdd()
  match?.ignore('cluster').done()
  if (operation !== 'ADD') patch.isOdd(place.field('operation'))
  const name = value.text('name') ?? ''
  if (value.text('type') !== 'STRICT_DNS') value.isOdd()
  const load = value.message('loadAssignment')
  const [group, ...groups] = load?.list('endpoints') ?? []
  const [member, ...members] = group?.list('lbEndpoints') ?? []
  const endpoint = member?.message('endpoint')
  const address = endpoint?.message('address')
  const socket = address?.message('socketAddress')
  const host = socket?.text('address') ?? ''
  const port = socket?.number('portValue') ?? 0
  for (const one of [socket, address, endpoint, member, group, load?.ignore('clusterName')]) one?.done()
  // It is asked with gRPC (envoy:api/envoy/service/ratelimit/v3/rls.proto).
  const http2 = value.message('http2ProtocolOptions')
  http2?.done()
  value.ignore('connectTimeout', 'lbPolicy', 'dnsLookupFamily').done()
  if (http2 === undefined || name === '' || host === '' || groups.length > 0 || members.length > 0) value.isOdd()
  return { kind: 'cluster', name, host, port, place }
}
