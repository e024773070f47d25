// What is said of an image, as a form drawn from the catalogue of properties, with whether it would boot. It is said of
// one that is there, of a file in the store that is registered, or of one on this computer that is uploaded.
import { Choice, Close, Code, Empty, Form, hashOf, heard, Icon, Listed, Name, note } from './pieces.js'
import { Question, Readiness, Reasons, Text, Tick, Trouble } from './pieces.js'
import { html, useEffect, useRef, useState } from './preact.js'
import { ask, BASE, catalogue, changed, Fault, FORMATS, get, go, imageAt, language, pageOf } from './service.js'
import { patch, post, renewed, route, session, site, step, storeName, turn, uploads, useAsked } from './service.js'
import { useDoing, useLater, useList } from './service.js'
import { duration, say, size, tell, Time } from './words.js'

export const useSchema = () => useAsked(catalogue('properties')).data

const same = (a, b) => a.toLowerCase() === b.toLowerCase()

// What the catalogue says of a key, however it is spelled.
function described({ properties = {}, patternProperties = {} } = {}, key) {
  const known = Object.keys(properties).find(name => same(name, key))
  const pattern = Object.keys(patternProperties).find(one => matches(one, key, 'i'))
  return properties[known] || patternProperties[pattern]
}

export const titleOf = (schema, key) => described(schema, key)?.title

let count = 0
const entry = (key, value) => ({ n: ++count, key, value })
const entriesOf = properties => Object.entries(properties || {}).map(([key, value]) => entry(key, String(value)))

const propertiesOf = entries =>
  Object.fromEntries(entries.map(({ key, value }) => [key.trim(), value]).filter(([key, value]) => key && value !== ''))

function wrongOf({ pattern, enum: values }, value) {
  if (!value) return ''
  if (values && !values.includes(value)) return say('properties.not-one', { values: values.join(', ') })
  return pattern && !matches(pattern, value) ? say('properties.not-so') : ''
}

// An operator's own pattern may be one that browsers do not know, and then says nothing here.
function matches(pattern, value, flags = 'u') {
  try {
    return new RegExp(pattern, flags).test(value)
  } catch {
    return true
  }
}

// To where something is mended, or written.
const goTo = key => setTimeout(() => {
  const field = [...document.querySelectorAll('[data-key]')].reverse().find(one => same(one.dataset.key.trim(), key))
  field?.closest('details')?.setAttribute('open', '')
  field?.querySelector('input, select').focus()
})

function PropertiesForm({ entries, change, reasons = [], at }) {
  const schema = useSchema()
  const [opened, open] = useState({})
  useEffect(() => schema && at && void goTo(at), [!schema])
  if (!schema) return null
  const known = Object.entries(schema.properties)
  const find = name => entries.find(({ key }) => same(key, name))
  const set = (name, value) => {
    const there = find(name)
    change(there ? entries.map(one => (one === there ? { ...one, value } : one)) : [...entries, entry(name, value)])
  }
  const draw = ([name, of]) => html`<${Known} key=${name} name=${name} of=${of} value=${find(name)?.value}
    set=${value => set(name, value)} />`
  const other = entries.filter(({ key }) => !known.some(([name]) => same(name, key)))
  return html`<div class="fields">
    ${known.filter(([, of]) => of['x-shown']).map(draw)}
    ${schema['x-groups'].map(group => {
      const mine = known.filter(([, of]) => !of['x-shown'] && of['x-group'] === group.name)
      const n = mine.filter(([name]) => find(name)?.value).length
      return mine.length > 0 && html`<details key=${group.name} open=${n > 0 || opened[group.name]}
        onToggle=${({ target }) => open(all => ({ ...all, [group.name]: target.open }))}>
        <summary>${group.title} <span class="count">${n ? say('filled', { n }) : mine.length}</span></summary>
        <div class="fields">${mine.map(draw)}</div></details>`
    })}
    <fieldset><legend>${say('properties.other')}</legend>
      ${!other.length && html`<p class="help">${say('properties.other.none')}</p>`}
      ${other.map(one => html`<${Other} key=${one.n} one=${one} about=${described(schema, one.key)?.description}
        meant=${reasons.find(reason => reason.suggestion && same(reason.property || '', one.key))?.suggestion}
        replace=${by => change(entries.map(each => (each === one ? { ...one, ...by } : each)))}
        remove=${() => change(entries.filter(each => each !== one))} />`)}
      <p><button type="button" onClick=${() => (change([...entries, entry('', '')]), goTo(''))}><${Icon} name="plus" />
        ${say('property.add')}</button></p>
    </fieldset>
  </div>`
}

function Known({ name, of, value = '', set }) {
  const readers = of['x-readers']?.length && `${say('readers.of')}: ${of['x-readers'].join(', ')}`
  const all = {
    label: html`${of.title} <code>${name}</code>`,
    help: [of.description, readers].filter(Boolean).join(' '),
    wrong: wrongOf(of, value),
    value,
    set,
  }
  const [example, ...more] = of.examples || []
  const options = [...new Set([...(of.enum || []), value])].filter(Boolean)
  return html`<div data-key=${name}>${of.enum
    ? html`<${Choice} ...${all} any=${of.default ? `${say('default.of')}: ${of.default}` : say('not-set')}
        options=${options.map(one => [one, of['x-labels']?.[one] || one])} />`
    : html`<${Text} ...${all} list=${more.length ? name : undefined}
        placeholder=${example ? `${say('example.of')}: ${example}` : ''} />
        <datalist id=${name}>${more.length > 0 && of.examples.map(one => html`<option>${one}<//>`)}<//>`}</div>`
}

const Other = ({ one, meant, about, replace, remove }) => html`<div class="other" data-key=${one.key}>
  <input aria-label=${say('property.key')} value=${one.key} dir="auto" spellcheck=${false}
    placeholder=${say('property.key')} onInput=${event => replace({ key: event.target.value })} />
  <input aria-label=${say('property.value', { key: one.key })} value=${one.value} dir="auto" spellcheck=${false}
    onInput=${event => replace({ value: event.target.value })} />
  <${Close} label=${say('property.remove', { key: one.key })} onClose=${remove} />
  ${meant
    ? html`<p class="meant" role="status"><${Icon} name="warn" />${tell('meant', { key: html`<code>${meant}</code>` })}
        <button type="button" onClick=${() => replace({ key: meant })}>${say('mend.to', { key: meant })}</button></p>`
    : about && html`<p class="help">${about}</p>`}
</div>`

function useVerdict(draft) {
  const [verdict, set] = useState(null)
  const asked = JSON.stringify(draft)
  useEffect(() => {
    const control = new AbortController()
    const timer = setTimeout(() => post(catalogue('readiness'), draft, control).then(set, () => {}), 350)
    return () => (clearTimeout(timer), control.abort())
  }, [asked, language()])
  return verdict
}

const Verdict = ({ verdict }) => html`<div class=${`boots ${verdict?.readiness}`}>
  <p class="verdict" role="status">${verdict
    ? html`<${Readiness} level=${verdict.readiness} />${verdict.login &&
        html`<span>${tell('log-in', { name: html`<code>${verdict.login.name}</code>` })}</span>`}`
    : say('loading')}</p>
  <${Reasons} reasons=${verdict?.reasons}>${({ property: key }) => key && html`<button type="button" class="quiet"
    aria-label=${`${say('mend')}: ${key}`} onClick=${() => goTo(key)}>${say('mend')}</button>`}<//>
</div>`

// Changing what is said of an image. Only what is different is sent, so that what others have changed meanwhile stays.
export function Edit({ image: given, at, onClose }) {
  const [image] = useState(given)
  const [entries, change] = useState(() => entriesOf(image.properties))
  const [said, set] = useState({
    name: image.name || '',
    tags: (image.tags || []).join(', '),
    min_ram: image.min_ram || 0,
    min_disk: image.min_disk || 0,
    protected: image.protected,
  })
  const write = name => value => set({ ...said, [name]: value })
  const draft = { ...said, tags: tagsOf(said.tags), min_ram: Number(said.min_ram), min_disk: Number(said.min_disk) }
  const properties = propertiesOf(entries)
  const { disk_format, container_format, visibility, size, virtual_size } = image
  const facts = { disk_format, container_format, visibility, size, virtual_size }
  const verdict = useVerdict({ ...facts, id: image.id, name: draft.name, min_disk: draft.min_disk, properties })
  const steps = stepsBetween({ ...image, name: image.name || '', tags: image.tags || [] }, draft, properties)
  const save = async () => {
    await patch(image.id, steps)
    changed(image.id)
    note(say('saved', { name: draft.name || image.id }))
  }
  return html`<${Question} title=${say('edit.image')} does=${say('save')} work=${save} onClose=${onClose} wide
    disabled=${!steps.length}>
    <${Verdict} verdict=${verdict} />
    <${Text} label=${say('name')} maxlength="255" value=${said.name} set=${write('name')} />
    <h3>${say('properties')}</h3>
    <${PropertiesForm} entries=${entries} change=${change} reasons=${verdict?.reasons} at=${at} />
    <details><summary>${say('edit.more')}</summary><div class="fields">
      <${Text} label=${say('tags')} help=${say('tags.help')} value=${said.tags} set=${write('tags')} />
      <${Text} label=${say('min_ram')} type="number" min="0" value=${said.min_ram} set=${write('min_ram')} />
      <${Text} label=${say('min_disk')} type="number" min="0" value=${said.min_disk} set=${write('min_disk')} />
      <${Tick} on=${said.protected} set=${write('protected')}>${say('protected.help')}<//>
    </div></details>
    <p class="help" role="status">${steps.length > 0 && say('edit.steps', { n: steps.length })}</p>
  <//>`
}

const tagsOf = text => [...new Set(text.split(',').map(tag => tag.trim()).filter(Boolean))]

// What makes of an image what is said of it now, as steps of a patch.
function stepsBetween(image, draft, properties) {
  const before = image.properties || {}
  const other = (a, b) => JSON.stringify(a) !== JSON.stringify(b)
  return [
    ...Object.keys(draft).filter(key => other(image[key], draft[key])).map(key => step('replace', key, draft[key])),
    ...Object.keys(before).filter(key => !(key in properties)).map(key => step('remove', key)),
    ...Object.keys(properties).filter(key => before[key] !== properties[key])
      .map(key => step(key in before ? 'replace' : 'add', key, properties[key])),
  ]
}

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
      <${Choice} label=${say('column.visibility')}
        help=${say(`seen-by.${said.visibility}`, { n: 0, place: site.get().host })}
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

function Containers() {
  const containers = useList(catalogue('files'), 'containers')
  const none = html`<${Empty} title=${say('containers.none')}>
    <p>${say('containers.none.help', { store: storeName() })}</p>
    <p><a class="button main" href=${pageOf('upload')}>${say('view.upload')}</a></p><//>`
  return html`<h2>${say('containers')}</h2><${Listed} list=${containers} none=${none}>
    <ul class="rows">${containers.rows.map(
      ({ name, count, bytes }) => html`<li key=${name}>
        <a data-row href=${pageOf('register', null, { container: name })}><bdi>${name}</bdi></a>
        <span class="help">${[count >= 0 && say('files.n', { n: count }), bytes >= 0 && size(bytes)]
          .filter(Boolean).join(' · ')}</span></li>`,
    )}</ul><//>`
}

function Files({ container, prefix = '', choose }) {
  const files = useList(catalogue('files', { container, prefix, limit: 200 }), 'files')
  const metas = Object.fromEntries(files.rows.map(one => [one.name, one]))
  const shown = files.rows.filter(one => !/\.(meta|md5sum)$/.test(one.name))
  const [typed, type] = useState(prefix)
  const later = useLater(value => turn({ prefix: value }), 200)
  const rows = shown.map(file => {
    const meta = metas[file.name + '.meta']
    return html`<li key=${file.name}>${file.image
      ? html`<bdi>${file.name}</bdi><span>${tell('files.registered', {
          name: html`<a href=${pageOf('images', file.image)}><bdi>${file.image_name || file.image}</bdi></a>`,
        })}</span>`
      : html`<button type="button" class="link" data-row onClick=${() => choose({ file, meta })}>
          <bdi>${file.name}</bdi></button>`}
      <span class="help">${size(file.size)} ${file.updated_at && html`<${Time} at=${file.updated_at} />`}
        ${' '}${meta && say('meta.beside')}</span></li>`
  })
  return html`<h2>${tell('files.of', { container: html`<bdi>${container}</bdi>` })}</h2>
    <p class="row"><input type="search" aria-label=${say('files.prefix')} placeholder=${say('files.prefix')}
      value=${typed} onInput=${event => (type(event.target.value), later(event.target.value))} />
      <a href=${pageOf('register')}>${say('containers.others')}</a></p>
    <${Listed} list=${files} none=${html`<p>${say('files.none')}</p>`}>
      <ul class="rows">${rows}</ul><//>`
}

function Chosen({ file, meta, another }) {
  const [said, set] = useState({ ...NOTHING_SAID, ...fromFile(file.name) })
  const heading = useRef(null)
  useEffect(() => heading.current.focus(), [])
  const register = async () => {
    const id = await registered(file, draftOf(said))
    note(say('saved', { name: said.name }))
    changed(id)
    go(pageOf('images', id))
  }
  return html`<h2 ref=${heading} tabindex="-1"><bdi>${file.name}</bdi></h2>
    <p class="help">${size(file.size)} · <code class="long">${file.location}</code></p>
    ${meta && html`<${Meta} ...${{ file, meta }} take=${told => set(now => ({ ...now, ...told }))} />`}
    <${Form} does=${say('view.register')} work=${register} onCancel=${another}>
      <${Describe} said=${said} set=${set} size=${file.size} /><//>`
}

// All that is said of an image is in headers. The guide has its own three formats, and Glance all.
async function registered({ location: at }, { name, disk_format: format, visibility, properties }) {
  const headers = {
    'X-Image-Meta-Name': encodeURIComponent(name),
    'X-Image-Meta-Location': /[^ -~]/.test(at) ? encodeURI(at) : at,
    'X-Image-Meta-Disk-Format': format,
    'X-Image-Meta-Container-Format': 'bare',
    'X-Image-Meta-Is-Public': visibility === 'public' ? 'True' : 'False',
  }
  for (const [key, value] of Object.entries(properties)) {
    headers[`X-Image-Meta-Property-${encodeURIComponent(key).replace(/[()]/g, escape)}`] = encodeURIComponent(value)
  }
  if (format.endsWith('dump')) return (await ask('POST', '/images', { headers })).headers.get('X-Image-Meta-Id')
  return (await post('/v1/images', null, { headers })).image.id
}

// What kamaki and snf-image-creator have written of the file beside it.
function Meta({ file, meta, take }) {
  const { busy, fault, run } = useDoing()
  const fill = async () => {
    const { name, disk_format: format, is_public: open, properties } = await get(
      catalogue('files/meta', { location: file.location }))
    take({
      ...(name && { name }),
      ...(format && { disk_format: format }),
      ...(open !== undefined && { visibility: open ? 'public' : 'private' }),
      entries: entriesOf(properties),
    })
    note(say('meta.taken'))
  }
  return html`<section class="told"><p>${tell('meta.help', { name: html`<bdi>${meta.name}</bdi>` })}</p>
    <p><button type="button" disabled=${busy} onClick=${() => run(fill)}>${say('meta.take')}</button></p>
    <${Trouble} fault=${fault} /></section>`
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
    <progress max="100" value=${share} aria-label=${name}></progress>
    <p class="figures"><span>${size(sent)} / ${size(file.size)} · ${share} %</span>
      ${state === 'sending' && rate > 0 && html`<span>${say('upload.rate', { rate: size(rate) })}</span>
        <span>${left > 0 ? say('upload.left', { time: duration(left / rate) }) : say('upload.ending')}</span>`}</p>
    ${state === 'done' && html`<${Done} id=${id} />`}
    <${Trouble} fault=${fault} />
    ${state !== 'done' && html`<p class="row">
      ${fault && html`<button type="button" class="main" onClick=${() => send(id, file, name)}>
        ${say('again')}</button>`}
      <button type="button" onClick=${() => cancel(id)}>${say('cancel')}</button></p>`}
  </section>`
}

function Done({ id }) {
  const [hash, called] = hashOf(useAsked(imageAt(id)).data)
  return html`<p role="status"><${Icon} name="ok" /> ${say('upload.done')}</p>
    ${hash && html`<p>${say('upload.hash', { hash: called })} <${Code} text=${hash} of=${called} /></p>`}
    <p class="row"><a class="button main" href=${pageOf('images', id)}>${say('keys.open')}</a>
      <button type="button" onClick=${() => forget(id)}>${say('put-away')}</button></p>`
}

const requests = new Map()

// Bytes on their way up. They go on while other views are looked at; leaving the page is asked about.
const tellUpload = (id, by) => uploads.set({ ...uploads.get(), [id]: { ...uploads.get()[id], ...by } })

async function begin(file, draft) {
  const { id } = await post('/v2/images', draft)
  send(id, file, draft.name)
}

function send(id, file, name) {
  const request = new XMLHttpRequest()
  requests.set(id, request)
  const since = performance.now()
  let told = 0
  tellUpload(id, { id, name, file, state: 'sending', sent: 0, rate: 0, share: 0, fault: null })
  request.upload.onprogress = ({ loaded }) => {
    const share = Math.floor((loaded / file.size) * 100) || 0
    tellUpload(id, { sent: loaded, share, rate: loaded / ((performance.now() - since) / 1000) })
    if (share >= told + 25) heard.set(say('upload.under-way', { share: (told = share) }))
  }
  const end = by => {
    requests.delete(id)
    tellUpload(id, by)
    changed(id)
  }
  request.onload = () => {
    const { status, responseText } = request
    if (status < 300) {
      heard.set(say('upload.done'))
      return end({ state: 'done', sent: file.size, share: 100 })
    }
    const failed = () =>
      end({ state: 'failed', fault: new Fault(status, responseText, name => request.getResponseHeader(name)) })
    if (status === 401) renewed().then(() => send(id, file, name), failed)
    else failed()
  }
  request.onerror = () => end({ state: 'failed', fault: { status: 0 } })
  request.open('PUT', `${BASE}/v2/images/${id}/file`)
  request.setRequestHeader('X-Auth-Token', session.get().token)
  request.setRequestHeader('Content-Type', 'application/octet-stream')
  request.send(file)
}

// The image that was made for the bytes goes as well.
async function cancel(id) {
  requests.get(id)?.abort()
  requests.delete(id)
  forget(id)
  await ask('DELETE', `/v2/images/${id}`).catch(() => {})
  changed(id)
}

function forget(id) {
  const { [id]: gone, ...rest } = uploads.get()
  uploads.set(gone ? rest : uploads.get())
}

addEventListener('beforeunload', event => requests.size && event.preventDefault())
