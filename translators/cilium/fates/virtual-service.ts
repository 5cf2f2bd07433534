import type {
  VirtualServiceSpec,
  VirtualServiceSpecHttp,
  VirtualServiceSpecHttpFault,
  VirtualServiceSpecHttpMatch,
  VirtualServiceSpecHttpRetries,
} from '../../../src/crd/generated/types/istio/virtual-service.ts'
import { type FateMap, noEffect, refused, translated } from '../../../src/diagnostics/fate.ts'

const inConfig = translated('in a CiliumEnvoyConfig')
const client = refused('the proxy of a node does not know who the client is')

const match = {
  authority: inConfig,
  gateways: translated('matches for gateways alone are not part of the mesh routes'),
  headers: translated('header matches; claims of tokens are refused'),
  ignoreUriCase: inConfig,
  method: translated('method matches'),
  name: noEffect('only names the match'),
  port: translated('routes are written for each port of the Service'),
  queryParams: translated('query matches'),
  scheme: inConfig,
  sourceLabels: client,
  sourceNamespace: client,
  statPrefix: noEffect('only names statistics'),
  uri: translated('in a CiliumEnvoyConfig: routes of the Gateway API see paths that are not normalised'),
  withoutHeaders: inConfig,
} satisfies FateMap<VirtualServiceSpecHttpMatch>

const fault = {
  abort: translated('of all requests, with an HTTP status: an answer in a CiliumEnvoyConfig'),
  delay: refused("Cilium's Envoy has no fault filter"),
} satisfies FateMap<VirtualServiceSpecHttpFault>

const retries = {
  attempts: inConfig,
  backoff: inConfig,
  perTryTimeout: inConfig,
  retryIgnorePreviousHosts: noEffect("Cilium's Envoy retries at any pod"),
  retryOn: inConfig,
  retryRemoteLocalities: refused('Cilium gives its proxies no localities'),
} satisfies FateMap<VirtualServiceSpecHttpRetries>

const http = {
  corsPolicy: inConfig,
  delegate: translated('the rules of the delegate stand in its place'),
  directResponse: inConfig,
  fault,
  headers: translated('header filters, or the same in a CiliumEnvoyConfig'),
  match,
  mirror: translated('a mirror filter; in a CiliumEnvoyConfig where the share is not a whole number of percents'),
  mirror_percent: translated('the share of the mirror'),
  mirrorPercent: translated('the share of the mirror'),
  mirrorPercentage: translated('the share of the mirror'),
  mirrors: translated('mirror filters'),
  name: noEffect('only names the rule'),
  redirect: inConfig,
  retries,
  rewrite: translated('of the authority in an HTTPRoute, of the path in a CiliumEnvoyConfig'),
  route: translated('backendRefs or clusters; a subset becomes a Service of its own'),
  timeout: translated('`timeouts.request`, or the same in a CiliumEnvoyConfig'),
} satisfies FateMap<VirtualServiceSpecHttp>

/** Where `--assume sidecars-removed` is not given, all of it is refused. */
export const ciliumVirtualServiceFates = {
  exportTo: translated('routes of the Service hold for all pods'),
  gateways: translated('gateways go on following it; the rules for the mesh are written'),
  hosts: translated('each host becomes the Service whose ClusterIP has the routes'),
  http,
  tcp: translated('rules that lead back to all pods of the Service that is called change nothing; others are refused'),
  tls: refused('routes with a Service parent are HTTP'),
} satisfies FateMap<VirtualServiceSpec>
