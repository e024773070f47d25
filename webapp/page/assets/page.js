// Where it begins, and what is around every view: where to go, who is signed in, keys, what has just happened.
import { Images } from './images.js'
import { Close, Dialog, Form, heard, Icon, Loading, note, notes, putAway, Text, Tick, Trouble } from './pieces.js'
import { html, render, useEffect, useRef, useState } from './preact.js'
import { ask, BASE, get, giveUp, language, leaveForLogIn, offered, pageOf, post, refuseOffered } from './service.js'
import { route, session, signedIn, signOut, site, speaking, uploads, watched } from './service.js'
import { LANGUAGES, preferred, say, speak } from './words.js'

const SHOWN = ['images', 'os', 'properties', 'status']

// Views that not everybody opens are loaded when somebody does.
const from = (module, name) => () => module().then(loaded => ({ View: loaded[name] }))
const reading = () => import('./reading.js')
const making = () => import('./describing.js')
const VIEWS = {
  os: from(reading, 'Families'),
  properties: from(reading, 'Catalogue'),
  status: from(reading, 'Status'),
  register: from(making, 'Register'),
  upload: from(making, 'Upload'),
  admin: from(reading, 'Administration'),
}

function Frame() {
  speaking.use()
  const { token, me, expired } = session.use()
  const { view, query } = route.use()
  const { name, host: place, visitors: open } = site.use()
  useEffect(() => {
    document.title = [say(`view.${view}`), name, place].filter(Boolean).join(' · ')
  }, [view, language()])
  const asks = query['sign-in'] || offered()
  const allowed = token || (!asks && (view === 'properties' || (open && SHOWN.includes(view))))
  return html`<a class="skip" href="#main">${say('skip')}</a>
    <${Header} me=${token && me} view=${view} />
    <main id="main" tabindex="-1" data-view=${view}>
      ${allowed ? html`<${View} view=${view} key=${view + me?.account} />` : html`<${Door} />`}
    </main>
    <${Footer} />
    <div class="heard" role="status">${heard.use()}</div>
    <div class="notes" role="status">${notes.use().map(
      one => html`<div class="note" key=${one.key}><span>${one.words}</span>
        ${one.undo && html`<button type="button" class="quiet" onClick=${() => (putAway(one.key), one.undo())}>
          ${say('undo')}</button>`}
        <${Close} label=${say('put-away')} onClose=${() => putAway(one.key)} /></div>`,
    )}</div>
    ${expired && html`<${SignInAgain} />`}
    ${keysHelp.use() && html`<${KeysHelp} />`}`
}

// Who goes to another view is at its heading; who has come only now, where browsers begin; and at an image, at its own.
let isFirst = true

function View({ view }) {
  const [shown, set] = useState({})
  const load = () => VIEWS[view]?.().then(set, () => set({ fault: { status: 0 } }))
  useEffect(() => void load(), [])
  useEffect(() => {
    const heading = document.querySelector('main h1')
    if (!isFirst && !route.get().id) heading?.focus()
    if (heading) isFirst = false
  }, [shown.View])
  if (view === 'images') return html`<${Images} />`
  if (!VIEWS[view]) return html`<h1 tabindex="-1">${say('view.none')}</h1>`
  if (shown.fault) return html`<${Trouble} fault=${shown.fault} again=${load} />`
  return shown.View ? html`<${shown.View} />` : html`<${Loading} />`
}

const Door = () => html`<div class="door">
  <h1 tabindex="-1">${say('door')}</h1><p>${say('door.help')}</p><${SignIn} /></div>`

function Header({ me, view }) {
  const { name, host: place, logo } = site.get()
  const under = Object.values(uploads.use()).find(one => one.state === 'sending')
  return html`<header class="top">
    <a class="brand" href=${pageOf('images')}>
      ${logo ? html`<img src=${BASE + logo} alt="" width="28" height="28" />` : html`<${Icon} name="plankton" />`}
      <strong>${name}</strong>${place && html`<span class="soft">${say('at', { place })}</span>`}
    </a>
    <nav aria-label=${say('nav')}>${SHOWN.concat(me?.is_administrator ? 'admin' : []).map(
      to => html`<a key=${to} href=${pageOf(to)} aria-current=${to === view ? 'page' : undefined}>
        ${say(`view.${to}`)}</a>`,
    )}</nav>
    ${under && html`<a class="row" href=${pageOf('upload')}><${Icon} name="upload" />
      ${say('upload.under-way', { share: under.share })}</a>`}
    <div class="corner">
      ${Object.entries(LANGUAGES).map(
        ([code, label]) => html`<button type="button" class="quiet only language" lang=${code} key=${code}
          title=${label} aria-pressed=${String(code === language())} onClick=${() => speak(code, true)}>
          ${code === 'el' ? 'ΕΛ' : 'EN'}</button>`,
      )}
      <button type="button" class="quiet only" aria-label=${say('keys')} title=${say('keys')}
        onClick=${() => keysHelp.set(true)}>?</button>
      ${me && html`<details class="who">
        <summary><${Icon} name="user" /><bdi>${me.name || me.account}</bdi></summary>
        <div>${me.is_administrator && html`<p>${say('administrator')}</p>`}
          <p class="account">${me.account}</p><button type="button" onClick=${leave}>${say('sign-out')}</button></div>
      </details>`}
    </div>
  </header>`
}

function leave() {
  signOut()
  note(say('signed-out'))
}

function Footer() {
  const { links, version, name } = site.get()
  return html`<footer><span>${name} ${version}</span><span class="row">
    ${links?.map(one => html`<a key=${one.url} href=${one.url} rel="noreferrer">${one.label}</a>`)}
    <a href=${BASE + '/openapi.yaml'} rel="noreferrer">API</a></span></footer>`
}

// Keys. Single letters can be switched off: speech and unsteady hands type them too.
const KEYS = { '/': 'search', '↓ ↑': 'walk', 'Enter': 'open', 'Esc': 'close', '?': 'help' }
const OFF = 'plankton.letters'
const keysHelp = watched(false)
const letters = watched(localStorage.getItem(OFF) !== 'off')

function switchLetters(on) {
  if (on) localStorage.removeItem(OFF)
  else localStorage.setItem(OFF, 'off')
  letters.set(on)
}

document.addEventListener('keydown', event => {
  const { key, target } = event
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return
  const writing = target.closest?.('input:not([type=checkbox]), textarea, select')
  if (key === 'ArrowDown' || key === 'ArrowUp') walk(event, key === 'ArrowDown')
  if (writing || !letters.get()) return
  if (key === '/') search(event)
  if (key === '?') keysHelp.set(true)
})

function search(event) {
  const box = document.querySelector('[type=search]')
  if (!box) return
  event.preventDefault()
  box.focus()
  box.select()
}

// From row to row; out of the search, or from nowhere, to the first.
function walk(event, down) {
  const rows = [...document.querySelectorAll('[data-row]')]
  const at = rows.indexOf(document.activeElement)
  const isNowhere = event.target === document.body && !route.get().id
  if (!rows.length || (at < 0 && !(down && (event.target.type === 'search' || isNowhere)))) return
  event.preventDefault()
  rows[down ? Math.min(at + 1, rows.length - 1) : Math.max(at - 1, 0)]?.focus()
}

const KeysHelp = () => html`<${Dialog} title=${say('keys')} onClose=${() => keysHelp.set(false)}>
  <dl class="facts">${Object.entries(KEYS).map(
    ([key, does]) => html`<div class="fact" key=${key}><dt><kbd>${key}</kbd></dt><dd>${say(`keys.${does}`)}</dd></div>`,
  )}</dl>
  <${Tick} on=${letters.use()} set=${switchLetters}>${say('keys.letters')}<//>
<//>`

// Signing in: with a token, user and password, the web log-in of the identity service, or as one for development.
const enter = async token => signedIn(token, (await ask('GET', '/catalogue/v1/me', { token })).data)

// Who a token from before belongs to. One that is no longer taken is forgotten without a word.
async function recall() {
  const { token } = session.get()
  if (!token) return
  await enter(token).catch(fault => {
    if (fault.status !== 401) throw fault
    session.set({ token: null, me: null, expired: false })
  })
}

function SignIn({ target }) {
  const { sign_in: ways } = site.get()
  const [asked, answer] = useState(offered())
  const [fault, tellFault] = useState(null)
  const enterBy = token => enter(token).catch(no => tellFault(wrong(no)))
  return html`<div class="sign-in">
    ${asked && html`<section class="told"><p>${say('offered')}</p><p class="row">
      <button type="button" class="main" onClick=${() => enterBy(asked)}>${say('sign-in')}</button>
      <button type="button" onClick=${() => answer(refuseOffered())}>${say('no')}</button></p></section>`}
    ${ways.users?.length > 0 && html`<section><h2>${say('sign-in.users')}</h2>
      <p class="row">${ways.users.map(
        one => html`<button type="button" key=${one.name} onClick=${() => enterBy(one.token)}>
          <${Icon} name="user" />${one.name}</button>`,
      )}</p></section>`}
    ${ways.web && html`<p><a class="button main" href=${ways.web} target=${target} rel="opener"
      onClick=${leaveForLogIn}>${say('sign-in.web')}</a></p>`}
    ${ways.password && html`<${Form} does=${say('sign-in')} work=${byPassword}>
      <${Text} label=${say('sign-in.user')} name="user" autocomplete="username" required />
      <${Text} label=${say('sign-in.password')} name="password" type="password"
        autocomplete="current-password" required />
      <${Text} label=${say('sign-in.domain')} name="domain" value="Default" />
      <${Text} label=${say('sign-in.project')} name="project" />
    <//>`}
    ${ways.token !== false && html`<${Form} does=${say('sign-in')} work=${byToken}>
      <${Text} label=${say('sign-in.token')} help=${say('sign-in.token.help')} name="token" type="password"
        autocomplete="off" required /><//>`}
    <${Trouble} fault=${fault} />
  </div>`
}

// A token or password that is not taken is no session that has expired.
function wrong(fault) {
  if (fault.status === 401) fault.message = say('sign-in.wrong')
  return fault
}

const byToken = form => enter(form.token.value.trim()).catch(fault => Promise.reject(wrong(fault)))

async function byPassword({ elements: { user, password, domain, project } }) {
  const more = project.value && { project: project.value }
  const body = { user: user.value, password: password.value, domain: domain.value || 'Default', ...more }
  const refused = fault => Promise.reject(wrong(fault))
  await enter((await post('/catalogue/v1/sign-in', body, { token: '' }).catch(refused)).token)
}

// In the middle of something: nothing of it is lost. The web log-in is done in another tab, which tells this one.
function SignInAgain() {
  useEffect(() => {
    const tabs = new BroadcastChannel('plankton')
    tabs.onmessage = async ({ data: token }) => {
      const me = await get('/catalogue/v1/me', { token }).catch(() => null)
      if (me?.account === session.get().me?.account) signedIn(token, me)
    }
    return () => tabs.close()
  }, [])
  return html`<${Dialog} title=${say('expired')} onClose=${giveUp}>
    <p>${say('expired.help')}</p><${SignIn} target="_blank" /><//>`
}

const page = document.getElementById('page')

async function start() {
  render(null, page)
  try {
    await Promise.all([get('/catalogue/v1/site').then(site.set), recall()])
    render(html`<${Frame} />`, page)
  } catch (fault) {
    render(html`<main class="narrow"><h1>Plankton</h1><${Trouble} fault=${fault} again=${start} /></main>`, page)
  }
}

speak(preferred())
start()
