/** `Service shop/cart:80` is in `shop`; hosts outside of the mesh are in none. */
export function namespaceOfDestination(destination: string): string {
  const [, namespace = ''] = /^\S+ ([^/\s]+)\//.exec(destination) ?? []
  return namespace
}
