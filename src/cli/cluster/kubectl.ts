import { spawnSync } from 'node:child_process'
import { shellWord } from '../../rollout/shell-word.ts'
import { UsageError } from '../process/errors.ts'

/** Which cluster, as kubectl names it. */
export interface ClusterName {
  readonly context: string
  readonly kubeconfig?: string | undefined
}

export interface KubectlAnswer {
  readonly text: string
  /** The first line of what kubectl complains of; undefined where it ends well. */
  readonly problem?: string
}

/** How long one answer of the API server may take. */
const requestTimeout = '60s'

/** Arguments that only read: `get` and `api-resources`. Each value is one argument with its option, so that none is taken for an option. */
export function kubectlArguments({ context, kubeconfig }: ClusterName, command: readonly string[]): string[] {
  const where = [`--context=${context}`, ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`])]
  return [...command, ...where, `--request-timeout=${requestTimeout}`]
}

/** A command as it is typed. */
export function kubectlText(args: readonly string[]): string {
  return ['kubectl', ...args.map(shellWord)].join(' ')
}

/**
 * Runs the kubectl of the PATH, without a shell.
 *
 * @throws {UsageError} where there is none
 */
export function askKubectl(args: readonly string[]): KubectlAnswer {
  const { status, stdout, stderr, error } = spawnSync('kubectl', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 600_000,
    maxBuffer: 1024 * 1024 * 1024,
  })
  if (error !== undefined) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new UsageError('--context needs kubectl on the PATH')
    return { text: '', problem: code === 'ETIMEDOUT' ? 'kubectl took longer than ten minutes' : error.message }
  }
  if (status === 0) return { text: stdout }
  const [first = ''] = stderr.split('\n').filter((line) => line.trim() !== '' && !/^(Warning|[EWI]\d{4} )/.test(line))
  return {
    text: stdout,
    problem: first.replace(/^(error: |Error from server \(\w+\): )/, '') || `kubectl ended with ${status ?? 'a signal'}`,
  }
}
