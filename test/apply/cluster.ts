import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ApiServer } from './api-server.ts'

/** Where the programs are built and kept between runs. */
const programs = process.env.APISERVER_FOLDER ?? join(tmpdir(), 'unsidecar-apiserver')

const script = (name: string): string => join('scripts', 'apiserver', name)

/** Why there is no API server to apply to; the empty string where there is one. */
export const leftOut = reason()

function reason(): string {
  if (process.env.APPLY !== '1') return ' (left out: `npm run test:apply` runs it)'
  const missing = ['openssl', 'unzip', 'go'].filter((program) => spawnSync('which', [program]).status !== 0)
  if (missing.length > 0) return ` (left out: ${missing.join(', ')} not installed)`
  const built = ['bin/etcd', 'bin/kubectl', 'crds/ciliumenvoyconfigs.yaml', 'crds-experimental']
  if (built.every((path) => existsSync(join(programs, path)))) return ''
  const { status, stderr } = spawnSync(script('build.sh'), [programs], { encoding: 'utf8', stdio: ['ignore', 'inherit', 'pipe'] })
  return status === 0 ? '' : ` (left out: kube-apiserver was not built: ${stderr.trim().split('\n').at(-1)})`
}

/** A kube-apiserver on loopback, with the CRDs of Istio, one channel of the Gateway API and Cilium in it, and its kubectl. */
export interface Cluster {
  readonly api: ApiServer
  /** The file by which kubectl finds it, and the folder of its programs. */
  readonly kubeconfig: string
  readonly bin: string
  /** Runs kubectl; both streams are given back. */
  kubectl(...args: string[]): { readonly status: number | null; readonly output: string }
  stop(): Promise<void>
}

export async function startCluster(channel: 'standard' | 'experimental' = 'standard'): Promise<Cluster> {
  const port = await freePorts()
  const server = spawn(script('serve.sh'), [programs, String(port)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const state = await firstLine(server)
  const config = join(state, 'kubeconfig')
  const token = /token: "(\w+)"/.exec(readFileSync(config, 'utf8'))?.[1] ?? ''
  const home = mkdtempSync(join(tmpdir(), 'unsidecar-kubectl-'))
  const kubectl = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(join(programs, 'bin/kubectl'), ['--kubeconfig', config, ...args], {
      encoding: 'utf8',
      env: { ...process.env, HOME: home },
    })
    return { status, output: stdout + stderr }
  }
  const api = new ApiServer(port, token)
  const { status, output } = kubectl('apply', '--server-side', ...crdsOf(channel).flatMap((path) => ['-f', path]))
  if (status !== 0) throw new Error(output)
  const established = kubectl('wait', '--for=condition=Established', '--timeout=60s', 'crd', '--all')
  if (established.status !== 0) throw new Error(established.output)
  const stop = async () => {
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.stdin?.end()
    await ended
    rmSync(home, { recursive: true, force: true })
  }
  return { api, kubeconfig: config, bin: join(programs, 'bin'), kubectl, stop }
}

/** A policy of the standard channel refuses the CRDs of the other, so that only one of them is installed. */
function crdsOf(channel: 'standard' | 'experimental'): string[] {
  const crds = join(programs, 'crds')
  if (channel === 'standard') return [crds]
  const others = readdirSync(crds).filter((name) => !name.startsWith('gateway.networking.'))
  return [...others.map((name) => join(crds, name)), join(programs, 'crds-experimental')]
}

function firstLine(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface({ input: server.stdout! }).once('line', resolve)
    server.once('exit', (code) => reject(new Error(`the API server did not start (exit code ${code})`)))
  })
}

/** Three ports in a row, as far as anybody can tell before they are used. */
function freePorts(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}
