import { RE2JS } from 're2js'
import type {
  CiliumNetworkPolicySpecIngressToPortsRulesHttp as HttpSpec,
  CiliumNetworkPolicySpecIngressToPorts as PortsSpec,
} from '../../../src/crd/generated/types/cilium/cilium-network-policy.ts'

/**
 * Whether Cilium takes conditions beyond layer 4 as they stand: HTTP alone, on ports of TCP, in patterns that compile. A policy with others
 * may be refused as a whole (cc:pkg/policy/api/rule_validation.go; Envoy refuses a `host` that does not compile).
 */
export function isTakenAsWritten({ ports = [], rules = {}, serverNames, listener, originatingTLS, terminatingTLS }: PortsSpec): boolean {
  const { http = [], ...others } = rules
  if ([serverNames, listener, originatingTLS, terminatingTLS].some((one) => one !== undefined)) return false
  if (Object.values(others).some((one) => one !== undefined)) return false
  return ports.every(({ port, protocol }) => protocol === 'TCP' && port !== '0') && http.every(isSound)
}

function isSound({ method, path, host, headerMatches }: HttpSpec): boolean {
  return headerMatches === undefined && [method, path, host].every((pattern) => pattern === undefined || compiles(pattern))
}

function compiles(pattern: string): boolean {
  try {
    RE2JS.compile(pattern)
    return true
  } catch {
    return false
  }
}
