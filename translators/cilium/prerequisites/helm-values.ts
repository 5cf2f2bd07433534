import { defaultProgramSize } from '../../../src/algebra/language/re2/program-size.ts'
import { atLeast, type EmitOptions } from '../../../src/model/dialect.ts'
import type { Json } from '../../../src/model/object.ts'
import type { HelmValue } from '../../../src/model/prerequisites.ts'
import type { Uses } from './uses.ts'

/** One value of Cilium's chart, and when an output needs it. */
interface Row {
  readonly path: string
  /** The first release whose chart has it; absent: 1.16 and newer. */
  readonly since?: string
  /** The first release that takes another value in its place. */
  readonly until?: string
  readonly neededBy: (uses: Uses, options: EmitOptions) => boolean
  readonly value: (options: EmitOptions) => Json
  readonly why: string
  readonly source: string
}

const proxy = ({ proxyRules, envoyConfigs, gatewayApi }: Uses): boolean => proxyRules || envoyConfigs || gatewayApi
const routes = ({ envoyConfigs, gatewayApi }: Uses): boolean => envoyConfigs || gatewayApi
const largerPatterns = (uses: Uses, { regexSize = defaultProgramSize }: EmitOptions): boolean =>
  regexSize > defaultProgramSize && proxy(uses)

/** Sidecars of destinations retry nothing, and those of clients no answer that a pod gave. */
const noRetries =
  'by default its proxy sends a request behind HTTP rules up to three times more where a pod answers 5xx, whatever the method'

/**
 * Defaults of the chart are among them: an installation may have set another value, and the output would then decide otherwise. Read in the
 * charts of 1.16.19, 1.17.6, 1.18.4, 1.19.4 and 1.20.2.
 */
const rows: readonly Row[] = [
  {
    path: 'clustermesh.policyDefaultLocalCluster',
    since: '1.18',
    neededBy: ({ policies }) => policies,
    value: () => true,
    why: 'policies name pods of this cluster, and not those of the same labels in another one',
    source: 'cc:pkg/clustermesh/types/option.go PolicyDefaultLocalCluster',
  },
  {
    path: 'encryption.enabled',
    neededBy: ({ strict }) => strict,
    value: () => true,
    why: 'traffic that STRICT encrypted stays encrypted between nodes; on one node it is plaintext',
    source: 'cc:install/kubernetes/cilium/values.yaml encryption',
  },
  {
    path: 'encryption.type',
    neededBy: ({ strict }) => strict,
    value: () => 'wireguard',
    why: 'either WireGuard or IPsec does; where `ipsec` is installed with its keys, leave it',
    source: 'cc:install/kubernetes/cilium/values.yaml encryption.type',
  },
  {
    path: 'envoy.enabled',
    neededBy: largerPatterns,
    value: () => true,
    why: 'only the Envoy that runs apart from the agent takes arguments',
    source: 'cc:install/kubernetes/cilium/templates/cilium-envoy/daemonset.yaml',
  },
  {
    path: 'envoy.extraArgs',
    neededBy: largerPatterns,
    value: ({ regexSize = defaultProgramSize }) => ['--config-yaml', JSON.stringify(runtimeWith(regexSize))],
    why: 'patterns are as large as --regex-size says, and Envoy refuses all policies of a pod for one that is too large; the list replaces the one of the release',
    source: 'cc:install/kubernetes/cilium/templates/cilium-envoy/daemonset.yaml extraArgs; measured: Envoy 1.40.0 --mode validate',
  },
  {
    path: 'envoy.httpRetryCount',
    since: '1.17',
    neededBy: ({ httpRules }) => httpRules,
    value: () => 0,
    why: noRetries,
    source: 'cc:pkg/envoy/model.go getHttpFilterChainProto, cc:install/kubernetes/cilium/values.yaml envoy.httpRetryCount',
  },
  {
    path: 'envoyConfig.enabled',
    neededBy: ({ envoyConfigs }) => envoyConfigs,
    value: () => true,
    why: 'without it no CiliumEnvoyConfig has an effect, and traffic bypasses its routes',
    source: 'cc:install/kubernetes/cilium/templates/cilium-configmap.yaml enable-envoy-config',
  },
  {
    path: 'extraConfig.http-retry-count',
    until: '1.17',
    neededBy: ({ httpRules }) => httpRules,
    value: () => '0',
    why: noRetries,
    source: 'cc:pkg/envoy/xds_server.go getHttpFilterChainProto, cc:install/kubernetes/cilium/templates/cilium-configmap.yaml extraConfig',
  },
  {
    path: 'gatewayAPI.enableAlpn',
    neededBy: ({ terminatedTls }) => terminatedTls,
    value: () => true,
    why: 'clients of a Gateway with TLS may speak HTTP/2, as gateways of Istio let them; without it clients of gRPC fail',
    source:
      'cc:operator/pkg/model/translation/envoy_listener.go UseAlpn, istio:pilot/pkg/networking/core/gateway.go buildGatewayListenerTLSContext',
  },
  {
    path: 'gatewayAPI.enabled',
    neededBy: ({ gatewayApi }) => gatewayApi,
    value: () => true,
    why: 'Cilium then takes routes and Gateways of the Gateway API',
    source: 'cc:operator/pkg/gateway-api/cell.go',
  },
  {
    path: 'gatewayAPI.enabled',
    neededBy: ({ routesOff }) => routesOff,
    value: () => false,
    why: 'routes of the input would be followed for pods outside of the mesh as well, and change what policies ask for',
    source: 'cc:operator/pkg/gateway-api/cell.go',
  },
  {
    path: 'gatewayAPI.gatewayClass.create',
    neededBy: ({ gateways }) => gateways,
    value: () => 'true',
    why: 'Gateways name the class `cilium`; with `auto` it is missing where the chart is rendered apart from the cluster (`helm template`, Argo CD)',
    source: 'cc:install/kubernetes/cilium/templates/cilium-gateway-api-class.yaml',
  },
  {
    path: 'kubeProxyReplacement',
    neededBy: routes,
    value: () => true,
    why: 'calls to a Service reach its routes; where kube-proxy is removed, k8sServiceHost and k8sServicePort are needed as well',
    source: 'cc:Documentation/network/servicemesh/gateway-api/installation.rst, l7-traffic-management.rst',
  },
  {
    path: 'l7Proxy',
    neededBy: proxy,
    value: () => true,
    why: 'its proxy enforces rules about HTTP requests and DNS names, and serves routes',
    source: 'cc:install/kubernetes/cilium/templates/validate.yaml',
  },
  {
    path: 'labels',
    neededBy: ({ policies }) => policies,
    value: () => '',
    why: 'with its default filter Cilium knows pods by the labels that policies select',
    source: 'cc:pkg/labelsfilter/filter.go',
  },
  {
    path: 'policyEnforcementMode',
    neededBy: ({ policies }) => policies,
    value: () => 'default',
    why: 'pods are closed by the policies that select them, and no others are',
    source: 'cc:pkg/policy/repository.go',
  },
  {
    path: 'socketLB.hostNamespaceOnly',
    neededBy: routes,
    value: () => true,
    why: 'sidecars and gateways of Istio that still run see the address of the Service that a pod calls',
    source: 'cc:Documentation/network/servicemesh/istio.rst',
  },
]

function runtimeWith(size: number): Json {
  return { layered_runtime: { layers: [{ name: 'unsidecar', static_layer: { 're2.max_program_size.error_level': size } }] } }
}

function isIn({ since, until }: Row, release: string): boolean {
  return (since === undefined || atLeast(release, since)) && (until === undefined || !atLeast(release, until))
}

/** The values of Cilium's chart that an output needs in a release, sorted by their path. */
export function helmValuesFor(uses: Uses, options: EmitOptions): readonly HelmValue[] {
  return rows
    .filter((row) => isIn(row, options.versions.cilium) && row.neededBy(uses, options))
    .map(({ path, value, why, source }) => ({ path: path.split('.'), value: value(options), why, source }))
}
