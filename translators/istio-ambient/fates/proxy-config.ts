import type { ProxyConfigSpec } from '../../../src/crd/generated/types/istio/proxy-config.ts'
import { type FateMap, noEffect } from '../../../src/diagnostics/fate.ts'

const processOnly = noEffect('sets up the process of a proxy, which pods no longer have')

export const proxyConfigFates = {
  spec: {
    concurrency: processOnly,
    environmentVariables: processOnly,
    image: processOnly,
    selector: processOnly,
  } satisfies FateMap<ProxyConfigSpec>,
}
