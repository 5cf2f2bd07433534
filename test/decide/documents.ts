/** A Kubernetes object as a test writes it. */
export function document(apiVersion: string, kind: string, metadata: object, spec?: object): object {
  return { apiVersion, kind, metadata, ...(spec === undefined ? {} : { spec }) }
}
