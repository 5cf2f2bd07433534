import { readdirSync, readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { parse } from 'yaml'
import type { Mesh } from '../../src/model/mesh.ts'
import type { Address, Client, Request } from '../../src/model/request.ts'
import { readManifests } from '../../src/translate.ts'
import { rememberedMesh } from '../faults/remembered-mesh.ts'
import { meshOf as readWithoutValidation } from './mesh-of.ts'
import type { CaseRequest, Column, RoutingCase } from './routing-case.ts'
import { manifestsOf } from './routing-mesh.ts'

const folder = new URL('routing/', import.meta.url)
/** The routing cases of the semantics, in the order of their files. */
export const cases: readonly RoutingCase[] = readdirSync(folder)
  .sort()
  .flatMap((file) => parse(readFileSync(new URL(file, folder), 'utf8'), { merge: true }) as RoutingCase[])

/** The mesh of a case in one column. */
export function meshOf(one: RoutingCase, column: Column): Mesh {
  const files = [{ path: `${column}.yaml`, text: manifestsOf(one, column) }]
  if (one.unvalidated === true) return readWithoutValidation(files)
  return rememberedMesh(`validated ${files[0]?.text}`, () => {
    const { mesh, diagnostics } = readManifests(files)
    expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([])
    return mesh
  })
}

/** The request of a case as clients of that column send it. */
export function requestOf(request: CaseRequest, column: Column): Request {
  const address = addressOf(request)
  const protocol = request.tcp === true || request.sni !== undefined ? 'tcp' : 'http'
  const { method = 'GET', path = '/', headers = {}, host = hostOf(address), sni } = request
  return {
    client: clientOf(request, column),
    address,
    protocol,
    ...(protocol === 'tcp' ? {} : { http: { method, target: path, authority: host, headers, token: { kind: 'none' } } }),
    ...(sni === undefined ? {} : { sni }),
  }
}

function addressOf({ to = 'web', pod, name, port = 80 }: CaseRequest): Address {
  const parts = (text: string): [string, string] => {
    const [first, second] = text.split('/') as [string, string | undefined]
    return second === undefined ? ['prod', first] : [first, second]
  }
  if (name !== undefined) return { kind: 'host', host: name, port }
  if (pod !== undefined) {
    const [namespace, workload] = parts(pod)
    return { kind: 'pod', namespace, workload, port }
  }
  const [namespace, service] = parts(to)
  return { kind: 'service', namespace, name: service, port }
}

function hostOf(address: Address): string {
  if (address.kind === 'host') return address.host
  return address.kind === 'service' ? `${address.name}.${address.namespace}` : '10.0.0.1'
}

function clientOf({ from = 'shop/client', labels = {}, client, gateway }: CaseRequest, column: Column): Client {
  const [namespace, serviceAccount] = from.split('/') as [string, string]
  if (gateway !== undefined) return { kind: 'ingress', namespace: 'istio-ingress', serviceAccount: 'ingress', gateway }
  if (client === 'ingress') return { kind: 'ingress', namespace: 'istio-ingress', serviceAccount: 'ingress' }
  if (client === 'outside') return { kind: 'unmeshed' }
  return { kind: 'stranger', dataPlane: client ?? (column === 'sidecar' ? 'sidecar' : 'ambient'), namespace, serviceAccount, labels }
}
