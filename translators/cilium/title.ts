/** How messages call this target. */
export const ciliumTitle = 'Cilium'
