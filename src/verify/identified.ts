/** Places (`pods ns/name:port`), by what both meshes say of a request there. */
export interface Admissions {
  /** Those that let the request in before. */
  readonly before: ReadonlySet<string>
  /** Those that it reached and that refused it: what the client's own sidecar refuses was not anonymous. */
  readonly refused: ReadonlySet<string>
  /** Those that it does not lead to and that would have let it in at their own address. */
  readonly beside: ReadonlySet<string>
  readonly after: ReadonlySet<string>
  /** The same of the mesh before, for the request as it is at addresses by which its sidecar knows the destination. */
  readonly named: readonly { readonly admits: ReadonlySet<string>; readonly refuses: ReadonlySet<string> }[]
}

/**
 * What a difference in access is when it comes of nothing but the identity of the client. What a sidecar has no cluster for leaves it without
 * one; in ambient mode it has one there, too. Where the request is decided after as it was before at the Service's own address, the meshes
 * say the same of the client: it was closed, or open, only because the connection was anonymous.
 */
export function byIdentity(
  verdict: 'wider' | 'narrower',
  { before, refused, beside, after, named }: Admissions,
): 'wider' | 'narrower' | 'identified' {
  const opened = [...after].filter((place) => !before.has(place) && !beside.has(place))
  const closed = [...before].filter((place) => !after.has(place))
  const [changed, same] =
    verdict === 'wider'
      ? [opened, (place: string) => refused.has(place) && named.some(({ admits }) => admits.has(place))]
      : [closed, (place: string) => named.length > 0 && named.every(({ refuses }) => refuses.has(place))]
  return changed.length > 0 && changed.every(same) ? 'identified' : verdict
}
