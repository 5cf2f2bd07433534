import { definesAt } from '../diagnostic.ts'

const define = definesAt('target')

/** The Cilium target: routes of clients in the mesh, and how they connect to Services. */
export const ciliumRoutes = {
  ciliumRoutesWhileSidecars: define<{ object: string }>({
    code: 'US5066',
    severity: 'error',
    title: 'Routes while there are sidecars',
    message: ({ object }) => `\`${object}\` is not translated to Cilium while clients have sidecars, which go on following it`,
    help: 'If all sidecars are removed together with applying the output, say so with --assume sidecars-removed.',
    fate: 'refused',
    why: "A sidecar sends requests to the pods that it chooses itself, and Cilium applies routes to connections to a Service's ClusterIP (cc:pkg/ciliumenvoyconfig). Routes are compared in a mesh without sidecars.",
    example: 'kind: VirtualService',
  }),
  ciliumRouteNotExpressible: define<{ what: string }>({
    code: 'US5067',
    severity: 'error',
    title: 'Routes have no exact equivalent in Cilium',
    message: ({ what }) => `the routes are not translated because of ${what}`,
    help: 'Change the VirtualService so that it does not need this, or keep the sidecars of the clients that use it.',
    fate: 'refused',
    why: 'Neither an HTTPRoute nor a CiliumEnvoyConfig says it exactly: routes at a node do not know who the client is, and the Envoy of Cilium has few of the filters of Istio (cc:operator/pkg/model/translation, cc:pkg/ciliumenvoyconfig; measured: Cilium 1.20.2).',
    example: 'http:\n- fault:\n    delay: {fixedDelay: 5s, percentage: {value: 10}}',
  }),
  ciliumRouteHost: define<{ host: string; what: string }>({
    code: 'US5068',
    severity: 'error',
    title: 'Cilium cannot route this host',
    message: ({ host, what }) => `the routes of \`${host}\` are not translated: ${what}`,
    help: 'Write one VirtualService for each Service with a virtual IP, and add the manifest of the Service to the input.',
    fate: 'refused',
    why: 'Cilium redirects connections to the ClusterIP of a Service to the proxy of the node, whatever Host they ask for (cc:pkg/ciliumenvoyconfig).',
    example: 'hosts: [api.example.com]',
  }),
  ciliumRouteClients: define<{ what: string }>({
    code: 'US5069',
    severity: 'error',
    title: 'Routes depend on the client',
    message: ({ what }) => `the routes are not translated because ${what}, and Cilium applies the same routes to every pod`,
    help: 'Export the VirtualService to every namespace, or give these clients a Service of their own.',
    fate: 'refused',
    why: "Cilium's routes belong to the Service that is called: it does not support consumer routes (cc:operator/pkg/gateway-api/gatewayclass_status.go).",
    example: 'exportTo: ["."]',
  }),
  ciliumRoutesOverlap: define<{ host: string }>({
    code: 'US5070',
    severity: 'error',
    title: 'Several objects route one Service',
    message: ({ host }) => `another object also has routes for \`${host}\`, and they would be merged in Cilium`,
    help: 'Merge them into one VirtualService in the order that sidecars follow.',
    fate: 'refused',
    why: 'A sidecar follows the oldest VirtualService of a host. Cilium puts all routes of a Service into one table, and splits requests between routes with one match (measured: Cilium 1.20.2).',
  }),
  ciliumRoutesForAll: define<{ service: string }>({
    code: 'US5071',
    severity: 'warning',
    title: 'Routes hold for every pod that calls the Service',
    message: ({ service }) =>
      `the routes hold for every pod that calls the ClusterIP of \`${service}\`, also without a sidecar and under any Host; calls to pod addresses do not meet them`,
    help: 'Check that clients outside of the mesh may follow the same routes.',
    announces: ['narrower', 'rerouted'],
    notOfSidecars: true,
    why: "Cilium redirects connections to the Service's ClusterIP to the Envoy of the client's node, and host names of routes with a Service parent are ignored (measured: Cilium 1.20.2). A sidecar applies routes to its own pod and compares the Host.",
    example: 'hosts: [web]',
  }),
  ciliumRouteEnvoyConfig: define<{ port: string; what: string }>({
    code: 'US5072',
    severity: 'info',
    title: 'Routes become a CiliumEnvoyConfig',
    message: ({ port, what }) => `the routes of \`${port}\` are written as a CiliumEnvoyConfig because of ${what}`,
    help: 'Nothing to do. Errors of a CiliumEnvoyConfig show in the log of the agent only, and connections then go straight to the pods.',
    why: 'An HTTPRoute with a Service parent does not say it as sidecars do (cc:operator/pkg/model/translation; measured: Cilium 1.20.2). The routes of a CiliumEnvoyConfig keep their order.',
    example: 'match: [{uri: {prefix: /api}}]',
  }),
  ciliumRouteDefaults: define<{ port: string; retries: 'none' | 'lost' | 'other causes' }>({
    code: 'US5073',
    severity: 'warning',
    title: 'What HTTPRoutes do besides in Cilium',
    message: ({ port, retries }) =>
      `at \`${port}\` the proxy ejects pods after five errors in a row${
        retries === 'none'
          ? ''
          : retries === 'lost'
            ? ', and does not retry as sidecars do by default'
            : ', and retries on resets as well and not on gRPC statuses'
      }`,
    help: 'Write `retries` into the rules where that matters: they are then translated to a CiliumEnvoyConfig.',
    announces: ['rerouted'],
    why: "The clusters of Cilium's operator have outlier detection with Envoy's defaults, and its retries have fixed causes (cc:operator/pkg/model/translation/envoy_cluster.go, envoy_virtual_host.go; measured: Cilium 1.20.2). Sidecars retry twice on connect-failure, refused-stream, unavailable and cancelled.",
  }),
  ciliumSniffedPort: define<{ port: string }>({
    code: 'US5074',
    severity: 'warning',
    title: 'Port of which the protocol is sniffed',
    message: ({ port }) => `sidecars sniff the protocol of \`${port}\`; Cilium takes HTTP there, and closes connections with other bytes`,
    help: 'Name the port `http-…` if it speaks HTTP; if it does not, take the rules for it away.',
    announces: ['narrower'],
    why: 'The listener of a routed Service port has a chain for plain HTTP only (measured: Cilium 1.20.2), where a sidecar passes other bytes on.',
    example: 'ports:\n- port: 80',
  }),
  ciliumSubsetService: define<{ name: string; subset: string }>({
    code: 'US5075',
    severity: 'info',
    title: 'Service for a subset',
    message: ({ name, subset }) => `the new Service \`${name}\` stands for the subset \`${subset}\``,
    help: 'Nothing to do. Delete it when the routes no longer name it.',
    why: 'Cilium gives Envoy the endpoints of Services without their labels (cc:pkg/ciliumenvoyconfig/controller.go), so a part of the pods needs a Service.',
    example: 'subsets:\n- {name: v1, labels: {version: v1}}',
  }),
  ciliumTrafficStays: define<{ object: string }>({
    code: 'US5076',
    severity: 'info',
    title: 'The whole object stays unchanged',
    message: ({ object }) => `\`${object}\` stays unchanged as a whole, because a part of it is not translated`,
    help: 'Resolve the findings of that part; half of the rules are never written.',
    fate: 'refused',
    why: 'The first rule that matches decides, so that without one of them requests would follow a later one (istio:pilot/pkg/networking/core/route/route.go).',
  }),
  ciliumRoutesKept: define<{ object: string }>({
    code: 'US5077',
    severity: 'info',
    title: 'Kept for the sidecars that are left',
    message: ({ object }) => `\`${object}\` is translated, and stays for gateways and for sidecars that are not yet removed`,
    help: 'Delete it as the last step, once the last sidecar of the cluster is gone and no gateway follows it.',
    why: 'Sidecars choose the pods of a request themselves and never meet the routes of a ClusterIP (istio:pilot/pkg/networking/core/httproute.go): without the VirtualService they would send on what its rules answer or redirect. Namespaces that the input does not have may have sidecars.',
  }),
  ciliumBackendPolicy: define<{ what: string }>({
    code: 'US5078',
    severity: 'error',
    title: 'DestinationRule has no exact equivalent in Cilium',
    message: ({ what }) => `the DestinationRule is not translated because of ${what}`,
    help: 'Change the DestinationRule so that it does not need this, or keep the sidecars of the clients that use it.',
    fate: 'refused',
    why: 'A CiliumEnvoyConfig has clusters of endpoints without labels and localities, for the pods of all clients of a node (cc:pkg/ciliumenvoyconfig/controller.go).',
    example: 'trafficPolicy:\n  loadBalancer:\n    localityLbSetting: {enabled: true}',
  }),
  ciliumRoutesTwice: define<{ object: string }>({
    code: 'US5084',
    severity: 'error',
    title: 'Two definitions decide what to write',
    message: ({ object }) => `\`${object}\` is not translated, because what to write depends on which of two definitions the cluster has`,
    help: 'Leave one definition of each object in the input (US0038 names those with two), and convert again.',
    fate: 'refused',
    why: 'A cluster keeps the definition that is applied last, and the input does not say which one that is.',
    example:
      'kind: VirtualService\nmetadata: {name: cart}\nspec:\n  hosts: [cart]\n---\nkind: VirtualService\nmetadata: {name: cart}\nspec:\n  hosts: [till]',
  }),
  ciliumCountsByNode: define<{ object: string }>({
    code: 'US5079',
    severity: 'warning',
    title: 'Limits count by node',
    message: ({ object }) =>
      `the limits and ejections of \`${object}\` count for all clients of a node together, and for each sidecar alone today`,
    help: 'Raise limits on connections and requests by the number of clients that share a node.',
    announces: ['narrower'],
    why: 'All pods of a node share the Envoy of Cilium (cc:pkg/envoy); a sidecar has connections of its own pod only.',
    example: 'trafficPolicy:\n  connectionPool:\n    tcp: {maxConnections: 10}',
  }),
} as const
