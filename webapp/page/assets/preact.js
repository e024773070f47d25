/* Preact (MIT) and htm 3.1.1 (Apache-2.0): see ../licenses */
var _,e,t,n,r,l,o={},u=[],i=/acit|ex(?:s|g|n|p|$)|rph|grid|ows|mnc|ntw|ine[ch]|zoo|^ord|itera/i
;function s(_,e){for(var t in e)_[t]=e[t];return _}function c(_){var e=_.parentNode
;e&&e.removeChild(_)}function a(e,t,n){var r,l,o,u={}
;for(o in t)"key"==o?r=t[o]:"ref"==o?l=t[o]:u[o]=t[o]
;if(arguments.length>2&&(u.children=arguments.length>3?_.call(arguments,2):n),
"function"==typeof e&&null!=e.defaultProps)for(o in e.defaultProps)void 0===u[o]&&(u[o]=e.defaultProps[o])
;return f(e,u,r,l,null)}function f(_,n,r,l,o){var u={type:_,props:n,key:r,ref:l,__k:null,
__:null,__b:0,__e:null,__d:void 0,__c:null,__h:null,constructor:void 0,__v:o??++t}
;return null!=e.vnode&&e.vnode(u),u}function p(_){return _.children}function h(_,e){
this.props=_,this.context=e}function d(_,e){
if(null==e)return _.__?d(_.__,_.__.__k.indexOf(_)+1):null
;for(var t;e<_.__k.length;e++)if(null!=(t=_.__k[e])&&null!=t.__e)return t.__e
;return"function"==typeof _.type?d(_):null}function v(_){var e,t
;if(null!=(_=_.__)&&null!=_.__c){
for(_.__e=_.__c.base=null,e=0;e<_.__k.length;e++)if(null!=(t=_.__k[e])&&null!=t.__e){
_.__e=_.__c.base=t.__e;break}return v(_)}}function y(_){
(!_.__d&&(_.__d=!0)&&n.push(_)&&!m.__r++||l!==e.debounceRendering)&&((l=e.debounceRendering)||r)(m)
}function m(){for(var _;m.__r=n.length;)_=n.sort((_,e)=>_.__v.__b-e.__v.__b),n=[],
_.some(_=>{var e,t,n,r,l,o
;_.__d&&(l=(r=(e=_).__v).__e,(o=e.__P)&&(t=[],(n=s({},r)).__v=r.__v+1,
P(o,r,n,e.__n,void 0!==o.ownerSVGElement,null!=r.__h?[l]:null,t,l??d(r),r.__h),w(t,r),
r.__e!=l&&v(r)))})}function g(_,e,t,n,r,l,i,s,c,a){
var h,v,y,m,g,E,H,S=n&&n.__k||u,x=S.length
;for(t.__k=[],h=0;h<e.length;h++)if(null!=(m=t.__k[h]=null==(m=e[h])||
"boolean"==typeof m?null:"string"==typeof m||"number"==typeof m||
"bigint"==typeof m?f(null,m,null,null,m):Array.isArray(m)?f(p,{
children:m},null,null,null):m.__b>0?f(m.type,m.props,m.key,null,m.__v):m)){if(m.__=t,
m.__b=t.__b+1,
null===(y=S[h])||y&&m.key==y.key&&m.type===y.type)S[h]=void 0;else for(v=0;v<x;v++){
if((y=S[v])&&m.key==y.key&&m.type===y.type){S[v]=void 0;break}y=null}
P(_,m,y=y||o,r,l,i,s,c,a),
g=m.__e,(v=m.ref)&&y.ref!=v&&(H||(H=[]),y.ref&&H.push(y.ref,null,m),H.push(v,m.__c||g,m)),
null!=g?(null==E&&(E=g),
"function"==typeof m.type&&null!=m.__k&&m.__k===y.__k?m.__d=c=k(m,c,_):c=b(_,m,y,S,g,c),
a||"option"!==t.type?"function"==typeof t.type&&(t.__d=c):_.value=""):c&&y.__e==c&&c.parentNode!=_&&(c=d(y))
}
for(t.__e=E,h=x;h--;)null!=S[h]&&("function"==typeof t.type&&null!=S[h].__e&&S[h].__e==t.__d&&(t.__d=d(n,h+1)),
D(S[h],S[h]));if(H)for(h=0;h<H.length;h++)A(H[h],H[++h],H[++h])}function k(_,e,t){var n,r
;for(n=0;n<_.__k.length;n++)(r=_.__k[n])&&(r.__=_,
e="function"==typeof r.type?k(r,e,t):b(t,r,r,_.__k,r.__e,e));return e}
function b(_,e,t,n,r,l){var o,u,i
;if(void 0!==e.__d)o=e.__d,e.__d=void 0;else if(null==t||r!=l||null==r.parentNode)_:if(null==l||
l.parentNode!==_)_.appendChild(r),
o=null;else{for(u=l,i=0;(u=u.nextSibling)&&i<n.length;i+=2)if(u==r)break _
;_.insertBefore(r,l),o=l}return void 0!==o?o:r.nextSibling}function E(_,e,t){
"-"===e[0]?_.setProperty(e,t):_[e]=null==t?"":"number"!=typeof t||i.test(e)?t:t+"px"}
function H(_,e,t,n,r){var l;_:if("style"===e)if("string"==typeof t)_.style.cssText=t;else{
if("string"==typeof n&&(_.style.cssText=n=""),n)for(e in n)t&&e in t||E(_.style,e,"")
;if(t)for(e in t)n&&t[e]===n[e]||E(_.style,e,t[e])
}else if("o"===e[0]&&"n"===e[1])l=e!==(e=e.replace(/Capture$/,"")),
e=e.toLowerCase()in _?e.toLowerCase().slice(2):e.slice(2),_.l||(_.l={}),_.l[e+l]=t,
t?n||_.addEventListener(e,l?x:S,l):_.removeEventListener(e,l?x:S,l);else if("dangerouslySetInnerHTML"!==e){
if(r)e=e.replace(/xlink[H:h]/,"h").replace(/sName$/,"s");else if("href"!==e&&"list"!==e&&"form"!==e&&
"tabIndex"!==e&&"download"!==e&&e in _)try{
_[e]=t??"";break _}catch(_){}
"function"==typeof t||(null!=t&&(!1!==t||"a"===e[0]&&"r"===e[1])?_.setAttribute(e,t):_.removeAttribute(e))
}}function S(_){this.l[_.type+!1](e.event?e.event(_):_)}function x(_){
this.l[_.type+!0](e.event?e.event(_):_)}function P(_,t,n,r,l,o,u,i,c){
var a,f,d,v,y,m,k,b,E,H,S,x=t.type;if(void 0!==t.constructor)return null
;null!=n.__h&&(c=n.__h,i=t.__e=n.__e,t.__h=null,o=[i]),(a=e.__b)&&a(t);try{
_:if("function"==typeof x){
if(b=t.props,E=(a=x.contextType)&&r[a.__c],H=a?E?E.props.value:a.__:r,
n.__c?k=(f=t.__c=n.__c).__=f.__E:("prototype"in x&&x.prototype.render?t.__c=f=new x(b,H):(t.__c=f=new h(b,H),
f.constructor=x,f.render=T),E&&E.sub(f),f.props=b,f.state||(f.state={}),f.context=H,
f.__n=r,
d=f.__d=!0,f.__h=[]),null==f.__s&&(f.__s=f.state),null!=x.getDerivedStateFromProps&&(f.__s==f.state&&
(f.__s=s({},f.__s)),
s(f.__s,x.getDerivedStateFromProps(b,f.__s))),
v=f.props,y=f.state,d)null==x.getDerivedStateFromProps&&null!=f.componentWillMount&&f.componentWillMount(),
null!=f.componentDidMount&&f.__h.push(f.componentDidMount);else{
if(null==x.getDerivedStateFromProps&&b!==v&&null!=f.componentWillReceiveProps&&f.componentWillReceiveProps(b,H),
!f.__e&&null!=f.shouldComponentUpdate&&!1===f.shouldComponentUpdate(b,f.__s,H)||t.__v===n.__v){
f.props=b,f.state=f.__s,t.__v!==n.__v&&(f.__d=!1),f.__v=t,t.__e=n.__e,t.__k=n.__k,
t.__k.forEach(_=>{_&&(_.__=t)}),f.__h.length&&u.push(f);break _}
null!=f.componentWillUpdate&&f.componentWillUpdate(b,f.__s,H),
null!=f.componentDidUpdate&&f.__h.push(()=>{f.componentDidUpdate(v,y,m)})}f.context=H,
f.props=b,
f.state=f.__s,(a=e.__r)&&a(t),f.__d=!1,f.__v=t,f.__P=_,a=f.render(f.props,f.state,f.context),
f.state=f.__s,
null!=f.getChildContext&&(r=s(s({},r),f.getChildContext())),d||null==f.getSnapshotBeforeUpdate||
(m=f.getSnapshotBeforeUpdate(v,y)),
S=null!=a&&a.type===p&&null==a.key?a.props.children:a,
g(_,Array.isArray(S)?S:[S],t,n,r,l,o,u,i,c),
f.base=t.__e,t.__h=null,f.__h.length&&u.push(f),k&&(f.__E=f.__=null),f.__e=!1
}else null==o&&t.__v===n.__v?(t.__k=n.__k,t.__e=n.__e):t.__e=C(n.__e,t,n,r,l,o,u,c)
;(a=e.diffed)&&a(t)}catch(_){
t.__v=null,(c||null!=o)&&(t.__e=i,t.__h=!!c,o[o.indexOf(i)]=null),e.__e(_,t,n)}}
function w(_,t){e.__c&&e.__c(t,_),_.some(t=>{try{_=t.__h,t.__h=[],_.some(_=>{_.call(t)})
}catch(_){e.__e(_,t.__v)}})}function C(e,t,n,r,l,u,i,s){
var a,f,p=n.props,h=t.props,v=t.type,y=0
;if("svg"===v&&(l=!0),null!=u)for(;y<u.length;y++)if((a=u[y])&&(a===e||(v?a.localName==v:3==a.nodeType))){
e=a,u[y]=null;break}if(null==e){if(null===v)return document.createTextNode(h)
;e=l?document.createElementNS("http://www.w3.org/2000/svg",v):document.createElement(v,h.is&&h),
u=null,s=!1}if(null===v)p===h||s&&e.data===h||(e.data=h);else{
if(u=u&&_.call(e.childNodes),
(p=n.props||o).dangerouslySetInnerHTML,f=h.dangerouslySetInnerHTML,!s&&null!=u)for(p={},
y=0;y<e.attributes.length;y++)p[e.attributes[y].name]=e.attributes[y].value
;if(((_,e,t,n,r)=>{var l;for(l in t)"children"===l||"key"===l||l in e||H(_,l,null,t[l],n)
;for(l in e)r&&"function"!=typeof e[l]||"children"===l||"key"===l||"value"===l||"checked"===l||t[l]===e[l]||
H(_,l,e[l],t[l],n)
})(e,h,p,l,s),
f)t.__k=[];else if(y=t.props.children,g(e,Array.isArray(y)?y:[y],t,n,r,l&&"foreignObject"!==v,u,i,u?u[0]:n.__k&&
d(n,0),s),
null!=u)for(y=u.length;y--;)null!=u[y]&&c(u[y])
;s||("value"in h&&void 0!==(y=h.value)&&(y!==e.value||"progress"===v&&!y)&&H(e,"value",y,p.value,!1),
"checked"in h&&void 0!==(y=h.checked)&&y!==e.checked&&H(e,"checked",y,p.checked,!1))}
return e}function A(_,t,n){try{"function"==typeof _?_(t):_.current=t}catch(_){e.__e(_,n)}}
function D(_,t,n){var r,l
;if(e.unmount&&e.unmount(_),(r=_.ref)&&(r.current&&r.current!==_.__e||A(r,null,t)),
null!=(r=_.__c)){if(r.componentWillUnmount)try{r.componentWillUnmount()}catch(_){
e.__e(_,t)}r.base=r.__P=null}
if(r=_.__k)for(l=0;l<r.length;l++)r[l]&&D(r[l],t,"function"!=typeof _.type)
;n||null==_.__e||c(_.__e),_.__e=_.__d=void 0}function T(_,e,t){
return this.constructor(_,t)}function F(t,n,r){var l,u,i
;e.__&&e.__(t,n),u=(l="function"==typeof r)?null:r&&r.__k||n.__k,
i=[],P(n,t=(!l&&r||n).__k=a(p,null,[t]),u||o,o,void 0!==n.ownerSVGElement,!l&&
r?[r]:u?null:n.firstChild?_.call(n.childNodes):null,i,!l&&r?r:u?u.__e:n.firstChild,l),
w(i,t)}_=u.slice,e={__e:(_,e)=>{for(var t,n,r;e=e.__;)if((t=e.__c)&&!t.__)try{
if((n=t.constructor)&&null!=n.getDerivedStateFromError&&(t.setState(n.getDerivedStateFromError(_)),
r=t.__d),null!=t.componentDidCatch&&(t.componentDidCatch(_),r=t.__d),r)return t.__E=t
}catch(e){_=e}throw _}},t=0,h.prototype.setState=function(_,e){var t
;t=null!=this.__s&&this.__s!==this.state?this.__s:this.__s=s({},this.state),
"function"==typeof _&&(_=_(s({},t),this.props)),
_&&s(t,_),null!=_&&this.__v&&(e&&this.__h.push(e),y(this))
},h.prototype.forceUpdate=function(_){this.__v&&(this.__e=!0,_&&this.__h.push(_),y(this))
},
h.prototype.render=p,n=[],r="function"==typeof Promise?Promise.prototype.then.bind(Promise.resolve()):setTimeout,
m.__r=0;var U,N,M,W=0,L=[],R=e.__b,q=e.__r,I=e.diffed,O=e.__c,$=e.unmount;function B(_,t){
e.__h&&e.__h(N,_,W||t),W=0;var n=N.__H||(N.__H={__:[],__h:[]})
;return _>=n.__.length&&n.__.push({}),n.__[_]}function j(_){return W=1,((_,e)=>{
var t=B(U++,2);return t.t=_,t.__c||(t.__=[Y(void 0,e),_=>{var e=t.t(t.__[0],_)
;t.__[0]!==e&&(t.__=[e,t.__[1]],t.__c.setState({}))}],t.__c=N),t.__})(Y,_)}
function G(_,t){var n=B(U++,3);!e.__s&&X(n.__H,t)&&(n.__=_,n.__H=t,N.__H.__h.push(n))}
function V(_){return W=5,((_,e)=>{var t=B(U++,7);return X(t.__H,e)&&(t.__=_(),t.__H=e,
t.__h=_),t.__})(()=>({current:_}),[])}function z(){L.forEach(_=>{if(_.__P)try{
_.__H.__h.forEach(K),_.__H.__h.forEach(Q),_.__H.__h=[]}catch(t){
_.__H.__h=[],e.__e(t,_.__v)}}),L=[]}e.__b=_=>{N=null,R&&R(_)},e.__r=_=>{q&&q(_),U=0
;var e=(N=_.__c).__H;e&&(e.__h.forEach(K),e.__h.forEach(Q),e.__h=[])},e.diffed=_=>{I&&I(_)
;var t=_.__c
;t&&t.__H&&t.__H.__h.length&&(1!==L.push(t)&&M===e.requestAnimationFrame||((M=e.requestAnimationFrame)||(_=>{
var e,t=()=>{clearTimeout(n),J&&cancelAnimationFrame(e),setTimeout(_)},n=setTimeout(t,100)
;J&&(e=requestAnimationFrame(t))}))(z)),N=void 0},e.__c=(_,t)=>{t.some(_=>{try{
_.__h.forEach(K),_.__h=_.__h.filter(_=>!_.__||Q(_))}catch(n){t.some(_=>{_.__h&&(_.__h=[])
}),t=[],e.__e(n,_.__v)}}),O&&O(_,t)},e.unmount=_=>{$&&$(_);var t=_.__c;if(t&&t.__H)try{
t.__H.__.forEach(K)}catch(_){e.__e(_,t.__v)}}
;var J="function"==typeof requestAnimationFrame;function K(_){var e=N
;"function"==typeof _.__c&&_.__c(),N=e}function Q(_){var e=N;_.__c=_.__(),N=e}
function X(_,e){return!_||_.length!==e.length||e.some((e,t)=>e!==_[t])}function Y(_,e){
return"function"==typeof e?e(_):e}var Z=(_,e,t,n)=>{var r;e[0]=0
;for(var l=1;l<e.length;l++){var o=e[l++],u=e[l]?(e[0]|=o?1:2,t[e[l++]]):e[++l]
;3===o?n[0]=u:4===o?n[1]=Object.assign(n[1]||{},u):5===o?(n[1]=n[1]||
{})[e[++l]]=u:6===o?n[1][e[++l]]+=u+"":o?(r=_.apply(u,Z(_,u,t,["",null])),
n.push(r),u[0]?e[0]|=2:(e[l-2]=0,e[l]=r)):n.push(u)}return n},__=new Map,e_=function(_){
var e=__.get(this)
;return e||(e=new Map,__.set(this,e)),(e=Z(this,e.get(_)||(e.set(_,e=(_=>{
for(var e,t,n=1,r="",l="",o=[0],u=_=>{
1===n&&(_||(r=r.replace(/^\s*\n\s*|\s*\n\s*$/g,"")))?o.push(0,_,r):3===n&&(_||r)?(o.push(3,_,r),
n=2):2===n&&"..."===r&&_?o.push(4,_,0):2===n&&r&&!_?o.push(5,0,!0,r):n>=5&&((r||!_&&5===n)&&(o.push(n,0,r,t),
n=6),_&&(o.push(n,_,0,t),n=6)),r=""},i=0;i<_.length;i++){i&&(1===n&&u(),u(i))
;for(var s=0;s<_[i].length;s++)e=_[i][s],
1===n?"<"===e?(u(),o=[o],n=3):r+=e:4===n?"--"===r&&">"===e?(n=1,
r=""):r=e+r[0]:l?e===l?l="":r+=e:'"'===e||"'"===e?l=e:">"===e?(u(),n=1):n&&("="===e?(n=5,
t=r,r=""):"/"===e&&(n<5||">"===_[i][s+1])?(u(),3===n&&(o=o[0]),n=o,(o=o[0]).push(2,0,n),
n=0):" "===e||"\t"===e||"\n"===e||"\r"===e?(u(),n=2):r+=e),3===n&&"!--"===r&&(n=4,o=o[0])}
return u(),o})(_)),e),arguments,[])).length>1?e:e[0]}.bind(a)
;export{a as h,e_ as html,F as render,j as useState,G as useEffect,V as useRef};
