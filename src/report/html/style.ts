/** How pages look: dark where the reader's system is, and on paper black on white with everything open. */
export const style = `
:root { color-scheme: light dark; --page: #fff; --text: #1c2128; --dim: #59636e; --line: #d1d9e0; --pane: #f6f8fa;
  --wider: #b3261e; --narrower: #8a5a00; --rerouted: #7a3aa8; --undetermined: #0b5cad; --good: #1a7f37;
  --gone: #ffebe9; --new: #dafbe1; --marked: #fff3c4 }
@media (prefers-color-scheme: dark) {
  :root { --page: #0d1117; --text: #e6edf3; --dim: #9198a1; --line: #3d444d; --pane: #151b23;
    --wider: #ff8a80; --narrower: #e3b341; --rerouted: #d2a8ff; --undetermined: #79c0ff; --good: #56d364;
    --gone: #4b1719; --new: #12391f; --marked: #4d3f0c }
}
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 88rem; padding: 1rem 1.25rem 4rem; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.5rem; margin: 0 0 .25rem } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem } h3 { font-size: 1rem; margin: 1rem 0 .25rem }
p { margin: .25rem 0 } .dim { color: var(--dim) }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .6rem; margin: 1rem 0 0; padding: 0 }
.cards > div { border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .75rem }
.cards dt { color: var(--dim); font-size: .85rem } .cards dd { margin: 0; font-size: 1.5rem; font-weight: 600; font-variant-numeric: tabular-nums }
.cards small { display: block; font-size: .8rem; font-weight: 400; color: var(--dim) }
.wider { color: var(--wider) } .narrower { color: var(--narrower) } .rerouted { color: var(--rerouted) }
.undetermined, .identified { color: var(--undetermined) } .good { color: var(--good) } .error { color: var(--wider) } .warning { color: var(--narrower) }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line) }
th, td { overflow-wrap: break-word } td code, td p { overflow-wrap: anywhere } .stacked td > code { display: inline-block; min-width: 14rem }
th { color: var(--dim); font-weight: 600; font-size: .85rem } th, td > b:only-child { white-space: nowrap }
.filter { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin: .5rem 0 }
.filter input[type=search] { flex: 1 1 16rem; font: inherit; padding: .35rem .6rem; border: 1px solid var(--line); border-radius: .4rem;
  background: var(--page); color: inherit }
details.row { border-bottom: 1px solid var(--line) }
details.row > summary { cursor: pointer; display: grid; grid-template-columns: 8.5rem 1fr 1fr 7.5rem; gap: .6rem; padding: .4rem .25rem; list-style: none }
details.row > summary::-webkit-details-marker { display: none }
details.row > summary:hover, details.row[open] > summary { background: var(--pane) }
details.row > summary > b::before { content: "▸ " } details.row[open] > summary > b::before { content: "▾ " }
details.row > div { padding: .25rem .25rem 1rem 1.25rem }
.heads { display: grid; grid-template-columns: 8.5rem 1fr 1fr 7.5rem; gap: .6rem; padding: .3rem .25rem; color: var(--dim); font-size: .85rem; font-weight: 600 }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem } .sides > div { min-width: 0 }
pre { margin: .25rem 0; padding: .5rem .6rem; background: var(--pane); border: 1px solid var(--line); border-radius: .4rem;
  font: 12.5px/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: pre-wrap }
.pane { padding: 0; overflow: hidden } .pane > span { display: grid; grid-template-columns: 3.5rem 1fr; min-height: 1.45em }
.pane > span > i { color: var(--dim); font-style: normal; text-align: right; padding: 0 .6rem 0 0; user-select: none }
.marked { background: var(--marked) } .gone { background: var(--gone) } .new { background: var(--new) } .gap { color: var(--dim) }
.gone > i::after { content: " -" } .new > i::after { content: " +" }
code { font: 12.5px/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
details.fold > summary { cursor: pointer; padding: .3rem 0 }
.chart { margin: .5rem 0 1rem } .bar { display: grid; grid-template-columns: minmax(6rem, 22rem) 1fr minmax(5rem, 16rem); gap: .75rem; align-items: center;
  padding: .15rem 0; break-inside: avoid } .bar .value { color: var(--dim); font-size: .9rem; font-variant-numeric: tabular-nums }
.bar > svg { display: block; background: var(--pane); border-radius: .2rem; min-width: 0 }
.wide { overflow-x: auto } .wide > svg { display: block }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; color: var(--dim); font-size: .9rem } .legend svg { margin-right: .4rem; vertical-align: -1px }
rect { fill: var(--dim) } rect.today { fill: var(--good) } rect.after { fill: var(--undetermined) } rect.stays { fill: var(--wider) } rect.rest { fill: none }
rect.least { fill: var(--undetermined) } rect.maybe { opacity: .4 } rect.wider { fill: var(--wider) } rect.narrower { fill: var(--narrower) }
rect.rerouted { fill: var(--rerouted) } rect.undetermined { fill: var(--undetermined) } rect.accepted { opacity: .5 } h1.target { margin-top: 3rem }
@media (max-width: 50rem) {
  .bar { grid-template-columns: 1fr; gap: .1rem; padding: .3rem 0 }
  table { display: block; overflow-x: auto } td code, td p { min-width: 8rem; display: block }
  .stacked tbody, .stacked tr, .stacked td { display: block } .stacked thead { display: none } .stacked td { border: 0; padding: .1rem }
  .stacked tr { border-bottom: 1px solid var(--line); padding: .3rem 0 } .stacked td:nth-child(2)::after { content: "×" }
  .labelled, .labelled tbody, .labelled tr, .labelled td { display: block } .labelled thead, .labelled td:empty { display: none }
  .labelled td { border: 0; padding: .1rem } .labelled td[data-label]::before { content: attr(data-label) ": "; color: var(--dim) }
  .labelled tr { border-bottom: 1px solid var(--line); padding: .4rem 0 } .labelled td > b:only-child { white-space: normal }
  .sides { grid-template-columns: 1fr }
  .heads { display: none } details.row > summary { grid-template-columns: 1fr; gap: 0 }
  .cards { grid-template-columns: repeat(2, 1fr) }
  th, td { padding: .3rem } th { white-space: normal }
}
@media print {
  :root { --page: #fff; --text: #000; --dim: #444; --line: #999; --pane: #fff; --wider: #000; --narrower: #000; --rerouted: #000;
    --undetermined: #000; --good: #000; --gone: #eee; --new: #f6f6f6; --marked: #ddd }
  rect.today { fill: #777 } rect.after { fill: #bbb } rect.stays { fill: #000 } rect.least { fill: #555 } .bar > svg { outline: 1px solid #999 }
  rect.wider { fill: #000 } rect.narrower { fill: #777 } rect.rerouted { fill: #505050 } rect.undetermined { fill: #ccc }
  .wide > svg { max-width: 100%; height: auto } .filter { display: none } body { max-width: none; font-size: 10pt; padding: 0 }
  .cards { grid-template-columns: repeat(auto-fit, minmax(6rem, 1fr)) } .cards dd { font-size: 1.1rem } .cards dt { font-size: .7rem; overflow-wrap: normal }
  .sides { grid-template-columns: 1fr 1fr } pre, code { font-size: 8pt } .pane > span { grid-template-columns: 2.6rem 1fr }
  pre, tr, summary { break-inside: avoid } h1, h2, h3, summary, .heads { break-after: avoid } details.row > div { padding-left: 0 }
  .marked, .gone, .new { border-left: 3px solid #000; print-color-adjust: exact }
}
@media print and (max-width: 50rem) {
  table.labelled { display: table } .labelled thead { display: table-header-group } .labelled tbody { display: table-row-group }
  .labelled tr { display: table-row } .labelled td, .labelled td:empty { display: table-cell; border-bottom: 1px solid var(--line); padding: .3rem }
  .labelled td[data-label]::before { content: none }
  details.row > summary { grid-template-columns: 8.5rem 1fr 1fr 7.5rem }
}
`
