/** How messages call this target. */
export const ambientTitle = 'Istio ambient'
