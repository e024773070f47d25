// The list of images: what is searched for, what was found, and beside it the one that is looked at.
import { Bulk } from './changes.js'
import { Image } from './image.js'
import { Account, Chips, Empty, Icon, Listed, Name, nameOf, Readiness, Select } from './pieces.js'
import { SystemIcon, Tick, Visibility } from './pieces.js'
import { html, useEffect, useRef, useState } from './preact.js'
import { catalogue, changes, FORMATS, get, go, language, pageOf, route, session, storeName, turn } from './service.js'
import { useAsked, useLater, useList } from './service.js'
import { number, say, size, system, systems, Time } from './words.js'

const SCOPES = ['all', 'mine', 'shared', 'public']
const LEVELS = ['ready', 'check', 'may-not-boot']
const NEWEST = 'created_at:desc'
const SORTS = [NEWEST, 'updated_at:desc', 'updated_at:asc', 'name:asc', 'name:desc', 'size:desc', 'size:asc']
const NO_FILTERS = { q: '', os: '', format: '', readiness: '', snapshots: '', retired: '', owner: '' }
const filtered = query => Object.keys(NO_FILTERS).some(name => query[name])
const clear = () => turn(NO_FILTERS)

// What is asked of the service, by what is told in the address.
const listing = ({ q, os, format, readiness, owner, retired, snapshots, sort, tab }, more) =>
  catalogue('images', { q, os, format, readiness, owner, hidden: retired && 'true', sort, scope: tab, ...more,
    snapshots: snapshots ? '' : 'false' })

// How many there are in the other tabs, by what is searched for now; asked once the list itself is there.
function useCounts(query, ready, round) {
  const [counts, set] = useState({})
  const done = useRef('')
  const others = SCOPES.filter(scope => scope !== (query.tab || 'all'))
  const asked = others.map(tab => listing({ ...query, sort: '', tab }, { limit: 1 }))
  const key = [...asked, round].join()
  useEffect(() => {
    if (!ready || done.current === key) return
    done.current = key
    others.forEach((scope, at) => {
      const keep = data => done.current === key && set(before => ({ ...before, [scope]: data }))
      get(asked[at]).then(keep, () => {})
    })
  }, [key, ready])
  return counts
}

export function Images({ everyones }) {
  const { view, id, query } = route.use()
  const { me, token } = session.use()
  const { n } = changes.use()
  const list = useList(listing(query, { limit: 50, ...(everyones && { scope: 'everyone' }) }), 'images')
  const counts = useCounts(query, me && !everyones && !list.loading && !list.fault, n)
  const [chosen, choose] = useState(new Set())
  const opener = useRef(null)
  useEffect(() => void (n && list.again()), [n])
  useEffect(() => choose(new Set()), [query.tab, query.q])
  const close = () => {
    go(pageOf(view, '', query))
    setTimeout(() => (opener.current?.isConnected ? opener.current : document.querySelector('[data-row]'))?.focus())
  }
  const { rows } = list
  const table = { list, me, chosen, choose, query, view, id, open: event => (opener.current = event.currentTarget) }
  return html`<div class=${`split ${id ? 'with-image' : ''}`}>
    <section class="images">
      <div class="head"><h1 tabindex="-1">${say(everyones ? 'admin.images' : 'view.images')}</h1>
        ${me && !everyones && html`<${Scopes} counts=${{ ...counts, [query.tab || 'all']: list }} query=${query} />`}
        ${token ? !everyones && html`<${Making} />` : html`
          <a class="button main" href=${pageOf(view, id, { ...query, 'sign-in': 1 })}>${say('sign-in')}</a>`}
      </div>
      ${token && query.tab === 'shared' && html`<${Invitations} />`}
      <${Search} q=${query.q || ''} />
      <${Filters} query=${query} list=${list} />
      <${Listed} list=${list} none=${html`<${None} query=${query} everyones=${everyones} />`}
        end=${say('all', { n: rows.length })}><${Table} ...${table} /><//>
      ${chosen.size > 0 &&
      html`<${Bulk} chosen=${rows.filter(row => chosen.has(row.id))} clear=${() => choose(new Set())} />`}
    </section>
    ${id && html`<${Image} key=${id} id=${id} row=${rows.find(row => row.id === id)} onClose=${close} />`}
  </div>`
}

// Shared with the caller, who has not said yet whether they are to be in the list.
function Invitations() {
  const { n } = changes.use()
  const asked = useAsked('/v2/images?visibility=shared&member_status=pending&limit=100')
  useEffect(() => void (n && asked.again()), [n])
  const images = asked.data?.images || []
  return images.length > 0 && html`<section class="told"><p>${say('invitations')}</p><ul class="rows">${images.map(
    image => html`<li key=${image.id}>
      <a href=${pageOf('images', image.id, { tab: 'shared' })}><${Name} image=${image} /></a></li>`,
  )}</ul></section>`
}

const Making = () => html`<span class="row">
  <a class="button" href=${pageOf('register')}><${Icon} name="plus" />${say('view.register')}</a>
  <a class="button main" href=${pageOf('upload')}><${Icon} name="upload" />${say('view.upload')}</a></span>`

const Scopes = ({ counts, query }) => html`<nav class="scopes" aria-label=${say('view.images')}>${SCOPES.map(
  scope => html`<a key=${scope} href=${pageOf('images', '', { ...query, tab: scope === 'all' ? '' : scope })}
    aria-current=${scope === (query.tab || 'all') ? 'true' : undefined}>${say(`scope.${scope}`)}
    <span class="count">${counted(counts[scope])}</span></a>`,
)}</nav>`

const counted = of => (of?.count >= 0 ? number(of.count) + (of.complete === false ? '+' : '') : '\u2007\u2007')

function Search({ q }) {
  const [text, set] = useState(q)
  const told = useRef(q)
  const later = useLater(words => turn({ q: (told.current = words.trim()) }), 90)
  useEffect(() => {
    if (q !== told.current) set((told.current = q))
  }, [q])
  const type = event => (set(event.target.value), later(event.target.value))
  return html`<form role="search" class="search" onSubmit=${event => event.preventDefault()}>
    <${Icon} name="search" />
    <input type="search" value=${text} onInput=${type} placeholder=${say('search')} aria-label=${say('search')}
      autocomplete="off" spellcheck=${false} dir="auto" /><kbd aria-hidden="true">/</kbd>
  </form>`
}

function Filters({ query, list }) {
  const met = systems([...list.rows.map(row => row.os), query.os])
  const select = (name, options, any) => html`<${Select} of=${{ 'aria-label': say(name) }} any=${any} options=${options}
    value=${query[name] || (any ? '' : NEWEST)} set=${value => turn({ [name]: value })} />`
  const tick = name => html`<${Tick} on=${!!query[name]} set=${on => turn({ [name]: on ? '1' : '' })}>${say(name)}<//>`
  return html`<div class="filters">
    ${select('os', met.map(os => [os, system(os).label]), say('os.any'))}
    ${select('format', FORMATS.map(one => [one, one]), say('format.any'))}
    ${select('readiness', LEVELS.map(level => [level, say(`readiness.${level}`)]), say('readiness.any'))}
    ${tick('snapshots')} ${tick('retired')}
    ${filtered(query) && html`<button type="button" class="quiet" onClick=${clear}>${say('filters.clear')}</button>`}
    <span class="summary"><span role="status">${summary(list)}</span>
      ${select('sort', SORTS.map(sort => [sort, say(`sort.${sort}`)]))}</span>
  </div>`
}

function summary({ rows, count, complete, loading }) {
  if (count === undefined) return loading ? say('loading') : ''
  if (!count) return say('images.n', { n: 0 })
  return say(complete === false ? 'summary.more' : 'summary', { to: rows.length, n: count })
}

const COLUMNS = { name: 'name', owner: '', visibility: '', boots: '', size: 'size', updated: 'updated_at' }

function Table({ list, me, chosen, choose, query, view, id, open }) {
  const { rows } = list
  const pick = (row, on) =>
    choose(before => {
      const next = new Set(before)
      next[on ? 'add' : 'delete'](row.id)
      return next
    })
  // A thousand rows are not drawn again for one that is chosen: Preact passes by what is the same as before.
  const drawn = useRef(new WeakMap()).current
  const draw = row => {
    const so = [chosen.has(row.id), row.id === id, language(), me?.account, pageOf(view, row.id, query)].join()
    if (drawn.get(row)?.so !== so) {
      const node = html`<tr key=${row.id} class=${row.id === id ? 'shown' : ''}>
        ${me && html`<${Pick} on=${chosen.has(row.id)} set=${on => pick(row, on)}
          label=${say('pick', { name: nameOf(row) })} />`}
        <${Row} row=${row} me=${me} shown=${row.id === id} open=${open} to=${pageOf(view, row.id, query)} /></tr>`
      drawn.set(row, { so, node })
    }
    return drawn.get(row).node
  }
  const pickAll = on => choose(new Set(on ? rows.map(row => row.id) : []))
  return html`<table class="list" aria-busy=${String(!!list.loading)}>
    <caption class="heard">${say('view.images')}</caption>
    <thead><tr>
      ${me && html`<${Pick} on=${rows.every(row => chosen.has(row.id))} set=${pickAll} label=${say('pick.all')} />`}
      ${Object.entries(COLUMNS).map(
        ([name, sort]) => html`<${Column} key=${name} ...${{ name, sort }} now=${query.sort} />`,
      )}
    </tr></thead>
    <tbody>${rows.map(draw)}</tbody>
  </table>`
}

const Pick = ({ on, set, label }) => html`<td class="pick"><label><input type="checkbox" checked=${on}
  aria-label=${label} onChange=${event => set(event.target.checked)} /></label></td>`

function Column({ name, sort, now = NEWEST }) {
  if (!sort) return html`<th scope="col" class=${name}>${say(`column.${name}`)}</th>`
  const [by, way] = now.split(':')
  const up = by === sort && way === 'asc'
  const next = by === sort ? (up ? 'desc' : 'asc') : sort === 'name' ? 'asc' : 'desc'
  return html`<th scope="col" class=${name} aria-sort=${by === sort ? way + 'ending' : undefined}>
    <button type="button" onClick=${() => turn({ sort: `${sort}:${next}` })}>${say(`column.${name}`)}
      <${Icon} name=${up ? 'up' : 'down'} of="way" /></button></th>`
}

const Row = ({ row, me, shown, open, to }) => html`
  <th scope="row" class="name"><${SystemIcon} os=${row.os} /><div>
    <a href=${to} data-row onClick=${open} aria-current=${shown ? 'true' : undefined}><${Name} image=${row} /></a>
    <${Chips} image=${row} />
    <span class="under"><${Account} account=${row.owner} name=${row.owner_name} me=${me} />
      <${Visibility} image=${row} /><span>${size(row.size)}</span></span></div></th>
  <td class="owner"><${Account} account=${row.owner} name=${row.owner_name} me=${me} /></td>
  <td class="visibility"><${Visibility} image=${row} /></td>
  <td class="boots"><${Readiness} level=${row.readiness} /></td>
  <td class="size">${size(row.size)}</td>
  <td class="updated"><${Time} at=${row.updated_at} /></td>`

function None({ query, everyones }) {
  const { me } = session.get()
  const tab = everyones ? 'all' : query.tab || 'all'
  if (filtered(query)) {
    return html`<${Empty} title=${say('none.found')}><p>${say('none.found.help')}</p>
      <p><button type="button" onClick=${clear}>${say('filters.clear')}</button></p><//>`
  }
  if (tab === 'shared') return html`<${Empty} title=${say('none.shared')}><p>${say('none.shared.help')}</p><//>`
  if (!me || tab === 'public') return html`<${Empty} title=${say('none.public')} />`
  return html`<${Empty} title=${say('none.mine')}>
    <p>${say('none.all.help', { store: storeName() })}</p><${Making} /><//>`
}
