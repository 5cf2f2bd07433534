import type { Mesh } from '../../src/model/mesh.ts'
import { type Atom, atomsOf, type Predicate, type TextMatch } from '../../src/model/predicate.ts'
import type { Address, Client, HttpRequest, Request, Token } from '../../src/model/request.ts'
import { protocolOf } from '../../src/resolve/declared-protocol.ts'
import { pick, type Random } from './random.ts'

/** What the policies and routes of some meshes compare requests with, as values that requests can have. */
export interface Vocabulary {
  readonly clients: readonly Client[]
  readonly addresses: readonly Address[]
  /** Requests that come in from outside at a Gateway with routes. */
  readonly entries: readonly (readonly [client: Client, address: Address])[]
  readonly paths: readonly string[]
  readonly methods: readonly string[]
  readonly authorities: readonly string[]
  readonly headers: readonly (readonly [name: string, values: readonly string[]])[]
  readonly queries: readonly (readonly [name: string, values: readonly string[]])[]
  readonly tokens: readonly Token[]
}

/** The words of the first mesh's addresses and clients, and of the rules of all of them. */
export function vocabularyOf(meshes: readonly [Mesh, ...Mesh[]]): Vocabulary {
  const [mesh] = meshes
  const atoms = [...new Map(meshes.flatMap(atomsIn).map((atom) => [JSON.stringify({ ...atom, place: undefined }), atom])).values()]
  return {
    clients: clientsOf(mesh, atoms, waypointNames(meshes)),
    addresses: addressesOf(mesh, atoms),
    entries: entriesOf(meshes),
    paths: ['/', '/other', ...textsOf(atoms, 'path').filter((path) => path.startsWith('/') && !/[?#]/.test(path))],
    methods: ['GET', 'POST', 'DELETE', ...textsOf(atoms, 'method').filter((method) => /^[A-Z]+$/.test(method))],
    authorities: textsOf(atoms, 'authority').filter(
      // Proxies compare hosts without regard to case.
      (host) => host !== '' && !mesh.services.some((service) => namesOf(service).has(host.replace(/:\d+$/, '').toLowerCase())),
    ),
    headers: namedTexts(atoms, 'header'),
    queries: namedTexts(atoms, 'query'),
    tokens: tokensOf(meshes, atoms),
  }
}

/** One request within what comparing takes for granted: no bytes but HTTP on HTTP ports, the host that is addressed or one unknown. */
export function randomRequest(words: Vocabulary, mesh: Mesh, random: Random): Request | undefined {
  const entry = random() < 0.15 ? pick(random, words.entries) : undefined
  const [client, address] = entry ?? [pick(random, words.clients), pick(random, words.addresses)]
  if (client === undefined || address === undefined) return undefined
  const protocol = entry !== undefined || speaksHttp(mesh, address) || random() < 0.8 ? 'http' : 'tcp'
  return { client, address, protocol, ...(protocol === 'http' ? { http: httpRequest(words, address, mesh, random) } : {}) }
}

function httpRequest(words: Vocabulary, address: Address, mesh: Mesh, random: Random): HttpRequest {
  const some = (values: readonly (readonly [string, readonly string[]])[]): [string, string][] =>
    values.flatMap(([name, texts]) => (random() < 0.5 ? [[name, pick(random, texts) ?? '']] : []))
  const query = some(words.queries).map(([name, value]) => `${name}=${value}`)
  return {
    method: pick(random, words.methods)!,
    target: `${pick(random, words.paths)!}${query.length === 0 ? '' : `?${query.join('&')}`}`,
    authority: pick(random, [...hostsOf(address, mesh), ...words.authorities])!,
    headers: Object.fromEntries(some(words.headers)),
    token: pick(random, words.tokens)!,
  }
}

function hostsOf(address: Address, mesh: Mesh): string[] {
  if (address.kind === 'host') return [address.host]
  if (address.kind === 'pod') return ['unknown.example']
  return [
    `${address.name}.${address.namespace}`,
    `${address.name}.${address.namespace}.svc.${mesh.settings.clusterDomain}`,
    'unknown.example',
  ]
}

function namesOf({ name, namespace, host }: { name: string; namespace: string; host: string }): Set<string> {
  return new Set([name, `${name}.${namespace}`, `${name}.${namespace}.svc`, host])
}

function speaksHttp(mesh: Mesh, address: Address): boolean {
  const declared =
    address.kind === 'pod'
      ? mesh.workloads
          .filter(({ namespace, name }) => namespace === address.namespace && name === address.workload)
          .map((pod) => protocolOf(mesh, pod, address.port))
      : address.kind === 'service'
        ? mesh.services
            .filter(({ namespace, name }) => namespace === address.namespace && name === address.name)
            .flatMap(({ ports }) => ports.filter(({ port }) => port === address.port).map(({ protocol }) => protocol))
        : mesh.externalHosts.flatMap(({ hosts, ports }) =>
            hosts.includes(address.host) ? ports.filter(({ port }) => port === address.port).map(({ protocol }) => protocol) : [],
          )
  return declared.some((protocol) => protocol === 'http' || protocol === 'http2' || protocol === 'grpc')
}

/** Only a waypoint runs under its service account. */
function waypointNames(meshes: readonly Mesh[]): Set<string> {
  return new Set(meshes.flatMap(({ waypoints }) => waypoints.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`)))
}

/** A policy may name a namespace that no API server takes, such as `(harbour|yard)`: no client comes from there. */
const namespaceName = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/

function clientsOf(mesh: Mesh, atoms: readonly Atom[], waypoints: ReadonlySet<string>): Client[] {
  const ips = ['10.200.0.7', ...atoms.flatMap((atom) => ('range' in atom && !atom.range.includes(':') ? [atom.range.split('/')[0]!] : []))]
  const named = identitiesOf(atoms).filter(
    ([namespace, account]) => namespaceName.test(namespace) && !waypoints.has(`${namespace}/${account}`),
  )
  return [
    ...mesh.workloads
      .filter(({ address, gateway }) => address === undefined && !gateway)
      .map(({ namespace, name }): Client => ({ kind: 'workload', namespace, name, ip: '10.200.0.7' })),
    ...named.map(
      ([namespace, serviceAccount]): Client => ({
        kind: 'stranger',
        dataPlane: mesh.namespaces.some(({ name }) => name === namespace) ? 'namespace' : 'sidecar',
        namespace,
        serviceAccount,
        ip: '10.200.0.8',
      }),
    ),
    ...named.map(([namespace, serviceAccount]): Client => ({ kind: 'ingress', namespace, serviceAccount, ip: '10.200.0.9' })),
    ...ips.map((ip): Client => ({ kind: 'unmeshed', ip })),
    { kind: 'stranger', dataPlane: 'sidecar', namespace: 'elsewhere', serviceAccount: 'visitor', ip: '10.200.0.10' },
    { kind: 'ingress', namespace: 'istio-system', serviceAccount: 'istio-ingressgateway-service-account', ip: '10.200.0.9' },
  ]
}

function identitiesOf(atoms: readonly Atom[]): (readonly [string, string])[] {
  return atoms.flatMap((atom): (readonly [string, string])[] => {
    if (atom.kind !== 'identity') return []
    const { match } = atom
    if (match.by === 'namespace') return [[match.glob.replaceAll('*', 'x'), 'visitor']]
    if (match.by === 'service-account') return [[match.namespace, match.name]]
    if (match.by !== 'principal' || !('value' in match.match)) return []
    const [, namespace, account] = /ns\/([^/*]+)(?:\/sa\/([^/*]+))?/.exec(match.match.value) ?? []
    return namespace === undefined ? [] : [[namespace, account ?? 'visitor']]
  })
}

function addressesOf(mesh: Mesh, atoms: readonly Atom[]): Address[] {
  const ports = atoms.flatMap((atom) => (atom.kind === 'destination-port' ? [atom.port] : []))
  const services = mesh.services.flatMap(({ namespace, name, ports: own }) =>
    own.filter(({ transport }) => transport === 'TCP').map(({ port }): Address => ({ kind: 'service', namespace, name, port })),
  )
  const pods = mesh.workloads
    .filter(({ address, gateway }) => address === undefined && !gateway)
    .flatMap((pod) => {
      const targets = mesh.services.flatMap(({ namespace, ports: own }) =>
        namespace === pod.namespace ? own.flatMap(({ targetPort }) => (typeof targetPort === 'number' ? [targetPort] : [])) : [],
      )
      return [...new Set([...pod.ports.map(({ port }) => port), ...targets, ...ports, 7070])].map(
        (port): Address => ({ kind: 'pod', namespace: pod.namespace, workload: pod.name, port }),
      )
    })
  const hosts = mesh.externalHosts.flatMap(({ hosts: names, ports: own }) =>
    names.flatMap((host) => own.map(({ port }): Address => ({ kind: 'host', host: host.replace('*', 'any'), port }))),
  )
  // Services come thrice: routes only speak of them, and pods have more ports.
  return [...services, ...services, ...services, ...pods, ...hosts]
}

function entriesOf(meshes: readonly Mesh[]): (readonly [Client, Address])[] {
  return meshes.flatMap(({ routes, gateways }) =>
    routes.flatMap(({ bindings, hosts, delegateOnly }) =>
      bindings.flatMap((binding) => {
        if (binding.to !== 'gateway' || delegateOnly) return []
        const gateway = gateways.find(({ namespace, name }) => namespace === binding.namespace && name === binding.name)
        const port = gateway?.servers.find(({ protocol }) => protocol.startsWith('HTTP'))?.port ?? 80
        const client = { kind: 'ingress', namespace: 'istio-system', serviceAccount: 'istio-ingressgateway-service-account' } as const
        return hosts
          .filter(({ host }) => host.includes('.'))
          .map(
            ({ host }) =>
              [
                { ...client, gateway: `${binding.namespace}/${binding.name}`, ip: '10.200.0.9' },
                { kind: 'host', host: host.replace('*', 'any'), port },
              ] as const,
          )
      }),
    ),
  )
}

function* predicatesIn(mesh: Mesh): Generator<Predicate> {
  for (const { rules } of mesh.authorization) for (const { clauses } of rules) for (const { alternatives } of clauses) yield* alternatives
  for (const { http } of mesh.routes) for (const { matches } of http) for (const { predicate } of matches) yield predicate
}

function atomsIn(mesh: Mesh): Atom[] {
  return [...predicatesIn(mesh)].flatMap((predicate) => [...atomsOf(predicate)])
}

/** Texts that match, and some beside them. */
function examplesOf(match: TextMatch | { readonly op: string; readonly value: string }): string[] {
  if (!('value' in match)) return ['', 'some']
  const { op, value } = match
  switch (op) {
    case 'prefix':
    case 'segment-prefix':
      return [value, `${value}x`, `${value.replace(/\/$/, '')}/x`, value.toUpperCase()]
    case 'suffix':
      return [`x${value}`, value]
    case 'regex':
    case 'template':
      return fromPattern(value)
    default:
      return [value, `${value}x`, `${value}/x`, value.toUpperCase()]
  }
}

/** A few texts that look like a pattern: alternatives one by one, classes and repetitions by a letter or a digit. */
function fromPattern(pattern: string): string[] {
  const options = pattern.replaceAll('(?i)', '').split('|').slice(0, 4)
  return options.flatMap((option) => {
    const plain = option
      .replaceAll(/\{\*+\}|\.[*+]|\[\^[^\]]*\][*+]?/g, 'x')
      .replaceAll(/\\d[*+]?|\[0-9\][*+]?/g, '7')
      .replaceAll(/\\(.)/g, '$1')
      .replaceAll(/[()^$?*+]/g, '')
    return [plain, `${plain}x`, `${plain}/x`]
  })
}

function textsOf(atoms: readonly Atom[], kind: 'path' | 'method' | 'authority'): string[] {
  return [...new Set(atoms.flatMap((atom) => (atom.kind === kind ? examplesOf(atom.match) : [])))]
}

function namedTexts(atoms: readonly Atom[], kind: 'header' | 'query'): [string, string[]][] {
  const found = new Map<string, Set<string>>()
  for (const atom of atoms) {
    if (atom.kind !== kind || atom.name.startsWith(':') || atom.name.toLowerCase() === 'host') continue
    const name = kind === 'header' ? atom.name.toLowerCase() : atom.name
    const values = found.get(name) ?? new Set(kind === 'header' ? ['other', ''] : ['other'])
    for (const text of examplesOf(atom.match)) values.add(text)
    found.set(name, values)
  }
  return [...found].map(([name, values]) => [name, [...values].filter((value) => kind === 'header' || !/[&#/ ]/.test(value))])
}

function tokensOf(meshes: readonly Mesh[], atoms: readonly Atom[]): Token[] {
  const issuers = new Set(
    meshes.flatMap((mesh) => mesh.requestAuthentication.flatMap(({ issuers: rules }) => rules.map(({ issuer }) => issuer))),
  )
  const audiences = meshes.flatMap((mesh) =>
    mesh.requestAuthentication.flatMap(({ issuers: rules }) => rules.flatMap((rule) => rule.audiences)),
  )
  const subjects = ['user']
  const claims: [readonly string[], string][] = []
  for (const atom of atoms) {
    if (atom.kind === 'token-principal') {
      issuers.add(examplesOf(atom.issuer)[0]!)
      subjects.push(examplesOf(atom.subject)[0]!)
    }
    if (atom.kind === 'token-claim') for (const text of examplesOf(atom.match).slice(0, 2)) claims.push([atom.path, text])
  }
  if (issuers.size === 0 && claims.length === 0) return [{ kind: 'none' }]
  return [
    { kind: 'none' },
    { kind: 'none' },
    { kind: 'invalid' },
    ...[...issuers, 'https://unknown.example'].flatMap((iss) =>
      [...new Set(subjects)].flatMap((sub): Token[] => [
        { kind: 'valid', claims: { iss, sub } },
        { kind: 'valid', claims: { iss, sub, aud: audiences[0] ?? 'app' } },
        {
          kind: 'valid',
          claims: {
            iss,
            sub,
            aud: audiences.at(-1) ?? 'app',
            ...Object.fromEntries(claims.map(([path, text]) => [path[0]!, nested(path.slice(1), text)])),
          },
        },
        ...claims.map(([path, text]): Token => ({ kind: 'valid', claims: { iss, sub, [path[0]!]: nested(path.slice(1), text) } })),
      ]),
    ),
  ]
}

function nested(path: readonly string[], value: string): unknown {
  return path.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value)
}
