import type { Message } from '../../../envoy/message.ts'

/** A host outside that shows a certificate of its name. */
export interface KeysHost {
  readonly host: string
  readonly port: number
}

/**
 * A cluster of one host over TLS, whose certificate is held against its name: what gives keys to the filter that checks tokens. Undefined where another host
 * could answer in its place.
 */
export function readKeysHost(message: Message): KeysHost | undefined {
  const assignment = message.message('loadAssignment')
  const [locality, ...localities] = assignment?.list('endpoints') ?? []
  const [endpoint, ...endpoints] = locality?.list('lbEndpoints') ?? []
  const inner = endpoint?.message('endpoint')
  const address = inner?.message('address')
  const socket = address?.message('socketAddress')
  const [host, port] = [socket?.text('address'), socket?.number('portValue')]
  for (const one of [socket, address, inner, endpoint, locality]) one?.done()
  assignment?.ignore('clusterName').done()
  const named = readTls(message)
  message.ignore('@type', 'name', 'type', 'connectTimeout', 'typedExtensionProtocolOptions').done()
  const isOne = localities.length === 0 && endpoints.length === 0 && host !== undefined && port !== undefined && named === host
  if (!isOne) message.isOdd()
  return isOne ? { host, port } : undefined
}

/** The name that a certificate has to have, by the authorities of the image. */
function readTls(cluster: Message): string | undefined {
  const socket = cluster.message('transportSocket')
  const config = socket?.message('typedConfig')
  const isTls = config?.text('@type')?.endsWith('.UpstreamTlsContext') === true
  const sni = config?.text('sni')
  const common = config?.message('commonTlsContext')
  const validation = common?.message('validationContext')
  const authorities = validation?.message('trustedCa')
  const isTrusted = authorities?.text('filename') === '/etc/ssl/certs/ca-certificates.crt'
  const [name, ...others] = validation?.list('matchTypedSubjectAltNames') ?? []
  const matcher = name?.message('matcher')
  const exact = name?.text('sanType') === 'DNS' && others.length === 0 ? matcher?.text('exact') : undefined
  for (const one of [authorities, matcher, name, validation, common, config]) one?.done()
  socket?.ignore('name').done()
  return isTls && isTrusted && sni === exact ? exact : undefined
}
