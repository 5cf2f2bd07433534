import type {
  CiliumNetworkPolicySpecIngressToPortsRulesDns as DnsSpec,
  CiliumNetworkPolicySpecIngressToPortsRulesHttp as HttpSpec,
  CiliumNetworkPolicySpecIngressToPorts as PortsSpec,
} from '../../../src/crd/generated/types/cilium/cilium-network-policy.ts'
import { compilesInGo, isRefusedPattern } from './go-pattern.ts'
import type { Reading } from './reading.ts'

export type Direction = 'ingress' | 'egress'

/** Enforced as it stands; refused with all of its object; or either, as far as is known. */
type Taken = 'written' | 'refused' | 'unknown'

/**
 * What Cilium makes of conditions beyond layer 4 (cc:pkg/policy/api/rule_validation.go, http.go): HTTP stands alone, on ports of TCP, in
 * patterns that compile; DNS and listeners are for what leaves, and nodes have no HTTP.
 */
export function takenAs(
  spec: PortsSpec,
  direction: Direction,
  { measured, forNodes, httpOnRanges }: Pick<Reading, 'measured' | 'forNodes' | 'httpOnRanges'>,
): Taken {
  if (isRefused(spec, direction) || (forNodes && (spec.rules?.http ?? []).length > 0)) return 'refused'
  const { ports = [], rules = {}, serverNames, listener, originatingTLS, terminatingTLS } = spec
  const { http = [], dns = [], ...others } = rules
  if ([serverNames, originatingTLS, terminatingTLS].some((one) => one !== undefined)) return 'unknown'
  if (Object.values(others).some((one) => one !== undefined)) return 'unknown'
  // A listener takes the connections that layer 4 allows (measured: Cilium 1.20.2).
  if (listener !== undefined) return measured ? 'written' : 'unknown'
  if (dns.length > 0)
    return measured && dns.every(isSoundName) && ports.every(({ port = '' }) => /^\d+$/.test(port)) ? 'written' : 'unknown'
  if (http.length > 0 && !httpOnRanges && ports.some(({ port, endPort = 0 }) => endPort > Number(port))) return 'unknown'
  const isSound = ports.every(isOfTcp) && http.every((one) => isSoundIn(one, measured))
  return isSound ? 'written' : 'unknown'
}

function isRefused({ ports = [], rules = {}, serverNames = [], listener, terminatingTLS }: PortsSpec, direction: Direction): boolean {
  const { http = [], dns = [] } = rules
  if (listener !== undefined && (direction === 'ingress' || http.length + dns.length > 0)) return true
  if (serverNames.length > 0 && terminatingTLS === undefined && http.length + dns.length > 0) return true
  if (dns.length > 0)
    return (
      direction === 'ingress' || ports.length === 0 || ports.some(({ port = '', endPort = 0 }) => isEvery(port) || endPort > Number(port))
    )
  return http.length > 0 && (!ports.every(isOfTcp) || http.some(({ path, method }) => [path, method].some(isRefusedPattern)))
}

const isOfTcp = ({ port = '', protocol }: NonNullable<PortsSpec['ports']>[number]): boolean => protocol === 'TCP' && !isEvery(port)

/** Port 0, with which there are no conditions beyond layer 4. */
const isEvery = (port: string): boolean => /^0+$/.test(port)

/** One name or one pattern of names, of letters that names have (cc:pkg/policy/api/fqdn.go sanitize). */
function isSoundName({ matchName, matchPattern }: DnsSpec): boolean {
  const [text = '', ...more] = [matchName, matchPattern].filter((one) => one !== undefined)
  return more.length === 0 && text.length <= 255 && (matchName === undefined ? /^[-\w.*]+$/ : /^[-\w.]+$/).test(text)
}

/**
 * The agent takes a `host` that does not compile; Envoy refuses what it gets for the pod, and the network below goes by the policy (measured:
 * Cilium 1.20.2). Values of headers may be kept in Secrets, which the agent has to be allowed to read.
 */
function isSoundIn({ method, path, host, headerMatches = [] }: HttpSpec, measured: boolean): boolean {
  const matchesAreTaken = headerMatches.length === 0 || (measured && headerMatches.every(({ name = '', secret }) => name !== '' && !secret))
  return matchesAreTaken && [method, path, ...(measured ? [] : [host])].every((pattern) => pattern === undefined || compilesInGo(pattern))
}
