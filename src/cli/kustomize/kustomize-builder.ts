import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, parse, relative, resolve } from 'node:path'
import type { BuildResult, KustomizeBuilder } from '../../verify/kustomize/builder.ts'
import { filesOfBuild } from './build-files.ts'
import { treeOnDisk } from './disk-tree.ts'
import { failureText } from './failed-build.ts'
import type { KustomizeProgram } from './program.ts'

/** Builds with a program in a temporary folder that has what the build reads and nothing else; `close` removes it. */
export class ProgramBuilder implements KustomizeBuilder {
  readonly #program: KustomizeProgram
  readonly #root: string
  readonly #timeout: number
  #count = 0

  constructor(program: KustomizeProgram, timeout = 60_000) {
    this.#program = program
    this.#timeout = timeout
    this.#root = realpathSync(mkdtempSync(join(tmpdir(), 'unsidecar-kustomize-')))
  }

  build(kustomization: string, changes: ReadonlyMap<string, string | undefined>): BuildResult {
    const changed = new Map([...changes].map(([path, text]) => [resolve(path), text]))
    const found = filesOfBuild(kustomization, treeOnDisk(changed))
    if ('problem' in found) return found
    this.#count += 1
    const tree = join(this.#root, String(this.#count))
    try {
      for (const path of found.files) this.#put(tree, path, changed)
      return this.#run(tree, resolve(dirname(kustomization)))
    } finally {
      rmSync(tree, { recursive: true, force: true })
    }
  }

  close(): void {
    rmSync(this.#root, { recursive: true, force: true })
  }

  #put(tree: string, path: string, changed: ReadonlyMap<string, string | undefined>): void {
    const text = changed.get(path)
    const to = placeIn(tree, path)
    mkdirSync(dirname(to), { recursive: true })
    if (text === undefined) copyFileSync(path, to)
    else writeFileSync(to, text)
  }

  /** No plugins, no Helm and no network: neither is asked for, and Git and proxies lead nowhere. */
  #run(tree: string, folder: string): BuildResult {
    const { path, subcommand } = this.#program
    const nowhere = 'http://127.0.0.1:9'
    const { status, signal, stdout, stderr, error } = spawnSync(path, [subcommand, placeIn(tree, folder)], {
      encoding: 'utf8',
      timeout: this.#timeout,
      killSignal: 'SIGKILL',
      maxBuffer: 512 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...(process.env.PATH === undefined ? {} : { PATH: process.env.PATH }),
        HOME: this.#root,
        HTTP_PROXY: nowhere,
        HTTPS_PROXY: nowhere,
        GIT_ALLOW_PROTOCOL: 'none',
        GIT_TERMINAL_PROMPT: '0',
      },
    })
    if (error !== undefined && (error as NodeJS.ErrnoException).code !== 'ETIMEDOUT')
      return { problem: `${path} cannot be run: ${error.message}` }
    if (signal !== null || error !== undefined) return { problem: `${path} took longer than ${this.#timeout / 1000} s` }
    if (status === 0) return { text: stdout }
    return { problem: failureText(stderr.replaceAll(`${tree}/`, '/').replaceAll(`${process.cwd()}/`, ''), status) }
  }
}

/** An absolute path below another root. */
function placeIn(tree: string, path: string): string {
  return join(tree, relative(parse(path).root, path))
}
