import { expect, test } from 'vitest'
import type { Workload } from '../../../src/model/workload.ts'
import { wirePort } from '../../../src/resolve/network/wire-port.ts'
import { meshWith, pods } from '../../decide/meshed.ts'

// istio:architecture/ambient/ztunnel.md
test.each<[says: string, pod: Partial<Workload>, identity: string | undefined, tunnelled: boolean, port: number]>([
  ['ztunnel is reached through HBONE', { dataPlane: 'ambient' }, 'a', false, 15_008],
  ['and by plaintext at the port itself', { dataPlane: 'ambient' }, undefined, false, 8080],
  ['sidecars are reached at the port itself', {}, 'a', false, 8080],
  ['and by ztunnel through HBONE', {}, 'a', true, 15_008],
  ['pods of no mesh are reached at the port itself', { dataPlane: 'none' }, 'a', true, 8080],
])('%s', (_, pod, identity, tunnelled, port) => {
  expect(wirePort(meshWith({}), pods('till', pod), 8080, { identity, tunnelled })).toBe(port)
})
