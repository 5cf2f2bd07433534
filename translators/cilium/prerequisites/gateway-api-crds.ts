import { atLeast, type TargetVersions } from '../../../src/model/dialect.ts'
import type { RequiredCrds } from '../../../src/model/prerequisites.ts'

/**
 * The release of the Gateway API that the documentation of each release of Cilium asks for; the newest first
 * (cc:Documentation/network/servicemesh/gateway-api/installation.rst of 1.16.19, 1.17.6, 1.18.4, 1.19.4 and 1.20.2).
 */
const releases: readonly (readonly [cilium: string, gatewayApi: string])[] = [
  ['1.20', '1.6.1'],
  ['1.19', '1.4.1'],
  ['1.17', '1.2.0'],
  ['1.16', '1.1.0'],
]

/** The resources of the Gateway API. The operator looks for them when it starts, and takes no routes while one is missing. */
export function gatewayApiCrds({ cilium, gatewayApiChannel }: TargetVersions): RequiredCrds | undefined {
  const release = releases.find(([since]) => atLeast(cilium, since))
  if (release === undefined) return undefined
  const [, version] = release
  return {
    project: 'Gateway API',
    version,
    resource: 'httproutes.gateway.networking.k8s.io',
    url: `https://github.com/kubernetes-sigs/gateway-api/releases/download/v${version}/${gatewayApiChannel}-install.yaml`,
    why: `Cilium ${cilium} takes routes of release ${version}, and the chart does not bring them`,
    source: 'cc:Documentation/network/servicemesh/gateway-api/installation.rst',
  }
}
