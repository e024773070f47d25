// One image: will it boot, how it is used, what is known of it, who has it, what was done to it.
import { Actions, bringBack, restore, share, ShareWith, shareNoLonger } from './changes.js'
import { Account, Answered, Chips, Close, Code, Copy, Fact, hashOf, Icon, Listed, Name } from './pieces.js'
import { nameOf, note, noteFault, Question, Readiness, Reasons, SystemIcon, Tabs } from './pieces.js'
import { Trouble, Visibility } from './pieces.js'
import { html, useEffect, useRef, useState } from './preact.js'
import { Edit, titleOf, useSchema } from './describing.js'
import { ask, changed, changes, imageAt, pageOf, post, route, session, useAsked, useDoing, useList } from './service.js'
import { useNames } from './service.js'
import { list, moment, say, sayOf, size, sorted, tell, Time } from './words.js'

export function Image({ id, row, onClose }) {
  const { n, id: which } = changes.use()
  const { me, token } = session.use()
  const asked = useAsked(imageAt(id))
  const [editing, edit] = useState(null)
  const heading = useRef(null)
  const image = asked.data || row
  const begin = of => by => edit({ ...by, image: of })
  useEffect(() => heading.current.focus({ preventScroll: true }), [])
  useEffect(() => {
    if (n && which === id) asked.again()
  }, [n])
  useEffect(() => {
    const key = event => event.key === 'Escape' && !document.querySelector('dialog[open]') && onClose()
    document.addEventListener('keydown', key)
    return () => document.removeEventListener('keydown', key)
  })
  return html`<aside class="image" aria-labelledby="image-name">
    <header>
      ${image && html`<${SystemIcon} os=${image.os} />`}
      <div><h2 id="image-name" ref=${heading} tabindex="-1">
          ${image ? html`<${Name} image=${image} />` : say('column.name')}</h2>
        ${image && html`<p class="whose"><${Account} account=${image.owner} name=${image.owner_name} me=${me} />
          <${Visibility} image=${image} /><${Chips} image=${{ ...image, tags: [] }} /></p>`}</div>
      <${Close} onClose=${onClose} />
    </header>
    <${Answered} to=${asked} missing=${say('image.missing')}>${found => html`
      <${Invitation} image=${found} me=${me} />
      <${Boots} image=${found} edit=${begin(found)} />
      <${Actions} image=${found} edit=${begin(found)} />
      <${Use} use=${found.use} />
      <${Facts} image=${found} />
      <${Properties} image=${found} edit=${begin(found)} />
      <${Members} image=${found} me=${me} />
      ${found.can_change && html`<${History} image=${found} me=${me} />`}`}<//>
    ${asked.fault?.status === 404 && token && html`<${Gone} id=${id} />`}
    ${editing && html`<${Edit} ...${editing} onClose=${() => edit(null)} />`}
  </aside>`
}

// Its owner may still have it back.
function Gone({ id }) {
  const last = useAsked(imageAt(id, '/history?limit=1')).data?.changes[0]
  const back = () => bringBack([{ id, name: last.before?.name }])
  return last?.kind === 'unregister' && html`<div class="told">
    <p>${sayOf('kind', last.kind)} <${Time} at=${last.at} /></p>
    <p><button type="button" class="main" onClick=${back}>${say('restore')}</button></p></div>`
}

// Shared with the caller, who has not said yet whether it is to be in their lists.
function Invitation({ image, me }) {
  const { busy, fault, run } = useDoing()
  if (image.is_own || !image.members?.some(one => one.account === me?.account && one.status === 'pending')) return null
  const answer = status => async () => {
    await ask('PUT', `/v2/images/${image.id}/members/${encodeURIComponent(me.account)}`, { body: { status } })
    changed(image.id)
    note(say('saved', { name: nameOf(image) }))
  }
  const button = (status, of) => html`<button type="button" class=${of} disabled=${busy}
    onClick=${() => run(answer(status))}>${say(`invitation.do.${status}`)}</button>`
  return html`<div class="told">
    <p>${tell('invitation', { who: html`<${Account} account=${image.owner} name=${image.owner_name} />` })}</p>
    <p class="row">${button('accepted', 'main')}${button('rejected', '')}</p><${Trouble} fault=${fault} /></div>`
}

function Boots({ image, edit }) {
  const { successor, current_id: other } = image
  const mend = ({ property, suggestion }) => image.can_change && property && html`<button type="button" class="quiet"
    onClick=${() => edit({ at: property })}>${suggestion ? say('mend.to', { key: suggestion }) : say('mend')}</button>`
  return html`<section class=${`boots ${image.readiness}`}>
    <p class="verdict"><${Readiness} level=${image.readiness} />${image.login &&
    html`<span>${tell('log-in', { name: html`<code><bdi>${image.login.name}</bdi></code>` })}</span>`}</p>
    <${Reasons} reasons=${image.reasons}>${mend}<//>
    ${successor && html`<p>${tell('successor.is', { name: html`<${Link} image=${successor} />` })}</p>`}
    ${other && !successor && html`<p>${tell('current.other', {
      name: html`<${Link} image=${{ id: other, name: say('chip.current', { family: image.family }) }} />`,
    })}</p>`}
  </section>`
}

const Link = ({ image }) => {
  const { view, query } = route.get()
  return html`<a href=${pageOf(view, image.id, query)}><${Name} image=${image} /></a>`
}

const Use = ({ use }) => use?.length > 0 && html`<section>
  <h3>${say('use')}</h3>
  <${Tabs} label=${say('use')} tabs=${use.map(one => (one.tool === 'terraform' ? 'Terraform' : one.tool))}>
    ${at => html`<div class="commands">
      <pre tabindex="0" role="region" aria-label=${say('use')}><code>${use[at].commands}</code></pre>
      <${Copy} text=${use[at].commands} label=${say('copy.of', { of: use[at].tool })} />
    </div>`}
  <//></section>`

function Facts({ image }) {
  const { busy, fault, run } = useDoing()
  const look = async () => {
    note(say('file.seen', { state: say(`file.${(await post(imageAt(image.id, '/check'))).file}`) }))
    changed(image.id)
  }
  const [hash, called] = hashOf(image)
  const { disk_format: format, container_format: around, virtual_size: whole, file, tags } = image
  const { min_ram: ram, min_disk: disk } = image
  const fact = (label, value) => html`<${Fact} label=${say(label)}>${value}<//>`
  return html`<section><h3>${say('facts')}</h3><dl class="facts">
    ${fact('id', html`<${Code} text=${image.id} of=${say('id')} />`)}
    ${fact('view.status', [sayOf('status', image.status), image.protected && `, ${say('protected')}`])}
    ${format && fact('format', around && around !== 'bare' ? `${format}, ${around}` : format)}
    ${fact('column.size', [size(image.size), whole > 0 && whole !== image.size
      && `, ${say('size.disk', { size: size(whole) })}`])}
    ${(ram > 0 || disk > 0) && fact('needs',
      list([ram && say('needs.ram', { ram }), disk && say('needs.disk', { disk })].filter(Boolean)))}
    ${image.family && fact('family', html`<bdi>${image.family}</bdi>`)}
    ${fact('created', html`<${Time} at=${image.created_at} />`)}
    ${fact('column.updated', html`<${Time} at=${image.updated_at} />`)}
    ${image.location && fact('location', html`<${Code} text=${image.location} of=${say('location')} />`)}
    ${hash && html`<${Fact} label=${called}><${Code} text=${hash} of=${called} /><//>`}
    ${file && fact('file', html`${say(`file.${file.state}`)} ${file.since && html`<${Time} at=${file.since} />`}
      ${image.can_change && html`<button type="button" class="quiet" disabled=${busy} onClick=${() => run(look)}>
        ${say(busy ? 'busy' : 'file.check')}</button>`}`)}
    ${tags?.length > 0 && fact('tags', html`<${Chips} image=${{ status: 'available', tags }} />`)}
  </dl><${Trouble} fault=${fault} /></section>`
}

function Properties({ image, edit }) {
  const schema = useSchema()
  const all = sorted(Object.entries(image.properties || {}), ([key]) => key)
  return html`<section>
    <div class="head"><h3>${say('properties')} (${all.length})</h3>
      ${image.can_change && html`<button type="button" onClick=${() => edit({})}>${say('edit')}</button>`}</div>
    ${!all.length && html`<p class="help">${say('properties.none')}</p>`}
    <dl class="facts">${all.map(
      ([key, value]) => html`<div class="fact" key=${key}>
        <dt title=${titleOf(schema, key)}><bdi>${key}</bdi></dt><dd dir="auto">${value}</dd></div>`,
    )}</dl></section>`
}

function Members({ image, me }) {
  const [sharing, set] = useState(false)
  const members = sorted(image.members || [], one => one.name || one.account)
  if (!image.can_change && !members.length) return null
  return html`<section>
    <div class="head"><h3>${say('members')} (${members.length})</h3>
      ${image.can_change && html`<button type="button" onClick=${() => set(true)}>
        <${Icon} name="plus" />${say('do.share')}…</button>`}</div>
    ${!members.length && html`<p class="help">${say('members.none')}</p>`}
    <ul class="members">${members.map(
      member => html`<${Member} key=${member.account} image=${image} member=${member} me=${me} />`,
    )}</ul>
    ${sharing && html`<${ShareWith} images=${[image]} onClose=${() => set(false)} />`}
  </section>`
}

function Member({ image, member, me }) {
  const { busy, fault, run } = useDoing()
  const name = member.name || member.account
  const remove = async () => {
    await shareNoLonger(image.id, member.account)
    changed(image.id)
    note(say('members.removed', { name }), async () => {
      await share(image.id, member.account).catch(noteFault)
      changed(image.id)
    })
  }
  return html`<li><span><${Account} account=${member.account} name=${member.name} me=${me} />
      ${member.status !== 'accepted' && html`<span class="chip">${say(`member.${member.status}`)}</span>`}</span>
    ${image.can_change && html`<${Close} label=${say('members.remove', { name })} disabled=${busy}
      onClose=${() => run(remove)} />`}
    <${Trouble} fault=${fault} /></li>`
}

// What was done to an image: when, by whom, what was different after; and back to how it was.
const History = ({ image, me }) => {
  const [open, set] = useState(false)
  return html`<details class="history" onToggle=${event => set(event.target.open)}>
    <summary><h3>${say('history')}</h3></summary>${open && html`<${Changes} image=${image} me=${me} />`}</details>`
}

function Changes({ image, me }) {
  const [asking, answer] = useState(null)
  const kept = useList(imageAt(image.id, '/history?limit=20'), 'changes')
  const { n } = changes.use()
  useEffect(() => {
    if (n) kept.again()
  }, [n])
  const names = useNames(kept.rows.flatMap(accountsOf))
  for (const { account, name } of [{ account: image.owner, name: image.owner_name }, ...(image.members || [])]) {
    names[account] ||= name
  }
  const button = (change, to, words) => html`<button type="button" class="quiet"
    onClick=${() => answer({ change, to, words, names })}>${say(words)}</button>`
  return html`<${Listed} list=${kept} none=${html`<p class="help">${say('changes.none')}</p>`}>
      <ol class="changes">${kept.rows.map(
        (change, at) => html`<${Change} key=${change.position} change=${change} names=${names} me=${me}>
          <${Differences} change=${change} names=${names} />
          ${at > 0 && change.kind !== 'unregister' && button(change, { position: change.position }, 'restore.to')}
          ${at === 0 && UNDONE.includes(change.kind) && button(change, { before: change.position }, 'restore.before')}
        <//>`,
      )}</ol><//>
    ${asking && html`<${Restore} image=${image} ...${asking} onClose=${() => answer(null)} />`}`
}

const UNDONE = ['update', 'restore']

// Whoever is named in a change.
export const accountsOf = ({ account, before, after }) =>
  [account, ...Object.keys({ ...before?.members, ...after?.members })]

export const Change = ({ change, names = {}, me, children }) => html`<li>
  <p><strong>${sayOf('kind', change.kind)}</strong> <time datetime=${change.at}>${moment(change.at)}</time>
    <span class="help">${(me ? [change.address] : [change.dialect, change.address, change.request])
      .filter(Boolean).join(' · ')}</span>
    <span class="soft"><${Account} account=${change.account} name=${names[change.account]} me=${me} /></span></p>
  ${children}</li>`

// A change tells what it has changed, and so what undoing it does; not what is different from an earlier one.
function Restore({ image, change, to, words, names, onClose }) {
  const work = async () => {
    const { id, state } = await restore(image.id, to)
    changed(id)
    note(say('restored.as', { name: nameOf({ id, ...state }) }))
  }
  return html`<${Question} title=${say(words)} does=${say('restore')} onClose=${onClose} work=${work}>
    <p><strong><${Name} image=${image} /></strong></p>
    <p>${say(words + '.help', { when: moment(change.at) })}</p>
    ${to.before && html`<${Differences} change=${{ before: change.after, after: change.before }} names=${names} />`}
  <//>`
}

const FIELDS = { disk_format: 'format', visibility: 'column.visibility', status: 'view.status', size: 'column.size' }
const APART = ['properties', 'members', 'updated_at', 'created_at', 'owner', 'object_uuid']

// Each value that is another than before; properties and members one by one.
function differences({ before = {}, after = {} }) {
  const pairs = (was, is, kind) => [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter(key => (kind || !APART.includes(key)) && JSON.stringify(was[key]) !== JSON.stringify(is[key]))
    .map(key => [key, was[key], is[key], kind || key])
  const inner = kind => pairs(before[kind] || {}, after[kind] || {}, kind)
  return [...pairs(before, after), ...inner('properties'), ...inner('members')]
}

export const Differences = ({ change, names = {} }) => html`<dl class="differences">${differences(change).map(
  ([key, was, is, kind]) => html`<div key=${kind + key}>
    <dt><bdi>${kind === 'members' ? names[key] || key : kind === key ? say(FIELDS[key] || key) : key}</bdi></dt>
    <dd>${was !== undefined &&
      html`<del><span class="heard">${say('was')} </span><bdi>${shown(was, kind)}</bdi></del> `}
      ${is !== undefined
        ? html`<ins><span class="heard">${say('is')} </span><bdi>${shown(is, kind)}</bdi></ins>`
        : html`<em>${say('removed')}</em>`}</dd></div>`,
)}</dl>`

function shown(value, kind) {
  if (kind === 'members') return sayOf('member', value.status)
  if (kind === 'size' || kind === 'virtual_size') return size(value)
  if (Array.isArray(value)) return list(value) || '–'
  if (typeof value === 'boolean') return say(value ? 'yes' : 'no')
  return kind === 'properties' ? value : sayOf(kind, value)
}
