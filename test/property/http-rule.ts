import fc from '../fast-check.ts'

/** What rules of a VirtualService are made of by chance. */
interface Parts {
  readonly match: fc.Arbitrary<object>
  readonly forwarding: fc.Arbitrary<object>
  /** What a forwarding rule does besides. */
  readonly besides: fc.Arbitrary<object>
}

const answering = fc.constantFrom<object>(
  { redirect: { uri: '/moved' } },
  { redirect: { authority: 'new.example.com', redirectCode: 302 } },
  { redirect: { scheme: 'https' } },
  { directResponse: { status: 503, body: { string: 'closed' } } },
)

/** An HTTP rule of a VirtualService: most forward, some answer themselves, and some take every request. */
export function httpRule({ match, forwarding, besides }: Parts): fc.Arbitrary<object> {
  return fc
    .record({
      match: fc.option(fc.array(match, { minLength: 1, maxLength: 2 }), { nil: undefined, freq: 3 }),
      action: fc.oneof(
        { weight: 6, arbitrary: fc.tuple(forwarding, besides).map(([forward, rest]) => ({ ...forward, ...rest })) },
        { weight: 1, arbitrary: answering },
      ),
    })
    .map(({ match: matches, action }) => ({ ...(matches === undefined ? {} : { match: matches }), ...action }))
}

/** The fields that are set. */
export function written<T extends object>(value: T): object {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined))
}
