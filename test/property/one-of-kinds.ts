/** The place of one of some manifests. The kinds come alike often: most documents of a mesh are Deployments and Services. */
export function oneOfKinds(documents: readonly string[], which: number): number {
  const kinds = documents.map((text) => (JSON.parse(text) as { kind: string }).kind)
  const distinct = [...new Set(kinds)]
  const kind = distinct[which % distinct.length]
  const own = documents.flatMap((_, index) => (kinds[index] === kind ? [index] : []))
  return own[Math.floor(which / distinct.length) % own.length]!
}
