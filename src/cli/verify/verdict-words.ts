/** What the words of a comparison mean; printed by `verify --help`, since most of them are not words of Istio. */
export const verdictWords = `Words:
  part          one address of a destination, asked by one kind of client: what is compared and counted
  wider         a request that was denied is allowed
  narrower      a request that was allowed is denied
  rerouted      a request arrives at other pods, or is changed in another way
  identified    allowed only because the client has an identity that it lacked with sidecars
  undetermined  the input does not show what happens; never counted as equal
  announced     a finding of the conversion names the difference beforehand`
