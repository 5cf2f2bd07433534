import { parseAllDocuments } from 'yaml'
import { compareText } from '../../src/diagnostics/place.ts'
import { identityOf } from '../../src/manifest/edit/objects-to-add.ts'
import type { InputFile } from '../../src/manifest/input-file.ts'
import { loadManifests } from '../../src/manifest/load.ts'

/** When the objects of a cluster were made, in whole seconds, as its API server notes it. All commands between two `sleep` run within one second. */
export class ClusterClock {
  #now = Date.parse('2026-01-01T00:00:00Z') / 1000
  readonly #made = new Map<string, number>()
  readonly #texts: ReadonlyMap<string, string>

  /** `texts` are the files of a rollout by path. */
  constructor(input: readonly InputFile[], texts: ReadonlyMap<string, string>) {
    this.#texts = texts
    for (const { ref, creationTimestamp } of loadManifests(input).objects)
      this.#made.set(identityOf(ref), Date.parse(creationTimestamp ?? '2020-01-01T00:00:00Z') / 1000)
  }

  run(commands: readonly string[]): void {
    for (const command of commands) {
      const [, seconds] = /^sleep (\d+)/.exec(command) ?? []
      if (seconds !== undefined) this.#now += Number(seconds)
      const [, verb, file] = /^kubectl (apply|delete) .*?-f (\S+)$/.exec(command) ?? []
      if (file === undefined) continue
      for (const identity of this.#identitiesIn(file)) {
        if (verb === 'delete') this.#made.delete(identity)
        else if (!this.#made.has(identity)) this.#made.set(identity, this.#now)
      }
    }
  }

  /** The names of objects of a kind, the oldest first; of one second as istiod sorts them (istio:pilot/pkg/model/config.go configCompareByCreationTime). */
  oldestFirst(kind: string): string[] {
    const found = [...this.#made].flatMap(([identity, made]) => {
      const [, own, namespace, name] = identity.split('/')
      return own === kind ? [{ made, namespace: namespace!, name: name! }] : []
    })
    found.sort((a, b) => a.made - b.made || compareText(a.name, b.name) || compareText(a.namespace, b.namespace))
    return found.map(({ namespace, name }) => `${namespace}/${name}`)
  }

  #identitiesIn(file: string): string[] {
    const text = this.#texts.get(file)
    if (text === undefined) return []
    if (parseAllDocuments(text).some((document) => document.errors.length > 0)) throw new Error(`${file} is no YAML`)
    return loadManifests([{ path: `${file}.yaml`, text }]).objects.map(({ ref }) => identityOf(ref))
  }
}
