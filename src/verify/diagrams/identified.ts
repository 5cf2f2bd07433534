/** Places (`pods ns/name:port`), by what both meshes say of a request there. */
export interface Admissions {
  /** Those that let the request in before. */
  readonly before: ReadonlySet<string>
  /** Those that it reached and that refused it: what the client's own sidecar refuses was not anonymous. */
  readonly refused: ReadonlySet<string>
  /** Those that it does not lead to and that would have let it in at their own address. */
  readonly beside: ReadonlySet<string>
  readonly after: ReadonlySet<string>
  /** The same of the mesh before, for the request as it is at addresses by which its sidecar knows the destination: the Services of a pod. */
  readonly named: readonly Named[]
  /** What the pods themselves make of the identity of the client; only beside Services, which may route the request elsewhere. */
  readonly own?: Pick<Named, 'admits' | 'refuses'>
}

interface Named {
  readonly admits: ReadonlySet<string>
  readonly refuses: ReadonlySet<string>
  /** True where nothing keeps the client out: it is let in somewhere, or routes answer with something other than an error. */
  readonly open: boolean
}

/**
 * What a difference in access is when it comes of nothing but the identity of the client. What a sidecar has no cluster for leaves it without
 * one; in ambient mode it has one there, too. Where the request is decided after as it was before at the Service's own address, the meshes
 * say the same of the client: it was closed, or open, only because the connection was anonymous.
 * A Service whose routes send the request elsewhere (`/api` of `shop/cart` to `shop/api`) says nothing of the pods behind it: there their
 * policies decide, as long as no route keeps the client out with an error.
 */
export function byIdentity(
  verdict: 'wider' | 'narrower',
  { before, refused, beside, after, named, own }: Admissions,
): 'wider' | 'narrower' | 'identified' {
  const opened = [...after].filter((place) => !before.has(place) && !beside.has(place))
  const closed = [...before].filter((place) => !after.has(place))
  const admitsItself = (place: string) => own?.admits.has(place) === true && named.every(({ open }) => open)
  const [changed, same] =
    verdict === 'wider'
      ? [opened, (place: string) => refused.has(place) && (named.some(({ admits }) => admits.has(place)) || admitsItself(place))]
      : [
          closed,
          (place: string) => own?.refuses.has(place) === true || (named.length > 0 && named.every(({ refuses }) => refuses.has(place))),
        ]
  return changed.length > 0 && changed.every(same) ? 'identified' : verdict
}
