import type { TargetPlatform } from '../../src/model/target-platform.ts'

/** What Cilium needs of a cluster, and what runs there for it. The agent of each node is there with or without policies. */
export const ciliumPlatform: TargetPlatform = {
  oldest: {
    cilium: { value: '1.16', source: 'the oldest release of which unsidecar has the resource definitions and the rules' },
    gatewayApi: { value: '1.1', source: 'gateway-api.sigs.k8s.io, GEP-1324: routes for Services are in the standard channel since v1.1' },
    kernel: { value: '5.10', source: 'cc:Documentation/operations/system_requirements.rst of 1.18 to 1.20; 1.16 and 1.17 take 5.4' },
  },
  keepsPolicies: false,
  networkPlugin: 'cilium',
  onNodes: [
    {
      name: 'cilium-envoy',
      requests: {
        value: { cpu: { low: 0, high: 200 }, memory: { low: 0, high: 60 } },
        source:
          'cc:install/kubernetes/cilium/templates/cilium-envoy/daemonset.yaml asks for what `envoy.resources` says, by default nothing; at most what an Envoy with two workers uses for 1,000 requests a second (istio.io, "Performance and Scalability")',
      },
    },
  ],
  hops: { value: { tcp: 0, http: 1 }, source: 'docs.cilium.io, "Envoy": one proxy on the node, for rules of layer 7 alone' },
}
