// For administrators: everybody's images, who has changed what, what is no longer as it was, and numbers.
import { catalogue, useAsked, useList } from './api.js'
import { bringBack } from './changes.js'
import { Change, Differences } from './image.js'
import { Images } from './images.js'
import { Account, Answered, Empty, Fact, Listed, Name, Readiness, Select, Trouble } from './pieces.js'
import { html } from './preact.js'
import { address, pageOf, route, session, turn } from './state.js'
import { day, number, say, sayOf, size, Time } from './words.js'

const PARTS = { images: () => html`<${Images} everyones />`, changes: Changes, drifted: Drifted, numbers: Numbers }

export function Administration() {
  const { id, query } = route.use()
  const { me } = session.use()
  if (!me?.is_administrator) {
    return html`<h1 tabindex="-1">${say('view.admin')}</h1><${Trouble} fault=${{ status: 403 }} />`
  }
  const part = id || !(query.part in PARTS) ? 'images' : query.part
  return html`<nav class="scopes" aria-label=${say('view.admin')}>${Object.keys(PARTS).map(
      key => html`<a key=${key} href=${address('/page/admin', { part: key })} aria-current=${String(key === part)}>
        ${say(`admin.${key}`)}</a>`,
    )}</nav><${PARTS[part]} key=${part} />`
}

const KINDS = ['register', 'upload', 'update', 'share', 'answer', 'check', 'unregister', 'restore', 'import']

function Changes() {
  const { kind, account = '', since = '' } = route.use().query
  const list = useList(catalogue('changes', { kind, account, since, limit: 50 }), 'changes')
  const write = name => event => turn({ [name]: event.target.value.trim() })
  const back = ({ image, before }) => bringBack([{ id: image, name: before?.name }])
  return html`<h1 tabindex="-1">${say('admin.changes')}</h1>
    <div class="filters">
      <${Select} of=${{ 'aria-label': say('change.kind') }} any=${say('change.kind.any')} value=${kind}
        options=${KINDS.map(one => [one, say(`kind.${one}`)])} set=${value => turn({ kind: value })} />
      <input aria-label=${say('account')} placeholder=${say('account')} value=${account} onChange=${write('account')} />
      <label>${say('since')} <input type="date" value=${since} onChange=${write('since')} /></label>
    </div>
    <${Listed} list=${list} none=${html`<${Empty} title=${say('changes.none')} />`}>
      <ol class="changes">${list.rows.map(one => html`<${Change} key=${one.position} change=${one}>
        <p><a data-row href=${pageOf('admin', one.image)}><bdi>${one.after?.name || one.before?.name || one.image}</bdi></a>
          ${one.kind === 'unregister' && html`<button type="button" class="quiet" onClick=${() => back(one)}>
            ${say('restore')}</button>`}</p>
        <details><summary>${say('differences')}</summary><${Differences} change=${one} /></details><//>`)}</ol><//>`
}

// Those whose file is another than was registered, or gone, and those whose bytes never came.
function Drifted() {
  const asked = { all: 'true', readiness: 'may-not-boot', limit: 200 }
  const list = useList(catalogue('images', asked), 'images')
  const rows = list.rows.filter(row => row.status === 'unavailable' || row.status === 'error')
  const cells = row => [
    ['owner', html`<${Account} account=${row.owner} name=${row.owner_name} />`],
    ['status', sayOf('status', row.status)],
    ['boots', html`<${Readiness} level=${row.readiness} />`],
    ['updated', html`<${Time} at=${row.updated_at} />`],
  ]
  return html`<h1 tabindex="-1">${say('admin.drifted')}</h1><p class="soft">${say('drifted.help')}</p>
    <${Listed} list=${{ ...list, rows }} none=${html`<${Empty} title=${say('drifted.none')} />`}>
      <${Plain} title=${say('admin.drifted')} columns=${['name', 'owner', 'status', 'boots', 'updated']} rows=${rows.map(
        row => [row.id, html`<a data-row href=${pageOf('admin', row.id)}><${Name} image=${row} /></a>`, cells(row)],
      )} /><//>`
}

const Plain = ({ title, columns, rows }) => html`<table class="plain"><caption class="heard">${title}</caption>
  <thead><tr>${columns.map(of => html`<th scope="col" key=${of} class=${of}>${say(`column.${of}`)}</th>`)}</tr></thead>
  <tbody>${rows.map(([key, head, cells]) => html`<tr key=${key}><th scope="row">${head}</th>
    ${cells.map(([of, cell]) => html`<td key=${of} class=${of}>${cell}</td>`)}</tr>`)}</tbody></table>`

const COUNTS = { by_readiness: 'readiness', by_status: 'status', by_visibility: 'visibility', by_format: '' }

function Numbers() {
  return html`<${Answered} to=${useAsked(catalogue('numbers'))}>${data => html`
    <h1 tabindex="-1">${say('admin.numbers')}</h1><p><strong>${say('numbers.images', { n: data.images })}</strong></p>
    ${data.days?.length > 1 && html`<${Plot} days=${data.days} />`}
    <div class="families">${Object.entries(COUNTS).map(
      ([key, kind]) => data[key] && html`<section key=${key} class="card"><h2>${say(`numbers.${key}`)}</h2>
        <dl class="facts">${Object.entries(data[key]).map(
          ([one, n]) => html`<${Fact} key=${one} label=${sayOf(kind, one)}>${number(n)}<//>`,
        )}</dl></section>`,
    )}</div>
    <h2>${say('numbers.accounts')}</h2>
    <${Plain} title=${say('numbers.accounts')} columns=${['account', 'images', 'size']} rows=${data.accounts?.map(
      ({ account, name, images, bytes }) => [
        account,
        html`<a href=${address('/page/admin', { owner: account })}><${Account} account=${account} name=${name} /></a>`,
        [['images', number(images)], ['size', size(bytes)]],
      ],
    )} />`}<//>`
}

const [WIDTH, HEIGHT, LEFT, BOTTOM] = [720, 220, 84, 28]

// Steps of a scale that end in a round number of MiB, GiB, …
function scale(most) {
  const unit = 1024 ** Math.floor(Math.log2(most) / 10)
  const power = 10 ** Math.floor(Math.log10(most / unit / 4))
  const step = [1, 2, 2.5, 5, 10].find(one => one * power >= most / unit / 4) * power * unit
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, n) => n * step)
}

// Size over time, as a line that the page draws itself, and in words.
function Plot({ days }) {
  const marks = scale(Math.max(...days.map(one => one.bytes), 1))
  const end = days.length - 1
  const x = at => LEFT + (at / end) * (WIDTH - LEFT - 12)
  const y = bytes => HEIGHT - BOTTOM - (bytes / marks.at(-1)) * (HEIGHT - BOTTOM - 12)
  const line = days.map((one, at) => `${x(at).toFixed(1)},${y(one.bytes).toFixed(1)}`).join(' ')
  const [first, last] = [days[0], days[end]]
  const told = say('plot.told', { from: size(first.bytes), to: size(last.bytes), since: day(first.day), n: last.images })
  return html`<figure class="plot"><figcaption>${say('plot')}</figcaption>
    <svg viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label=${told}>
      ${marks.map(mark => html`<g key=${mark}><line x1=${LEFT} x2=${WIDTH} y1=${y(mark)} y2=${y(mark)} class="grid" />
        <text x=${LEFT - 8} y=${y(mark) + 4} class="end">${size(mark)}</text></g>`)}
      <polygon class="area" points=${`${x(0)},${y(0)} ${line} ${x(end)},${y(0)}`} />
      <polyline class="line" points=${line} />
      ${[0, Math.floor(end / 2), end].map((at, n) => html`<text key=${n} x=${x(at)} y=${HEIGHT - 6}
        class=${['', 'middle', 'end'][n]}>${day(days[at].day)}</text>`)}
    </svg><p class="help">${told}</p></figure>`
}
