// What is there to be read: families, the catalogue of properties, how the service is; and for administrators
// everybody's images, who has changed what, what is no longer as it was, and numbers.
import { bringBack } from './changes.js'
import { accountsOf, Change, Differences } from './image.js'
import { Images } from './images.js'
import { Account, Answered, Badge, Code, Copy, Empty, Fact, Listed, Name, Readiness, Select } from './pieces.js'
import { SystemIcon, Trouble } from './pieces.js'
import { html, useEffect, useRef, useState } from './preact.js'
import { catalogue, pageOf, post, route, session, turn, useAsked, useList, useNames } from './service.js'
import { day, number, say, sayOf, size, sorted, system, Time } from './words.js'

export function Families() {
  const { me } = session.use()
  const families = useList(catalogue('families', { limit: 200 }), 'families')
  const groups = {}
  for (const one of sorted(families.rows, row => row.family)) {
    const os = one.current?.os || one.family.replace(/-[^-]*$/, '')
    ;(groups[os] ||= []).push(one)
  }
  return html`<h1 tabindex="-1">${say('view.os')}</h1><p>${say('os.help')}</p>
    <${Listed} list=${families} none=${html`<${Empty} title=${say('os.none')} />`}>
      <div class="families">${sorted(Object.keys(groups)).map(os => html`<section key=${os} class="card">
        <h2><${SystemIcon} os=${os} /><bdi>${system(os).label}</bdi></h2>
        <ul>${groups[os].reverse().map(
          one => html`<${Family} key=${one.family + one.owner} ...${one} me=${me} />`,
        )}</ul>
        <p><a href=${pageOf('images', null, { os })}>${say('os.all', { name: system(os).label })}</a></p>
      </section>`)}</div><//>`
}

const Family = ({ family, owner, owner_name: name, current, me }) => html`<li>
  <p><strong><bdi>${family}</bdi></strong>
    <span class="help"><${Account} account=${owner} name=${name} me=${me} /></span></p>
  ${current
    ? html`<p><a data-row href=${pageOf('images', current.id)}><${Name} image=${current} /></a></p>
        <p class="figures"><${Readiness} level=${current.readiness} /><span>${size(current.size)}</span>
          <${Time} at=${current.created_at} />
          <${Copy} text=${current.id} label=${say('copy.id')} words=${say('copy.id')} /></p>`
    : html`<p class="help">${say('os.no-current')}</p>`}</li>`

export function Catalogue() {
  const [text, write] = useState('')
  const word = text.trim().toLowerCase()
  const has = ([key, of]) => [key, of.title, of.description, of['x-aliases']].join(' ').toLowerCase().includes(word)
  return html`<div class="narrow"><h1 tabindex="-1">${say('view.properties')}</h1><p>${say('catalogue.help')}</p>
    <${Answered} to=${useAsked(catalogue('properties'))}>${schema => {
      const found = Object.entries({ ...schema.properties, ...schema.patternProperties }).filter(has)
      return html`<p class="row"><input type="search" value=${text} aria-label=${say('catalogue.search')}
          placeholder=${say('catalogue.search')} onInput=${event => write(event.target.value)} />
          <span class="help" role="status">${say('catalogue.n', { n: found.length })}</span></p>
        ${schema['x-groups'].map(group => {
          const mine = found.filter(([, of]) => of['x-group'] === group.name)
          return mine.length > 0 && html`<section key=${group.name}><h2>${group.title}</h2>
            <p class="help">${group.description}</p>${mine.map(([key, of]) => Property(key, of))}</section>`
        })}`
    }}<//></div>`
}

// A key of a pattern is shown as people write it.
const plain = key => key.replace(/^\^|\$$/g, '').replace(/[.(\[].*$/, '…')

function Property(key, of) {
  const words = (label, all, name = '') => all?.length > 0 && html`<${Fact} label=${say(label)}><span class="row">
    ${all.map(one => html`<span key=${one}><code>${one}</code> ${name[one]}</span>`)}</span><//>`
  return html`<article key=${key} class="card"><h3>${of.title} <code>${plain(key)}</code></h3><p>${of.description}</p>
    <dl class="facts">${words('values', of.enum, of['x-labels'])}
      ${words('default.of', of.default ? [of.default] : [])} ${words('example.of', of.examples)}
      ${words('readers.of', of['x-readers'])} ${words('aliases', of['x-aliases'])}</dl></article>`
}

export function Status() {
  const { token } = session.use()
  return html`<div class="narrow"><h1 tabindex="-1">${say('view.status')}</h1>
    <section class="card"><h2>${say('health')}</h2>
      <${Answered} to=${useAsked('/health/ready')}>${({ degraded, parties = {} }) => html`
        <p><${Badge} level=${degraded ? 'check' : 'ready'}>${say(`health.is.${degraded}`)}<//></p>
        <dl class="facts">${Object.entries(parties).map(([name, { state, since }]) => html`
          <${Fact} key=${name} label=${sayOf('party', name)}>${sayOf('health', state)}
            ${since && html` · <${Time} at=${since} />`}<//>`)}</dl>`}<//></section>
    ${token && html`<${Me} />`}</div>`
}

const Me = () => html`<${Answered} to=${useAsked(catalogue('me'))}>${
  ({ name, account, is_administrator: may, usage }) =>
  html`<section class="card"><h2>${say('me')}</h2><dl class="facts">
      ${name && html`<${Fact} label=${say('name')}><bdi>${name}</bdi><//>`}
      <${Fact} label=${say('account')}><${Code} text=${account} of=${say('account')} /><//>
      </dl>${may && say('administrator')}</section>
    <section class="card"><h2>${say('usage')}</h2>${!usage?.length && html`<p class="help">${say('usage.none')}</p>`}
      <dl class="facts">${usage?.map(Usage)}</dl></section>`}<//>`

function Usage({ quota, count, limit }) {
  const name = quota === 'images' ? say('view.images') : quota
  const amount = quota.includes('bytes') ? size : number
  return html`<${Fact} key=${quota} label=${name}>${limit > 0
    ? html`<meter max=${limit} high=${limit * 0.9} value=${count} aria-label=${name}></meter>
        ${' '}${say('usage.of', { count: amount(count), limit: amount(limit) })}`
    : amount(count)}<//>`
}

const PARTS = { images: () => html`<${Images} everyones />`, changes: Changes, drifted: Drifted, numbers: Numbers }

export function Administration() {
  const { id, query } = route.use()
  const { me } = session.use()
  if (!me?.is_administrator) {
    return html`<h1 tabindex="-1">${say('view.admin')}</h1><${Trouble} fault=${{ status: 403 }} />`
  }
  const part = id || !(query.part in PARTS) ? 'images' : query.part
  return html`<nav class="scopes" aria-label=${say('view.admin')}>${Object.keys(PARTS).map(
      key => html`<a key=${key} href=${pageOf('admin', null, { part: key })}
        aria-current=${key === part ? 'true' : undefined}>${say(`admin.${key}`)}</a>`,
    )}</nav><${PARTS[part]} key=${part} />`
}

const KINDS = ['register', 'reserve', 'locate', 'begin_upload', 'upload', 'end_upload', 'update', 'share', 'answer']
KINDS.push('check', 'move', 'unregister', 'restore', 'import', 'forget')

function Changes() {
  const { kind, account = '', since = '' } = route.use().query
  const list = useList(catalogue('changes', { kind, account, since, limit: 50 }), 'changes')
  const names = useNames(list.rows.flatMap(accountsOf))
  const isLast = one => list.rows.find(({ image }) => image === one.image) === one
  const last = useRef('')
  useEffect(() => () => (last.current = null), [])
  // Whoever has that address, if there is one who has; nothing once another has been written, or the view left.
  const ofAccount = async event => {
    const name = (last.current = event.target.value.trim())
    const found = name.includes('@') && (await post(catalogue('accounts'), { names: [name] }).catch(() => null))
    if (last.current === name) turn({ account: found?.accounts?.[0].account || name })
  }
  const back = ({ image, before }) => bringBack([{ id: image, name: before?.name }])
  return html`<h1 tabindex="-1">${say('admin.changes')}</h1>
    <div class="filters">
      <${Select} of=${{ 'aria-label': say('change.kind.any') }} any=${say('change.kind.any')} value=${kind}
        options=${KINDS.map(one => [one, say(`kind.${one}`)])} set=${value => turn({ kind: value })} />
      <input aria-label=${say('account.or')} placeholder=${say('account.or')} value=${account} onChange=${ofAccount} />
      <label>${say('since')} <input type="date" value=${since} onChange=${event =>
        turn({ since: event.target.value })} /></label>
    </div>
    <${Listed} list=${list} none=${html`<${Empty} title=${say('changes.none')} />`}>
      <ol class="changes">${list.rows.map(one => html`<${Change} key=${one.position} ...${{ names }} change=${one}>
        <p><a data-row href=${pageOf('admin', one.image)}>
          <bdi>${one.after?.name || one.before?.name || one.image}</bdi></a>
          ${one.kind === 'unregister' && isLast(one) && html`<button type="button" class="quiet"
            onClick=${() => back(one)}>${say('restore')}</button>`}</p>
        <details><summary>${say('differences')}</summary><${Differences} change=${one} names=${names} /></details>
      <//>`)}</ol><//>`
}

const DRIFTED = ['column.name', 'column.owner', 'view.status', 'column.boots', 'column.updated']

// Those whose file is another than was registered, or gone, and those whose bytes never came.
function Drifted() {
  const list = useList(catalogue('images', { scope: 'everyone', status: 'unavailable,error', limit: 200 }), 'images')
  const cells = row => [
    ['owner', html`<${Account} account=${row.owner} name=${row.owner_name} />`],
    ['status', sayOf('status', row.status)],
    ['boots', html`<${Readiness} level=${row.readiness} />`],
    ['updated', html`<${Time} at=${row.updated_at} />`],
  ]
  return html`<h1 tabindex="-1">${say('admin.drifted')}</h1><p class="soft">${say('drifted.help')}</p>
    <${Listed} list=${list} none=${html`<${Empty} title=${say('drifted.none')} />`}>
      <${Plain} title=${say('admin.drifted')} columns=${DRIFTED} rows=${list.rows.map(
        row => [row.id, html`<a data-row href=${pageOf('admin', row.id)}><${Name} image=${row} /></a>`, cells(row)],
      )} /><//>`
}

const Plain = ({ title, columns, rows }) => html`<table class="plain"><caption class="heard">${title}</caption>
  <thead><tr>${columns.map(
    of => html`<th scope="col" key=${of} class=${of.split('.')[1]}>${say(of)}</th>`,
  )}</tr></thead>
  <tbody>${rows.map(([key, head, cells]) => html`<tr key=${key}><th scope="row">${head}</th>
    ${cells.map(([of, cell]) => html`<td key=${of} class=${of}>${cell}</td>`)}</tr>`)}</tbody></table>`

const COUNTS = { readiness: 'readiness', status: 'view.status', visibility: 'column.visibility', format: 'format' }

const LARGEST = ['account', 'view.images', 'column.size']

function Numbers() {
  return html`<${Answered} to=${useAsked(catalogue('numbers'))}>${data => html`
    <h1 tabindex="-1">${say('admin.numbers')}</h1><p><strong>${say('images.n', { n: data.images })}</strong></p>
    ${data.days?.length > 1 && html`<${Plot} days=${data.days} />`}
    <div class="families">${Object.entries(COUNTS).map(
      ([key, title]) => data[`by_${key}`] && html`<section key=${key} class="card"><h2>${say(title)}</h2>
        <dl class="facts">${Object.entries(data[`by_${key}`]).map(
          ([one, n]) => html`<${Fact} key=${one} label=${sayOf(key, one)}>${number(n)}<//>`,
        )}</dl></section>`,
    )}</div>
    <h2>${say('numbers.accounts')}</h2>
    <${Plain} title=${say('numbers.accounts')} columns=${LARGEST} rows=${data.accounts?.map(
      ({ account, name, images, bytes }) => [
        account,
        html`<a href=${pageOf('admin', null, { owner: account })}><${Account} account=${account} name=${name} /></a>`,
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
  const ends = { from: size(first.bytes), to: size(last.bytes), since: day(first.day), n: last.images }
  const told = say('plot.told', ends)
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
