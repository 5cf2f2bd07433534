import { describe, expect, test } from 'vitest'
import type { CaptureDefaults } from '../../../src/model/capture.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { aroundSidecar, interceptionText, mayGoAround } from '../../../src/resolve/attach/around-sidecar.ts'
import { type Enforcement, enforcementAt, intercepts } from '../../../src/resolve/attach/enforcement.ts'
import { proxiesSendHbone, sidecarsTakeHbone } from '../../../src/resolve/attach/hbone.ts'
import type { Truth } from '../../../src/resolve/truth.ts'
import { meshWith, pods } from '../../decide/meshed.ts'
import { placeAt } from '../../decide/rules/seen.ts'

const traffic = (name: string, value: string): Partial<Workload> => ({ annotations: { [`traffic.sidecar.istio.io/${name}`]: value } })
const unintercepted: Partial<Workload> = { annotations: { 'sidecar.istio.io/interceptionMode': 'NONE' } }
const proxyUser = (containers: 'all' | 'some'): NonNullable<Workload['proxyUser']> => ({
  containers,
  what: 'runAsUser',
  place: placeAt('user'),
})
const setting = (name: keyof CaptureDefaults, value: string): Partial<Workload> => ({
  captureDefaults: { [name]: { value, place: placeAt(name) } },
})

// istio:tools/istio-iptables, istio:cni/pkg/nodeagent, istio:pilot/pkg/networking/core/listener_inbound.go
describe('what guards a port of a pod', () => {
  test.each<[says: string, pod: Partial<Workload>, tunnelled: boolean, guard: Enforcement]>([
    ['its sidecar', {}, false, 'sidecar'],
    ['nothing where the port is not captured', traffic('excludeInboundPorts', '8080'), false, 'none'],
    ['its sidecar through the tunnel all the same', traffic('excludeInboundPorts', '8080'), true, 'sidecar'],
    ['nothing without interception', unintercepted, false, 'none'],
    ['nothing without interception by the mesh', setting('interceptionMode', 'NONE'), false, 'none'],
    ['its ztunnel', { dataPlane: 'ambient' }, false, 'ztunnel'],
    [
      'nothing where it leaves ztunnel out',
      { dataPlane: 'ambient', annotations: { 'ambient.istio.io/bypass-inbound-capture': 'true' } },
      false,
      'none',
    ],
    [
      'its ztunnel unless it says `true`',
      { dataPlane: 'ambient', annotations: { 'ambient.istio.io/bypass-inbound-capture': 'false' } },
      false,
      'ztunnel',
    ],
    ['nothing outside of the mesh', { dataPlane: 'none' }, true, 'none'],
    ['nothing in the network of its node', { hostNetwork: true }, false, 'none'],
    ['what nobody says', { dataPlane: 'unknown' }, false, 'unknown'],
    ['what nobody says, in the network of its node', { dataPlane: 'unknown', hostNetwork: true }, false, 'unknown'],
    ['the gateway that it is', { gateway: true, dataPlane: 'none' }, false, 'sidecar'],
  ])('%s', (_, pod, tunnelled, guard) => {
    expect(enforcementAt(meshWith({}), pods('till', pod), 8080, { tunnelled })).toBe(guard)
  })

  test('is told by the annotation before the mesh', () => {
    const own = { ...pods('till', setting('interceptionMode', 'NONE')), annotations: { 'sidecar.istio.io/interceptionMode': 'TPROXY' } }
    expect([intercepts(own), intercepts(pods('till')), intercepts(pods('till', unintercepted))]).toEqual([true, true, false])
  })
})

// istio:tools/istio-iptables/pkg/capture/run.go
describe('connections that bypass the sidecar of their pod', () => {
  const both = (first: [string, string], second: [string, string]): Partial<Workload> => ({
    annotations: { ...traffic(...first).annotations, ...traffic(...second).annotations },
  })
  test.each<[says: string, pod: Partial<Workload>, around: Truth, any: boolean]>([
    ['none', {}, false, false],
    ['to an excluded port', traffic('excludeOutboundPorts', '443, 8080'), true, true],
    ['to other ports than the excluded one', traffic('excludeOutboundPorts', '443'), false, true],
    ['to no port of an empty list', traffic('excludeOutboundPorts', ''), false, false],
    ['to a port that the mesh excludes', setting('excludeOutboundPorts', '8080'), true, true],
    ['to excluded ranges, maybe', traffic('excludeOutboundIPRanges', '10.0.0.0/8'), 'unknown', true],
    ['not to link-local addresses', traffic('excludeOutboundIPRanges', '169.254.169.254/32'), false, false],
    ['to others than link-local addresses, maybe', traffic('excludeOutboundIPRanges', '169.254.169.254/32,10.0.0.0/8'), 'unknown', true],
    ['to what is beside the included ranges, maybe', traffic('includeOutboundIPRanges', '10.0.0.0/8'), 'unknown', true],
    ['not where all ranges are included', traffic('includeOutboundIPRanges', '*'), false, false],
    ['where no range is included', traffic('includeOutboundIPRanges', ''), true, true],
    ['not to a port that is included all the same', both(['includeOutboundIPRanges', ''], ['includeOutboundPorts', '8080']), false, true],
    ['not to any port where all are included', both(['includeOutboundIPRanges', ''], ['includeOutboundPorts', '*']), false, false],
    ['to another port than the included one', both(['includeOutboundIPRanges', ''], ['includeOutboundPorts', '443']), true, true],
    [
      'included ports come before included ranges',
      both(['includeOutboundIPRanges', '10.0.0.0/8'], ['includeOutboundPorts', '8080']),
      false,
      true,
    ],
    [
      'excluded ranges come before included ports',
      both(['excludeOutboundIPRanges', '10.0.0.0/8'], ['includeOutboundPorts', '8080']),
      'unknown',
      true,
    ],
    ['excluded ports come before included ones', both(['excludeOutboundPorts', '8080'], ['includeOutboundPorts', '8080']), true, true],
    [
      'excluded ranges where no range is included',
      both(['excludeOutboundIPRanges', '10.0.0.0/8'], ['includeOutboundIPRanges', '']),
      true,
      true,
    ],
    ['all, maybe, without interception', unintercepted, 'unknown', true],
    ['all, of the user of sidecars', { proxyUser: proxyUser('all') }, true, true],
    ['some, where only some containers are of that user', { proxyUser: proxyUser('some') }, 'unknown', true],
    [
      'all where some containers are and the port is excluded',
      { proxyUser: proxyUser('some'), ...traffic('excludeOutboundPorts', '8080') },
      true,
      true,
    ],
    ['some, of interfaces that are left out', traffic('excludeInterfaces', 'eth1'), 'unknown', true],
    ['none, of no interfaces', traffic('excludeInterfaces', ''), false, false],
    ['none of ztunnel', { dataPlane: 'ambient', ...traffic('excludeOutboundPorts', '8080') }, false, false],
    ['none of a gateway', { gateway: true, ...traffic('excludeOutboundPorts', '8080') }, false, false],
  ])('%s', (_, changes, around, any) => {
    const pod = pods('till', changes)
    expect([aroundSidecar(pod, { port: 8080 }), mayGoAround(pod)]).toEqual([around, any])
  })
})

test('what pods say of interception is one text, whatever its order, without what comes in', () => {
  const text = (changes: Partial<Workload>): string => interceptionText(pods('till', changes))
  expect(text({})).toBe('')
  expect(text(traffic('excludeInboundPorts', '80'))).toBe('')
  expect(text({ ...traffic('excludeInterfaces', 'eth1'), proxyUser: proxyUser('some') })).toBe(
    'traffic.sidecar.istio.io/excludeInterfaces=eth1 user 1337: some',
  )
  expect(text({ ...setting('excludeOutboundPorts', '80'), ...unintercepted })).toBe(
    'sidecar.istio.io/interceptionMode=NONE traffic.sidecar.istio.io/excludeOutboundPorts=80',
  )
})

// istio:pilot/pkg/model/context.go EnableHBONEListen, pilot/pkg/xds/endpoints/endpoint_builder.go supportTunnel
test('sidecars take HBONE and send it unless flags say otherwise', () => {
  const told = (flags: Record<string, string>) => {
    const { settings } = meshWith({ settings: { flags } })
    return [sidecarsTakeHbone(settings), proxiesSendHbone(settings)]
  }
  expect(told({})).toEqual([true, true])
  expect(told({ ISTIO_META_ENABLE_HBONE: 'false' })).toEqual([false, false])
  expect(told({ PILOT_ENABLE_SENDING_HBONE: 'false' })).toEqual([true, false])
  expect(told({ PILOT_ENABLE_SENDING_HBONE: 'true', ISTIO_META_ENABLE_HBONE: 'true' })).toEqual([true, true])
})
