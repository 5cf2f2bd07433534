import type { SidecarSpec } from '../../../src/crd/generated/types/istio/sidecar.ts'
import { type FateMap, noEffect, refused } from '../../../src/diagnostics/fate.ts'

export const sidecarFates = {
  spec: {
    egress: {
      bind: refused('only a sidecar has listeners of its own; its pods stay on their sidecars'),
      captureMode: refused('only a sidecar has listeners of its own; its pods stay on their sidecars'),
      hosts: noEffect('only narrows what sidecars are configured with'),
      port: refused('only a sidecar has listeners of its own; its pods stay on their sidecars'),
    },
    inboundConnectionPool: refused('nothing limits inbound connections; its pods stay on their sidecars'),
    ingress: refused('only a sidecar maps ports; its pods stay on their sidecars'),
    outboundTrafficPolicy: {
      egressProxy: refused('only a sidecar has it; its pods stay on their sidecars'),
      mode: noEffect('`ALLOW_ANY` is what ztunnel does; `REGISTRY_ONLY` holds its pods back unless egress is restricted elsewhere'),
    },
    workloadSelector: noEffect('says what the Sidecar holds for'),
  } satisfies FateMap<SidecarSpec>,
}
