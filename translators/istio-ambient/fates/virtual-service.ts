import type {
  VirtualServiceSpec,
  VirtualServiceSpecHttp,
  VirtualServiceSpecHttpMatch,
} from '../../../src/crd/generated/types/istio/virtual-service.ts'
import { type FateMap, kept, noEffect, refused, translated } from '../../../src/diagnostics/fate.ts'

const refusals = ['US3202', 'US3203', 'US3204', 'US3205', 'US3206', 'US3208', 'US3209', 'US3215'] as const

const match = {
  authority: kept('HTTPRoute has no word for it; the VirtualService is kept for the waypoint', refusals),
  gateways: translated('matches for gateways alone are no part of the routes of the mesh', refusals),
  headers: translated('header matches; claims of tokens are refused', refusals),
  ignoreUriCase: translated('a regular expression with `(?i)`', refusals),
  method: translated('one match for each method; other verbs keep the VirtualService', refusals),
  name: noEffect('only names the match'),
  port: translated('routes are written for each port of the Service', refusals),
  queryParams: translated('query matches', refusals),
  scheme: refused('a waypoint may see another scheme than the client sent'),
  sourceLabels: refused('a waypoint drops matches with labels of the client'),
  sourceNamespace: refused('a waypoint compares its own namespace'),
  statPrefix: kept('the VirtualService is kept for the waypoint', refusals),
  uri: translated('exact paths, or regular expressions where prefixes or the order need them', refusals),
  withoutHeaders: kept('HTTPRoute has no word for it; the VirtualService is kept for the waypoint', refusals),
} satisfies FateMap<VirtualServiceSpecHttpMatch>

const http = {
  corsPolicy: translated('a CORS filter where it means the same, else the VirtualService is kept', refusals),
  delegate: translated('the rules of the delegate stand in its place', refusals),
  directResponse: kept('the VirtualService is kept for the waypoint', refusals),
  fault: kept('the VirtualService is kept for the waypoint', refusals),
  headers: translated('header filters', refusals),
  match,
  mirror: translated('a mirror filter', refusals),
  mirror_percent: translated('the share of the mirror', refusals),
  mirrorPercent: translated('the share of the mirror', refusals),
  mirrorPercentage: translated('the share of the mirror', refusals),
  mirrors: translated('mirror filters', refusals),
  name: noEffect('only names the rule'),
  redirect: translated('a redirect filter, with status 301 and scheme spelled out', refusals),
  retries: translated('the experimental field `retry` where it means the same, else the VirtualService is kept', refusals),
  rewrite: translated('a rewrite of the whole path or the host name, else the VirtualService is kept', refusals),
  route: translated('backendRefs; a subset becomes a Service of its own', refusals),
  timeout: translated('`timeouts.request`', refusals),
} satisfies FateMap<VirtualServiceSpecHttp>

export const virtualServiceFates = {
  spec: {
    exportTo: translated('routes of the Service hold for all clients', refusals),
    gateways: translated('gateways go on following it; `mesh` is taken off when routes take its place', refusals),
    hosts: translated('each host becomes the Service that routes attach to', refusals),
    http,
    tcp: translated('a TCPRoute since Gateway API 1.6, else the VirtualService is kept', refusals),
    tls: translated('a TLSRoute since Gateway API 1.5, else the VirtualService is kept', refusals),
  } satisfies FateMap<VirtualServiceSpec>,
}
