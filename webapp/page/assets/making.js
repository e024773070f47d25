// New images: of a file that is in the store already, or of one on this computer. Either is described first.
import { ask, catalogue, changed, imageAt, useAsked, useLater, useList } from './api.js'
import { hashOf } from './image.js'
import { FORMATS, storeName } from './images.js'
import { Answered, Choice, Code, Empty, Form, Icon, Listed, Name, note, Text, Trouble } from './pieces.js'
import { html, useEffect, useRef, useState } from './preact.js'
import { entriesOf, PropertiesForm, propertiesOf, useVerdict, Verdict } from './properties.js'
import { address, go, pageOf, route, site, turn } from './state.js'
import { begin, cancel, forget, send, uploads } from './transfer.js'
import { duration, say, size, tell, Time } from './words.js'

const NOTHING_SAID = { name: '', disk_format: '', visibility: 'private', entries: [] }

// What the name of a file says of it.
function fromFile(path) {
  const file = path.split('/').pop()
  const ending = file.split('.').pop().toLowerCase()
  const format = ending === 'img' ? 'raw' : FORMATS.includes(ending) && ending
  return { name: format ? file.slice(0, -ending.length - 1) : file, disk_format: format || '' }
}

const draftOf = ({ entries, ...said }) => ({ ...said, container_format: 'bare', properties: propertiesOf(entries) })

function Describe({ said, set, size: bytes }) {
  const verdict = useVerdict({ ...draftOf(said), size: bytes })
  const write = name => value => set({ ...said, [name]: value })
  return html`<div class="fields">
      <${Text} label=${say('name')} maxlength="255" required value=${said.name} set=${write('name')} />
      <${Choice} label=${say('format')} help=${say('format.help')} required any=${say('choose')}
        options=${FORMATS.map(one => [one, one])} value=${said.disk_format} set=${write('disk_format')} />
      <${Choice} label=${say('column.visibility')} help=${say(`describe.${said.visibility}`)}
        options=${['private', 'public'].map(one => [one, say(`visibility.${one}`)])}
        value=${said.visibility} set=${write('visibility')} />
    </div>
    <h2>${say('properties')}</h2>
    <${PropertiesForm} entries=${said.entries} change=${write('entries')} reasons=${verdict?.reasons} />
    ${said.disk_format && html`<${Verdict} verdict=${verdict} />`}`
}

export function Register() {
  const { query } = route.use()
  const [chosen, choose] = useState(null)
  return html`<div class="narrow"><h1 tabindex="-1">${say('view.register')}</h1>
    <p>${say('register.help', { store: storeName() })}</p>
    ${chosen
      ? html`<${Chosen} ...${chosen} another=${() => choose(null)} />`
      : query.container
        ? html`<${Files} ...${query} choose=${choose} />`
        : html`<${Containers} />`}</div>`
}

const Containers = () => html`<${Answered} to=${useAsked(catalogue('files'))}>${({ containers }) =>
  containers.length
    ? html`<h2>${say('containers')}</h2><ul class="rows">${containers.map(
        ({ name, count, bytes }) => html`<li key=${name}>
          <a data-row href=${address('/page/register', { container: name })}><bdi>${name}</bdi></a>
          <span class="help">${[count >= 0 && say('files.n', { n: count }), bytes >= 0 && size(bytes)]
            .filter(Boolean).join(' · ')}</span></li>`,
      )}</ul>`
    : html`<${Empty} title=${say('containers.none')}><p>${say('containers.none.help', { store: storeName() })}</p>
        <p><a class="button main" href="/page/upload">${say('view.upload')}</a></p><//>`}<//>`

function Files({ container, prefix = '', choose }) {
  const files = useList(catalogue('files', { container, prefix, limit: 200 }), 'files')
  const metas = Object.fromEntries(files.rows.map(one => [one.name, one]))
  const shown = files.rows.filter(one => !/\.(meta|md5sum)$/.test(one.name))
  const later = useLater(value => turn({ prefix: value }), 200)
  const rows = shown.map(file => {
    const meta = metas[file.name + '.meta']
    return html`<li key=${file.name}>${file.image
      ? html`<bdi>${file.name}</bdi><a href=${pageOf('images', file.image)}>${say('files.registered')}</a>`
      : html`<button type="button" class="link" data-row onClick=${() => choose({ file, meta })}>
          <bdi>${file.name}</bdi></button>`}
      <span class="help">${size(file.size)} ${file.updated_at && html`<${Time} at=${file.updated_at} />`}
        ${' '}${meta && say('meta.beside')}</span></li>`
  })
  return html`<h2>${tell('files.of', { container: html`<bdi>${container}</bdi>` })}</h2>
    <p class="row"><input type="search" aria-label=${say('files.prefix')} placeholder=${say('files.prefix')}
      value=${prefix} onInput=${event => later(event.target.value)} />
      <a href="/page/register">${say('containers.others')}</a></p>
    <${Listed} list=${files} none=${html`<p>${say(prefix ? 'files.none.so' : 'files.none')}</p>`}>
      <ul class="rows">${rows}</ul><//>`
}

function Chosen({ file, meta, another }) {
  const [said, set] = useState({ ...NOTHING_SAID, ...fromFile(file.name) })
  const heading = useRef(null)
  useEffect(() => heading.current.focus(), [])
  const register = async () => {
    const id = await registered(file, draftOf(said))
    note(say('registered', { name: said.name }))
    changed(id)
    go(pageOf('images', id))
  }
  return html`<h2 ref=${heading} tabindex="-1"><bdi>${file.name}</bdi></h2>
    <p class="help">${size(file.size)} · <code class="long">${file.location}</code></p>
    ${meta && html`<${Meta} meta=${meta} take=${told => set({ ...said, ...told })} />`}
    <${Form} does=${say('view.register')} work=${register} onCancel=${another}>
      <${Describe} said=${said} set=${set} size=${file.size} /><//>`
}

// As the guide has it: all that is said of an image is in headers.
async function registered({ location: at }, { name, disk_format: format, visibility, properties }) {
  const headers = {
    'X-Image-Meta-Name': encodeURIComponent(name),
    'X-Image-Meta-Location': /[^ -~]/.test(at) ? encodeURI(at) : at,
    'X-Image-Meta-Disk-Format': format,
    'X-Image-Meta-Container-Format': 'bare',
    'X-Image-Meta-Is-Public': visibility === 'public' ? 'True' : 'False',
  }
  for (const [key, value] of Object.entries(properties)) {
    headers[`X-Image-Meta-Property-${key.replace(/[^\w-]/g, '_')}`] = encodeURIComponent(value)
  }
  return (await ask('POST', '/images', { headers })).headers.get('X-Image-Meta-Id')
}

// What kamaki and snf-image-creator have written of the file beside it. The store can be read only where it is at the
// page's own address; elsewhere a copy of the file can be chosen.
function Meta({ meta, take }) {
  const [state, set] = useState({})
  const base = new URL(site.get().store_url || 'none:', location.href)
  const use = told => {
    const found = fromMeta(told)
    if (found) take(found)
    set({ words: say(found ? 'meta.taken' : 'meta.wrong') })
  }
  const read = () => {
    const path = meta.location.replace(/^\w+:\/\//, '').split('/').map(encodeURIComponent).join('/')
    ask('GET', `${base.pathname.replace(/\/$/, '')}/${path}`).then(({ data }) => use(data), fault => set({ fault }))
  }
  const choose = async event => use(await event.target.files[0].text().then(JSON.parse).catch(() => null))
  return html`<section class="told"><p>${tell('meta.help', { name: html`<bdi>${meta.name}</bdi>` })}</p>
    <p class="row">${base.origin === location.origin
      ? html`<button type="button" onClick=${read}>${say('meta.take')}</button>`
      : html`<label class="button">${say('meta.choose')}
          <input type="file" class="heard" accept=".meta,.json" onChange=${choose} /></label>`}
      <span role="status">${state.words}</span></p><${Trouble} fault=${state.fault} /></section>`
}

// Keys are spelled as in headers, or with underscores; properties are apart, or have a prefix.
function fromMeta(told) {
  if (!told || typeof told !== 'object') return null
  const plain = key => key.toLowerCase().replace(/^x-image-meta-/, '').replace(/-/g, '_')
  const said = Object.fromEntries(Object.entries(told).map(([key, value]) => [plain(key), value]))
  const properties = { ...said.properties }
  for (const key of Object.keys(said).filter(one => one.startsWith('property_'))) {
    properties[key.slice(9).toUpperCase()] = said[key]
  }
  const { name, disk_format: format, is_public: open } = said
  const visibility = /^(true|yes|1)$/i.test(open) ? 'public' : 'private'
  return { ...(name && { name }), ...(format && { disk_format: format }), visibility, entries: entriesOf(properties) }
}

export function Upload() {
  const [file, choose] = useState(null)
  const [said, set] = useState(NOTHING_SAID)
  const running = Object.values(uploads.use())
  const take = taken => {
    if (!taken) return
    choose(taken)
    set({ ...said, ...fromFile(taken.name) })
  }
  const start = async () => {
    const { properties, ...draft } = draftOf(said)
    await begin(file, { ...properties, ...draft })
    choose(null)
    set(NOTHING_SAID)
  }
  return html`<div class="narrow"><h1 tabindex="-1">${say('view.upload')}</h1><p>${say('upload.help')}</p>
    ${running.map(one => html`<${Running} key=${one.id} ...${one} />`)}
    <${Drop} file=${file} take=${take} />
    ${file && html`<${Form} does=${say('view.upload')} work=${start} onCancel=${() => choose(null)}>
      <${Describe} said=${said} set=${set} size=${file.size} /><//>`}</div>`
}

function Drop({ file, take }) {
  const [over, set] = useState(false)
  const on = (is, work) => event => (event.preventDefault(), set(is), work?.(event.dataTransfer.files[0]))
  return html`<label class=${`drop ${over ? 'over' : ''}`} onDragOver=${on(true)} onDragLeave=${on(false)}
    onDrop=${on(false, take)}>
    <${Icon} name="upload" />
    <span>${file ? html`<strong><bdi>${file.name}</bdi></strong> · ${size(file.size)}` : say('upload.choose')}</span>
    <input type="file" class="heard" onChange=${event => take(event.target.files[0])} />
    <span class="button" aria-hidden="true">${say('choose')}</span></label>`
}

function Running({ id, name, file, state, sent, rate, share, fault }) {
  const left = file.size - sent
  return html`<section class="upload" aria-label=${name}>
    <p><strong><${Name} image=${{ name }} /></strong></p>
    <progress max="100" value=${share} aria-label=${say('upload.progress', { name })}></progress>
    <p class="figures"><span>${size(sent)} / ${size(file.size)} · ${share} %</span>
      ${state === 'sending' && rate > 0 && html`<span>${say('upload.rate', { rate: size(rate) })}</span>
        <span>${left > 0 ? say('upload.left', { time: duration(left / rate) }) : say('upload.ending')}</span>`}</p>
    ${state === 'done' && html`<${Done} id=${id} />`}
    <${Trouble} fault=${fault} />
    ${state !== 'done' && html`<p class="row">
      ${fault && html`<button type="button" class="main" onClick=${() => send(id, file, name)}>
        ${say('upload.again')}</button>`}
      <button type="button" onClick=${() => cancel(id)}>${say('cancel')}</button></p>`}
  </section>`
}

function Done({ id }) {
  const [hash, called] = hashOf(useAsked(imageAt(id)).data)
  return html`<p role="status"><${Icon} name="ok" /> ${say('upload.done')}</p>
    ${hash && html`<p>${say('upload.hash')} <${Code} text=${hash} of=${called} /></p>`}
    <p class="row"><a class="button main" href=${pageOf('images', id)}>${say('upload.show')}</a>
      <button type="button" onClick=${() => forget(id)}>${say('put-away')}</button></p>`
}
