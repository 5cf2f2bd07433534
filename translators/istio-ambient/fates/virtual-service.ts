import type {
  VirtualServiceSpec,
  VirtualServiceSpecHttp,
  VirtualServiceSpecHttpMatch,
} from '../../../src/crd/generated/types/istio/virtual-service.ts'
import { type FateMap, kept, noEffect, refused, translated } from '../../../src/diagnostics/fate.ts'

const match = {
  authority: kept('HTTPRoute has no word for it; the VirtualService is kept for the waypoint'),
  gateways: translated('matches for gateways alone are not part of the mesh routes'),
  headers: translated('header matches; claims of tokens are refused'),
  ignoreUriCase: translated('a regular expression with `(?i)`'),
  method: translated('one match for each method; other verbs keep the VirtualService'),
  name: noEffect('only names the match'),
  port: translated('routes are written for each port of the Service'),
  queryParams: translated('query matches'),
  scheme: refused('a waypoint may see another scheme than the client sent'),
  sourceLabels: refused('a waypoint drops matches with labels of the client'),
  sourceNamespace: refused('a waypoint compares its own namespace'),
  statPrefix: kept('the VirtualService is kept for the waypoint'),
  uri: translated('exact paths, or regular expressions where prefixes or the order need them'),
  withoutHeaders: kept('HTTPRoute has no word for it; the VirtualService is kept for the waypoint'),
} satisfies FateMap<VirtualServiceSpecHttpMatch>

const http = {
  corsPolicy: translated('a CORS filter where it means the same, else the VirtualService is kept'),
  delegate: translated('the rules of the delegate stand in its place'),
  directResponse: kept('the VirtualService is kept for the waypoint'),
  fault: kept('the VirtualService is kept for the waypoint'),
  headers: translated('header filters'),
  match,
  mirror: translated('a mirror filter'),
  mirror_percent: translated('the share of the mirror'),
  mirrorPercent: translated('the share of the mirror'),
  mirrorPercentage: translated('the share of the mirror'),
  mirrors: translated('mirror filters'),
  name: noEffect('only names the rule'),
  redirect: translated('a redirect filter, with status 301 and scheme spelled out'),
  retries: translated('the experimental field `retry` where it means the same, else the VirtualService is kept'),
  rewrite: translated('a rewrite of the whole path or the host name, else the VirtualService is kept'),
  route: translated('backendRefs; a subset becomes a Service of its own'),
  timeout: translated('`timeouts.request`'),
} satisfies FateMap<VirtualServiceSpecHttp>

export const virtualServiceFates = {
  spec: {
    exportTo: translated('routes of the Service hold for all clients'),
    gateways: translated('gateways go on following it; `mesh` is taken off when routes take its place'),
    hosts: translated('each host becomes the Service that routes attach to'),
    http,
    tcp: translated('a TCPRoute since Gateway API 1.6, else the VirtualService is kept'),
    tls: translated('a TLSRoute since Gateway API 1.5, else the VirtualService is kept'),
  } satisfies FateMap<VirtualServiceSpec>,
}
