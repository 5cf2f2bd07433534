import { Agent, request } from 'node:https'
import type { KubernetesObject } from '../../src/model/object.ts'

/** What the API server says to one request. */
export interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

interface Resource {
  readonly name: string
  readonly kind: string
  readonly namespaced: boolean
}

/** The API server over HTTP: server-side apply as `kubectl apply --server-side` asks for it. */
export class ApiServer {
  readonly #port: number
  readonly #token: string
  readonly #agent = new Agent({ keepAlive: true, rejectUnauthorized: false })
  readonly #groups = new Map<string, readonly Resource[]>()

  constructor(port: number, token: string) {
    this.#port = port
    this.#token = token
  }

  /** Undefined for kinds that the server does not have. */
  async pathOf(object: KubernetesObject): Promise<string | undefined> {
    const { apiVersion, kind, metadata } = object
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
    const known = this.#groups.get(root) ?? (await this.#resources(root))
    this.#groups.set(root, known)
    const resource = known.find((one) => one.kind === kind && !one.name.includes('/'))
    if (resource === undefined) return undefined
    const namespace = resource.namespaced ? `/namespaces/${encodeURIComponent(metadata.namespace ?? 'default')}` : ''
    return `${root}${namespace}/${resource.name}/${encodeURIComponent(metadata.name)}`
  }

  apply(path: string, object: KubernetesObject, dryRun = false): Promise<Answer> {
    const query = `fieldManager=kubectl&fieldValidation=Strict${dryRun ? '&dryRun=All' : ''}`
    return this.#ask('PATCH', `${path}?${query}`, JSON.stringify(object), 'application/apply-patch+yaml')
  }

  delete(path: string): Promise<Answer> {
    return this.#ask('DELETE', `${path}?propagationPolicy=Background`)
  }

  get(path: string): Promise<Answer> {
    return this.#ask('GET', path)
  }

  async #resources(root: string): Promise<readonly Resource[]> {
    const { status, body } = await this.get(root)
    return status === 200 ? (body.resources as readonly Resource[]) : []
  }

  #ask(method: string, path: string, text?: string, type = 'application/json'): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${this.#token}`, accept: 'application/json', 'content-type': type }
      const sent = request({ host: '127.0.0.1', port: this.#port, method, path, headers, agent: this.#agent }, (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () => {
          const answer = Buffer.concat(parts).toString('utf8')
          resolve({ status: response.statusCode ?? 0, body: answer.startsWith('{') ? JSON.parse(answer) : { message: answer } })
        })
      })
      sent.on('error', reject)
      sent.end(text)
    })
  }
}
