/** `NS/NAME`, as people write it. */
export function fullName({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`
}

export function findNamed<T extends { readonly namespace: string; readonly name: string }>(all: readonly T[], name: string): T | undefined {
  return all.find((one) => fullName(one) === name)
}
