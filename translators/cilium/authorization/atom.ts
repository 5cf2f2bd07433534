import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import { type Atom, type IdentityMatch, needsHttp, type TextMatch } from '../../../src/model/predicate.ts'
import { isRequestAtom, type RequestAtom, requestsOf } from '../http/request-atom.ts'
import { everyRequest } from '../http/requests.ts'
import type { Box, ReachContext } from './box.ts'
import { everyName, type IdentitySet, isEmptyIdentities, nobody, only, podIdentities } from './identity-set.ts'
import { complementPorts, everyPort, onePort } from './port-set.ts'
import type { Rounding } from './rounding.ts'

/** The connections that one atom matches; what Cilium cannot say about a connection is refused at the atom's place. */
export function atomBoxes(atom: Atom, rounding: Rounding, context: ReachContext): readonly Box[] {
  if (atom.kind === 'destination-port' && atom.of === 'container') return boxes(everyClient, onePort(atom.port))
  if (atom.kind === 'identity') {
    const clients = identitySet(atom.match, rounding, context, atom)
    return clients === undefined ? [] : boxes(clients, everyPort)
  }
  if (isRequestAtom(atom)) return requestBoxes(atom, rounding, context)
  context.diagnostics.push(refusal(atom))
  return []
}

/**
 * Requests at the ports where sidecars read HTTP. Elsewhere an ALLOW rule with a condition on requests matches nothing, and a DENY rule matches
 * as if it were not there (istio:pilot/pkg/security/authz/model/model.go Generate, forTCP).
 */
function requestBoxes(atom: RequestAtom, rounding: Rounding, context: ReachContext): readonly Box[] {
  const requests = requestsOf(atom, rounding, context.paths)
  if (requests !== undefined && 'code' in requests) {
    context.diagnostics.push(requests)
    return []
  }
  const some: Box[] = requests === undefined ? [] : [{ clients: everyClient, ports: context.httpPorts, requests }]
  const elsewhere: Box[] = [{ clients: everyClient, ports: complementPorts(context.httpPorts), requests: everyRequest }]
  return [...some, ...(rounding === 'up' ? elsewhere : [])].filter(({ ports }) => ports.length > 0)
}

const everyClient: IdentitySet = { ...podIdentities(everyName), ingress: true, others: true }

function boxes(clients: IdentitySet, ports: Box['ports']): readonly Box[] {
  return ports.length === 0 || isEmptyIdentities(clients) ? [] : [{ clients, ports, requests: everyRequest }]
}

function refusal(atom: Atom): Diagnostic {
  const attribute = names[atom.kind]
  return diagnose(needsHttp(atom) ? catalogue.ciliumHttpCondition : catalogue.ciliumOtherCondition, atom.place, { attribute })
}

const names: Readonly<Record<Atom['kind'], string>> = {
  identity: 'identity',
  'peer-address': 'address of the peer',
  'client-address': 'address of the original client',
  'destination-address': 'destination address',
  'destination-port': 'destination-port',
  sni: 'server name (SNI)',
  metadata: 'metadata of Envoy filters',
  'client-labels': 'client-labels',
  'client-namespace': 'client-namespace',
  method: 'method',
  path: 'path',
  scheme: 'scheme',
  query: 'query',
  'token-principal': 'token',
  'token-claim': 'token',
  authority: 'host',
  header: 'headers',
}

/**
 * The pods an identity stands for. Namespace and service account are labels of the pod in Cilium, not a certificate, so pods that are known
 * to be outside the mesh, and machines that are not pods, make it inexact.
 */
function identitySet(match: IdentityMatch, rounding: Rounding, context: ReachContext, atom: Atom): IdentitySet | undefined {
  if (context.anonymous && rounding === 'down') {
    context.diagnostics.push(diagnose(catalogue.ciliumNobodyNamed, atom.place, { what: text(match) }))
    return nobody
  }
  if (context.anonymous) context.diagnostics.push(diagnose(catalogue.ciliumNoMtls, atom.place, {}))
  const account = accountOf(match, context.facts.trustDomains)
  if (account === 'any') return anyIdentity(rounding, context, atom)
  if (account === 'none' && rounding === 'down') return nobody
  if (account === 'none' || account === undefined) {
    context.diagnostics.push(diagnose(catalogue.ciliumIdentityPattern, atom.place, { what: text(match) }))
    return undefined
  }
  const { facts } = context
  const stranger = rounding === 'down' ? facts.unmeshedPod(account.namespace, account.name) : facts.machine(account.namespace, account.name)
  if (stranger !== undefined) {
    const kind = rounding === 'down' ? catalogue.ciliumUnmeshedPods : catalogue.ciliumMachines
    context.diagnostics.push(diagnose(kind, atom.place, { what: text(match), stranger }))
    return undefined
  }
  if (rounding === 'up') sayWhoIsKnownNow(text(match), facts.unmeshedPod(account.namespace, account.name), context, atom)
  const pods = podIdentities(only(account.namespace), account.name === undefined ? everyName : only(account.name))
  return withGateways(pods, account, context, atom)
}

function anyIdentity(rounding: Rounding, context: ReachContext, atom: Atom): IdentitySet | undefined {
  const { facts } = context
  if (rounding === 'up') {
    const stranger = facts.machine(undefined)
    if (stranger !== undefined) {
      context.diagnostics.push(diagnose(catalogue.ciliumMachines, atom.place, { what: '*', stranger }))
      return undefined
    }
    sayWhoIsKnownNow('*', facts.unmeshedPod(undefined), context, atom)
    return withGateways(podIdentities(everyName), {}, context, atom)
  }
  const stranger = facts.meshed.map((namespace) => facts.unmeshedPod(namespace)).find((pod) => pod !== undefined)
  if (stranger !== undefined) context.diagnostics.push(diagnose(catalogue.ciliumUnmeshedPods, atom.place, { what: '*', stranger }))
  else if (facts.meshed.length === 0) context.diagnostics.push(diagnose(catalogue.ciliumIdentityPattern, atom.place, { what: '*' }))
  else {
    context.diagnostics.push(diagnose(catalogue.ciliumAnyIdentity, atom.place, { namespaces: facts.meshed }))
    return withGateways(podIdentities(only(...facts.meshed)), {}, context, atom)
  }
  return undefined
}

/** Pods without sidecar that an ALLOW rule admits today, or a DENY rule lets pass, because they have no identity: Cilium takes one from their labels. */
function sayWhoIsKnownNow(what: string, stranger: string | undefined, { diagnostics }: ReachContext, atom: Atom): void {
  if (stranger !== undefined) diagnostics.push(diagnose(catalogue.ciliumUnmeshedPodsKnown, atom.place, { what, stranger }))
}

/** The gateways of Cilium among them, where they stand for a gateway of Istio that is meant. */
function withGateways(pods: IdentitySet, meant: Partial<Account>, { facts, diagnostics, place }: ReachContext, atom: Atom): IdentitySet {
  const accounts = [...facts.gatewayAccounts].filter((text) => {
    const [namespace, name] = text.split('/')
    return (meant.namespace ?? namespace) === namespace && (meant.name ?? name) === name
  })
  if (accounts.length === 0) return pods
  diagnostics.push(diagnose(catalogue.ciliumGatewayIdentity, atom.place, { policy: objectText(place.object), accounts }))
  return { ...pods, ingress: true }
}

interface Account {
  readonly namespace: string
  /** Absent: every account of the namespace. */
  readonly name?: string
}

/** Namespace and account of an identity; `none` when no certificate can say it, undefined when it is not an exact pair. */
function accountOf(match: IdentityMatch, trustDomains: readonly string[]): Account | 'any' | 'none' | undefined {
  if ('pattern' in match && match.pattern !== undefined) return undefined
  switch (match.by) {
    case 'any':
      return 'any'
    case 'namespace':
      return match.glob === '*' ? 'any' : match.glob.includes('*') ? undefined : named(match.glob)
    case 'service-account':
      return named(match.namespace, match.name)
    case 'trust-domain':
      return undefined
    case 'principal':
      return accountOfPrincipal(match.match, trustDomains)
  }
}

function accountOfPrincipal(match: TextMatch, trustDomains: readonly string[]): ReturnType<typeof accountOf> {
  switch (match.op) {
    case 'present':
    case 'non-empty':
      return 'any'
    case 'exact': {
      const parts = /^([^/]+)\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(match.value)
      // Certificates of the mesh have this form and no other (istio:pkg/spiffe/spiffe.go), so anything else matches no client.
      if (parts === null) return 'none'
      const [, domain = '', namespace = '', name = ''] = parts
      return trustDomains.includes(domain) ? named(namespace, name) : undefined
    }
    case 'prefix': {
      const [, domain = '', namespace] = /^([^/]+)\/(?:ns\/(?:([^/]+)\/(?:sa\/)?)?)?$/.exec(match.value) ?? []
      if (!trustDomains.includes(domain)) return undefined
      return namespace === undefined ? 'any' : named(namespace)
    }
    case 'suffix': {
      // Clients that are let in have certificates of the mesh's own trust domains: `*/ns/prod/sa/web` is the account in any of them.
      const [, namespace = '', name = ''] = /^\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(match.value) ?? []
      return namespace === '' ? undefined : named(namespace, name)
    }
    case 'regex':
      return undefined
  }
}

/**
 * Kubernetes knows no namespace or account of another form (RFC 1123), so no client has such an identity. An account name can be longer
 * than a label's value, which is how Cilium would have to say it.
 */
function named(namespace: string, name?: string): Account | 'none' | undefined {
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)) return 'none'
  if (name === undefined) return { namespace }
  if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)) return 'none'
  return name.length > 63 ? undefined : { namespace, name }
}

function text(match: IdentityMatch): string {
  switch (match.by) {
    case 'any':
      return '*'
    case 'namespace':
    case 'trust-domain':
      return match.glob
    case 'service-account':
      return `${match.namespace}/${match.name}`
    case 'principal':
      switch (match.match.op) {
        case 'present':
        case 'non-empty':
          return '*'
        case 'prefix':
          return `${match.match.value}*`
        case 'suffix':
          return `*${match.match.value}`
        case 'exact':
        case 'regex':
          return match.match.value
      }
  }
}
