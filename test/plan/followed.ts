import { expect } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { isLive, withoutServerFields } from '../../src/manifest/edit/live-objects.ts'
import { identityOf } from '../../src/manifest/edit/objects-to-add.ts'
import type { InputFile } from '../../src/manifest/input-file.ts'
import { loadManifests } from '../../src/manifest/load.ts'
import { isRecord } from '../../src/manifest/object/identity.ts'
import type { OutputFile } from '../../src/manifest/output-tree.ts'
import { edited } from '../../src/model/edited.ts'
import type { SourceObject } from '../../src/model/object.ts'
import { mergePatched } from '../../src/plan/merge-patch.ts'
import type { Plan } from '../../src/plan/plan.ts'
import type { StepContents } from '../../src/plan/step-contents.ts'
import { stepFiles } from '../../src/plan/step-files.ts'

/** The objects that an API server holds, by what they are called. */
export type Objects = Readonly<Record<string, unknown>>

/** The objects of files, each by the first document that has it; without what only an API server writes. */
export function objectsOf(files: readonly InputFile[], defaultNamespace?: string): Objects {
  const { objects } = loadManifests(files, defaultNamespace === undefined ? {} : { defaultNamespace })
  return Object.fromEntries(
    objects.map((object) => {
      const [change] = isLive(object) ? withoutServerFields([object]) : []
      return [identityOf(object.ref), withoutEmptyMaps(change?.kind === 'edit' ? edited(object.value, change.edits) : object.value)]
    }),
  )
}

/** The cluster when the commands of a step have run, by the files that they name. */
export function afterStep(objects: Objects, contents: StepContents): Objects {
  return ran(objects, contents, 'on')
}

export function takenBack(objects: Objects, contents: StepContents): Objects {
  return ran(objects, contents, 'back')
}

function ran(objects: Objects, contents: StepContents, direction: 'on' | 'back'): Objects {
  const { added, addedBack, removed, removedBack, patches, pods, podsBack, texts } = stepFiles(contents)
  const next: Record<string, unknown> = { ...objects }
  const restored = removedBack.map(({ name }) => name)
  const [applied, deleted, again] = direction === 'on' ? [[added], removed, pods] : [restored, addedBack, podsBack]
  for (const { ref, forward, back } of patches) {
    const [patch] = documents(texts, direction === 'on' ? forward : back)
    next[identityOf(ref)] = withoutEmptyMaps(mergePatched(next[identityOf(ref)], patch))
  }
  for (const { ref, value } of applied.flatMap((name) => named(texts, name))) next[identityOf(ref)] = withoutEmptyMaps(value)
  for (const { ref, value } of named(texts, again)) expect(next[identityOf(ref)]).toEqual(withoutEmptyMaps(value))
  for (const { ref } of named(texts, deleted)) delete next[identityOf(ref)]
  return next
}

/** An object with an empty map of labels is the same as one without labels. */
function withoutEmptyMaps(value: unknown): unknown {
  if (!isRecord(value) || !isRecord(value.metadata)) return value
  const isEmpty = (entry: unknown) => isRecord(entry) && Object.keys(entry).length === 0
  const metadata = Object.entries(value.metadata).filter(([key, entry]) => !(['labels', 'annotations'].includes(key) && isEmpty(entry)))
  return { ...value, metadata: Object.fromEntries(metadata) }
}

function documents(texts: ReadonlyMap<string, string>, name: string | undefined): unknown[] {
  return name === undefined ? [] : parseAllDocuments(texts.get(name)!).map((document) => document.toJS())
}

function named(texts: ReadonlyMap<string, string>, name: string | undefined): readonly SourceObject[] {
  return name === undefined ? [] : loadManifests([{ path: `${name}.yaml`, text: texts.get(name)! }]).objects
}

/** The files of the source when a wave is done, or taken back. */
export function afterWave(files: readonly InputFile[], changed: readonly OutputFile[], direction: 'on' | 'back' = 'on'): InputFile[] {
  const texts = new Map(files.map(({ path, text }) => [path, text]))
  for (const file of changed) {
    const [from, to] = direction === 'on' ? [file.before, file.text] : [file.text, file.before]
    if (texts.get(file.path) !== from) throw new Error(`${file.path} is not what the wave starts with`)
    if (to === undefined) texts.delete(file.path)
    else texts.set(file.path, to)
  }
  return [...texts].map(([path, text]) => ({ path, text })).sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Every step of every wave, in order. */
export function stepsOf({ waves }: Plan): StepContents[] {
  return waves.flatMap(({ steps }) => steps.map(({ contents }) => contents))
}
