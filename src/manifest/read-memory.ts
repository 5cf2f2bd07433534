import type { SourceObject } from '../model/object.ts'
import type { DocumentReading } from './yaml/parsed-file.ts'

/**
 * What reading one set of manifests leaves for another that is nearly the same, such as the other side of a review: documents of one text have one
 * value. Both are read with the same versions. Values are shared, so that nothing may change them; places and findings are not.
 */
export class ReadMemory {
  readonly #documents = new Map<string, DocumentReading>()
  /** By the value of an object, the namespace under which it was accepted. */
  readonly #accepted = new WeakMap<object, string>()

  documentOf(text: string): DocumentReading | undefined {
    return this.#documents.get(text)
  }

  /** Takes a document that was read without a finding. */
  keepDocument(text: string, reading: DocumentReading): void {
    this.#documents.set(text, reading)
  }

  /** Whether an object of that value was accepted as it is, without a finding. */
  accepts({ value, ref }: SourceObject): boolean {
    return this.#accepted.get(value) === ref.namespace
  }

  keepAccepted({ value, ref }: SourceObject): void {
    this.#accepted.set(value, ref.namespace)
  }
}
