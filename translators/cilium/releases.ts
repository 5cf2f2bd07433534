import { atLeast, atLeastPatch } from '../../src/model/dialect.ts'

/**
 * What releases of Cilium differ in, as far as it decides what may be written. A release without a row of its own gets what is stricter. Read in the modules v1.16.19,
 * v1.17.6, v1.18.4, v1.19.4 and v1.20.2; measured for 1.20.2 alone.
 */

/**
 * Whether the operator is one whose routes and Gateways were measured. Before 1.20 retries have no cause, so that nothing is retried,
 * and a redirect to a scheme is for requests of that scheme as well (cc:operator/pkg/model/translation/envoy_virtual_host.go).
 */
export function isOperatorMeasured(cilium: string): boolean {
  return atLeast(cilium, '1.20')
}

/** Whether Envoy has the filter for CORS: in releases before 1.20 only later patches do (proxy:envoy_build_config/extensions_build_config.bzl). */
export function hasCorsFilter(cilium: string): boolean {
  return corsSince.some(({ patch, minor }) => isOfMinor(cilium, minor) && atLeastPatch(cilium, patch)) || atLeast(cilium, '1.20')
}

const corsSince = [
  { minor: '1.17', patch: '1.17.16' },
  { minor: '1.18', patch: '1.18.10' },
  { minor: '1.19', patch: '1.19.4' },
] as const

/** Whether HTTP rules pass WebSocket upgrades on in every patch of the release; earlier ones may answer 403 (cilium/cilium#41729). */
export function passesUpgrades(cilium: string): boolean {
  return atLeast(cilium, '1.19')
}

/**
 * Whether HTTP rules may be on a range of ports. The agent of 1.16 refuses such a policy, which the API server stores, so that its pods stay open
 * (cc:pkg/policy/api/rule_validation.go PortProtocol.sanitize).
 */
export function takesHttpOnRanges(cilium: string): boolean {
  return atLeast(cilium, '1.17')
}

function isOfMinor(version: string, minor: string): boolean {
  return atLeast(version, minor) && atLeast(minor, version)
}
