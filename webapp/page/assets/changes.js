// What is done to images: the requests, and before each a question that says what comes of it.
import { Copy, Dialog, Field, Form, Icon, Name, nameOf, note, noteFault, putAway, Question } from './pieces.js'
import { Readiness, Text, Tick, Trouble } from './pieces.js'
import { html, useEffect, useState } from './preact.js'
import { ask, catalogue, changed, get, go, imageAt, pageOf, patch, post, route, session, site } from './service.js'
import { step, useDoing } from './service.js'
import { list, say, tell } from './words.js'

const member = (id, account) => `/images/${id}/members/${encodeURIComponent(account)}`
export const share = (id, account) => ask('PUT', member(id, account))
export const shareNoLonger = (id, account) => ask('DELETE', member(id, account))
export const restore = (id, to) => post(imageAt(id, '/restore'), to)

const hide = (image, hidden, steps = []) => patch(image.id, [step('replace', 'os_hidden', hidden), ...steps])
const successorKey = image => Object.keys(image.properties || {}).find(one => one.toLowerCase() === 'successor')

// Nothing takes its place any longer.
function retireNoLonger(image) {
  const key = successorKey(image)
  return hide(image, false, key ? [step('remove', key)] : [])
}

// Out of lists, and there for whoever has its id; with what is to be used instead, if somebody says so. Has what undoes
// it.
async function retire(image, successor) {
  const key = successorKey(image)
  const former = key && step('replace', key, image.properties[key])
  await hide(image, true, successor ? [step(key ? 'replace' : 'add', key || 'successor', successor)] : [])
  return () => hide(image, false, successor ? [former || step('remove', 'successor')] : [])
}

// The bytes stay, unless they are to go as well: then nothing brings the image back.
const unregister = (image, withBytes) => ask('DELETE', `${withBytes ? '/v2' : ''}/images/${image.id}`)

export async function bringBack(images) {
  const name = nameOf(images[0])
  let n = 0
  await each(images, image => restore(image.id), (image, of) => (n += of === true)).catch(noteFault)
  if (n) note(say('restored', { n, name }))
  changed(images[0].id)
}

// One after the other; what becomes of each is told as it is known. Fails if one has failed.
async function each(items, work, told) {
  let failed
  for (const item of items) await work(item).then(() => told(item, true), no => told(item, (failed = no)))
  if (failed) throw failed
}

export function Actions({ image, edit }) {
  const [asking, answer] = useState(null)
  const { busy, fault, run } = useDoing()
  const back = async () => {
    await retireNoLonger(image)
    changed(image.id)
    putAway(image.id)
    note(say('restored', { n: 1, name: nameOf(image) }))
  }
  const Asked = { share: ShareWith, publish: Publish, retire: Retire, unregister: Unregister }[asking]
  const button = (key, icon) => html`<button type="button" onClick=${() => answer(key)}>
    <${Icon} name=${icon} />${say(`do.${key}`)}…</button>`
  return html`<div class="actions">
    <${Copy} text=${image.id} label=${say('copy.id')} words=${say('copy.id')} />
    ${image.can_change && html`<button type="button" class="main" onClick=${() => edit({})}>${say('edit')}</button>
      ${button('share', 'people')} ${button('publish', image.visibility === 'public' ? 'globe' : 'lock')}
      ${image.hidden
        ? html`<button type="button" disabled=${busy} onClick=${() => run(back)}>${say('do.retire-no-longer')}</button>`
        : button('retire', 'clock')}
      ${button('unregister', 'close')}`}
  </div><${Trouble} fault=${fault} />
  ${Asked && html`<${Asked} image=${image} images=${[image]} onClose=${() => answer(null)} />`}`
}

function Publish({ image, onClose }) {
  const n = image.members?.length || 0
  const now = image.visibility === 'shared' ? 'private' : image.visibility
  const [chosen, choose] = useState(now === 'public' ? 'private' : 'public')
  const save = async () => {
    await patch(image.id, [step('replace', 'visibility', chosen === 'private' && n ? 'shared' : chosen)])
    changed(image.id)
    note(say('saved', { name: nameOf(image) }))
  }
  return html`<${Question} title=${say('do.publish')} does=${say('do.publish.it')} work=${save} onClose=${onClose}
    disabled=${chosen === now}>
    <p>${tell('seen-by', { name: html`<${Name} image=${image} />` })}</p>
    <fieldset><legend class="heard">${say('column.visibility')}</legend>${['private', 'community', 'public'].map(
      one => html`<label key=${one} class="choice"><input type="radio" name="seen" checked=${one === chosen}
        onChange=${() => choose(one)} /><span><strong>${say(`visibility.${one}`)}</strong> ${one === now && '✓'}
        <span class="help">${say(`seen-by.${one}`, { n, place: site.get().host })}</span></span></label>`,
    )}</fieldset>
    ${chosen === 'public' && image.readiness !== 'ready' &&
    html`<p class="wrong"><${Icon} name="warn" />${say('seen-by.not-ready')}</p>`}
  <//>`
}

function Retire({ image, onClose }) {
  const [successor, set] = useState('')
  const [suggested, suggest] = useState(null)
  useEffect(() => {
    if (!image.family) return
    const path = catalogue(`families/${encodeURIComponent(image.family)}/current`, { owner: image.owner })
    get(path).then(one => one.id !== image.id && (suggest(one), set(one.id)), () => {})
  }, [])
  const save = async () => {
    const back = await retire(image, successor.trim())
    changed(image.id)
    note(say('retired.done', { n: 1, name: nameOf(image) }), async () => {
      await back().catch(noteFault)
      changed(image.id)
    }, image.id)
  }
  return html`<${Question} title=${say('do.retire')} work=${save} onClose=${onClose}>
    <p>${tell('retire.help', { name: html`<${Name} image=${image} />` })}</p>
    <${Text} label=${say('successor')} help=${say('successor.help')} value=${successor} set=${set} />
    ${suggested && html`<p class="help">${tell('successor.suggested', {
      name: html`<strong><${Name} image=${suggested} /></strong>`,
      family: html`<bdi>${image.family}</bdi>`,
    })}</p>`}
  <//>`
}

function Unregister({ image, onClose }) {
  const [withBytes, set] = useState(false)
  const n = image.members?.length
  const remove = async () => {
    await unregister(image, withBytes)
    const { view, query } = route.get()
    go(pageOf(view, '', query))
    changed(image.id)
    note(say('unregistered', { n: 1, name: nameOf(image) }), withBytes ? undefined : () => bringBack([image]))
  }
  const days = site.get().deleted_kept_days ?? 30
  return html`<${Question} title=${say('do.unregister')} work=${remove} onClose=${onClose} danger
    disabled=${image.protected}>
    <p>${tell('unregister.help', { name: html`<strong><${Name} image=${image} /></strong>` })}
      ${' '}${n > 0 && say('unregister.members', { n })}</p>
    ${image.protected && html`<p class="wrong"><${Icon} name="lock" />${say('unregister.protected')}</p>`}
    <p class="help">${!withBytes && say('unregister.undo', { n: days })}</p>
    <${Tick} on=${withBytes} set=${set}>${say('unregister.bytes')}<//>
  <//>`
}

// Of names with their addresses beside them, as mail programs write them, the addresses. Each is told once.
function pasted(text) {
  const words = text.replace(/"[^"\n]*"(?=\s*<)/g, '').split(/[\n;]+/).flatMap(line => {
    const among = line.match(/<[^<>\s@]+@[^<>\s@]+>/g)
    // Of a line with such an address, what is beside it is a name; but for other addresses.
    return among ? [...among, ...line.split(/[\s,<>"]+/).filter(word => word.includes('@'))] : line.split(/[\s,<>"]+/)
  }).map(word => word.replace(/[<>]/g, ''))
  const said = words.filter(word => /[\p{L}\p{N}]/u.test(word))
  return [...new Map(said.map(word => [word.toLowerCase(), word])).values()]
}

// Who they are. Where the identity service can not say, ids are taken as they are.
async function lookUp(names, taken) {
  const rows = []
  for (let from = 0; from < names.length; from += 200) {
    const part = names.slice(from, from + 200)
    const found = await post(catalogue('accounts'), { names: part }).catch(fault => {
      if (fault.status !== 404) throw fault
      return { accounts: part.map(name => ({ name, account: name })) }
    })
    // Where nobody tells names, an address is taken for an id, which it is not.
    const isId = ({ name }) => found.known !== false || !name.includes('@')
    rows.push(...found.accounts.map(one => (isId(one) ? one : { name: one.name })))
  }
  const me = session.get().me.account
  const once = new Map(rows.map(row => [row.account || row.name, row])) // whoever has been named in two ways, once
  const state = ({ account }) => (!account ? 'unknown' : account === me ? 'you' : taken.has(account) ? 'has' : 'new')
  const order = Object.keys(MARKS)
  return [...once.values()].map(row => ({ ...row, state: state(row) }))
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
}

// Those first about whom something is to be done.
const MARKS = { unknown: 'warn', new: 'ok', has: 'people', you: 'user' }

// Sharing with many: what is pasted is looked up first, and shown, before anything is done.
export function ShareWith({ images, onClose }) {
  const [text, write] = useState('')
  const [rows, show] = useState(null)
  const [done, tellDone] = useState({})
  const names = pasted(text)
  const fresh = rows?.filter(row => row.state === 'new' && done[row.account] !== true) || []
  const shareNow = async () => {
    const told = (row, of) => tellDone(before => ({ ...before, [row.account]: of }))
    const withAll = row => each(images, ({ id }) => share(id, row.account), () => {})
    await each(fresh, withAll, told).finally(() => changed(images[0].id))
    const missed = rows.filter(row => row.state === 'unknown').length
    note([say('share.done', { n: fresh.length, name: list(images.map(nameOf)) }),
      missed > 0 && `${say('share.state.unknown')}: ${missed}`].filter(Boolean).join(' '))
    onClose()
  }
  const look = async () => {
    const taken = images.length === 1 ? (images[0].members || []).map(one => one.account) : []
    show(await lookUp(names, new Set(taken)))
  }
  return html`<${Dialog} title=${say('do.share')} onClose=${onClose}>
    <${Form} work=${rows ? shareNow : look} onCancel=${onClose} disabled=${!(rows ? fresh : names).length}
      does=${rows ? say('share.with', { n: fresh.length }) : say('share.look-up', { n: names.length })}>
      <p><strong>${images.length > 1
        ? say('images.n', { n: images.length })
        : html`<${Name} image=${images[0]} />`}</strong>
        ${images.length === 1 && html` <${Readiness} level=${images[0].readiness} />`}</p>
      <p>${say('share.help')}</p>
      ${rows
        ? html`<p role="status">${Object.keys(MARKS)
              .map(state => [state, rows.filter(row => row.state === state).length])
              .filter(([, n]) => n).map(([state, n]) => `${say(`share.state.${state}`)}: ${n}`).join(' · ')}</p>
            <${People} label=${say('members')} rows=${rows.map(row => ({
              key: row.name, of: row.state, icon: MARKS[row.state], name: row.display_name || row.name,
              words: done[row.account]?.message || say(`share.state.${done[row.account] ? 'done' : row.state}`),
            }))} />
            <p><button type="button" class="quiet" onClick=${() => show(null)}>${say('share.change')}</button></p>`
        : html`<${Field} label=${say('share.who')} help=${say('share.who.help')}>${of => html`
            <textarea ...${of} rows="6" value=${text} spellcheck=${false} dir="auto"
              onInput=${event => write(event.target.value)} />`}<//>`}
    <//><//>`
}

const People = ({ rows, label }) => html`<ul class="people" tabindex="0" aria-label=${label}>${rows.map(
  ({ key, of, icon, name, words }) => html`<li key=${key} class=${of}><${Icon} name=${icon} />
    <bdi>${name}</bdi><span>${words}</span></li>`,
)}</ul>`

// Several images at once: they are shown by name before anything is done, and what became of each after.
export function Bulk({ chosen, clear }) {
  const [asking, answer] = useState(null)
  const mine = chosen.filter(row => row.is_own || session.get().me?.is_administrator)
  const close = () => answer(null)
  return html`<div class="bulk" role="region" aria-label=${say('bulk')}>
    <strong role="status">${say('bulk.n', { n: chosen.length })}</strong>
    ${['share', 'retire', 'unregister'].map(
      key => html`<button type="button" key=${key} disabled=${!mine.length} onClick=${() => answer(key)}>
        ${say(`do.${key}`)}…</button>`,
    )}
    <button type="button" class="quiet" onClick=${clear}>${say('bulk.clear')}</button>
    ${asking === 'share'
      ? html`<${ShareWith} images=${mine} onClose=${close} />`
      : asking && html`<${BulkQuestion} does=${asking} ...${{ chosen, mine, clear }} onClose=${close} />`}
  </div>`
}

function BulkQuestion({ does, chosen, mine, clear, onClose }) {
  const [told, tellOf] = useState({})
  const retiring = does === 'retire'
  const left = row => !mine.includes(row) || (retiring ? row.hidden : row.protected)
  const these = chosen.filter(row => !left(row) && told[row.id] !== true)
  const others = chosen.filter(left)
  const work = async () => {
    const done = []
    const tellNow = (row, of) => {
      if (of === true) done.push(row)
      tellOf(before => ({ ...before, [row.id]: of }))
    }
    await each(these, retiring ? retire : row => unregister(row), tellNow).finally(() => {
      if (!done.length) return
      changed(done[0].id)
      const words = say(retiring ? 'retired.done' : 'unregistered', { n: done.length, name: nameOf(done[0]) })
      note(words, retiring ? undefined : () => bringBack(done))
    })
    clear()
  }
  const wordsOf = row => told[row.id]?.message
  const shown = row => ({ key: row.id, icon: left(row) ? 'lock' : 'disk', name: nameOf(row), words: wordsOf(row) })
  return html`<${Question} title=${say(`do.${does}`)} work=${work} onClose=${onClose} danger=${!retiring}
    disabled=${!these.length}>
    <p>${say(`bulk.${does}`, { n: these.length })}</p>
    <${People} label=${say('view.images')} rows=${these.map(shown)} />
    ${others.length > 0 && html`<p class="help">${say('bulk.left', { n: others.length })}</p>
      <${People} label=${say('bulk.left', { n: others.length })} rows=${others.map(shown)} />`}
  <//>`
}
