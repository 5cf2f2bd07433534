import { requests, type TargetPlatform } from '../../src/model/target-platform.ts'

/** What ambient mode needs of a cluster, and what runs there for it. */
export const ambientPlatform: TargetPlatform = {
  oldest: {
    istio: { value: '1.24', source: 'istio.io, blog, "Istio’s Ambient Mode Reaches General Availability in v1.24"' },
    gatewayApi: { value: '1.1', source: 'gateway-api.sigs.k8s.io, GEP-1324: routes for Services are in the standard channel since v1.1' },
  },
  keepsPolicies: true,
  onNodes: [
    {
      name: 'ztunnel',
      requests: {
        value: { cpu: { low: 200, high: 500 }, memory: { low: 512, high: 2048 } },
        source: 'istio:manifests/charts/ztunnel/values.yaml (200m and 512Mi; 500m and 2048Mi in older charts)',
      },
    },
    { name: 'istio-cni', requests: { value: requests(100, 100), source: 'istio:manifests/charts/istio-cni/values.yaml' } },
  ],
  hops: { value: { tcp: 2, http: 3 }, source: 'istio.io, "Ambient data plane": the ztunnels of both nodes, and a waypoint between them' },
}
