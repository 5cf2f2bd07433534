/** A ConfigMap's own fields; it has no spec. */
export interface ConfigMapFields {
  readonly data?: Readonly<Record<string, string>>
  readonly binaryData?: Readonly<Record<string, string>>
  readonly immutable?: boolean
}
