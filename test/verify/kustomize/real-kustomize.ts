import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const kustomizeVersion = 'v5.7.1'

/** The real kustomize, built by Go once for each version and kept between runs; or the reason why it cannot be had. */
export function realKustomize(): { readonly path: string } | { readonly missing: string } {
  const folder = join(tmpdir(), `unsidecar-test-kustomize-${kustomizeVersion}`)
  const path = join(folder, 'kustomize')
  if (existsSync(path)) return { path }
  if (spawnSync('go', ['version'], { stdio: 'ignore' }).status !== 0) return { missing: 'Go is not installed' }
  const module = `sigs.k8s.io/kustomize/kustomize/v5@${kustomizeVersion}`
  const { status, stderr } = spawnSync('go', ['install', module], {
    env: { ...process.env, GOBIN: folder },
    encoding: 'utf8',
    timeout: 300_000,
  })
  if (status === 0 && existsSync(path)) return { path }
  return { missing: `go install ${module} failed: ${stderr?.trim().split('\n').at(-1) ?? 'no answer'}` }
}
