'use strict';
// Draws the panels of a dashboard, given as board, as Grafana would lay them out.
const palette = ['#73BF69', '#F2CC0C', '#8AB8FF', '#FF780A', '#F2495C', '#5794F2', '#B877D9', '#705DA0', '#37872D', '#FADE2A',
  '#447EBC', '#C15C17', '#890F02', '#0A437C', '#6D1F62', '#584477'];
const grid = document.getElementById('grid');
const cell = (1500 - 16) / 24;

const scaled = (v, d, units, base) => {
  let i = 0;
  while (Math.abs(v) >= base && i < units.length - 1) { v /= base; i++; }
  return fixed(v, d) + ' ' + units[i];
};
const fixed = (v, d) => {
  if (d == null) { const a = Math.abs(v); d = a >= 100 || Number.isInteger(v) ? 0 : a >= 10 ? 1 : a >= 1 ? 2 : 3; }
  return v.toFixed(d);
};
function lasting(v, d) {
  const a = Math.abs(v);
  if (a === 0) return '0 s';
  if (a < 1) return fixed(v * 1000, d ?? 1) + ' ms';
  for (const [name, n] of [['years', 31536000], ['weeks', 604800], ['days', 86400], ['hours', 3600], ['mins', 60]]) if (a >= n) return fixed(v / n, d) + ' ' + name;
  return fixed(v, d) + ' s';
}
function format(v, unit, d) {
  if (v == null || Number.isNaN(v)) return '';
  switch (unit) {
    case 'percentunit': return fixed(v * 100, d ?? (Math.abs(v * 100 - Math.round(v * 100)) < 1e-6 ? 0 : 1)) + '%';
    case 'watt': return scaled(v, d, ['W', 'kW', 'MW'], 1000);
    case 'kwatth': return scaled(v, d, ['kWh', 'MWh', 'GWh'], 1000);
    case 'volt': return fixed(v, d) + ' V';
    case 'amp': return fixed(v, d) + ' A';
    case 'hertz': return fixed(v, d) + ' Hz';
    case 'celsius': return fixed(v, d) + ' °C';
    case 'suffix:kg': return fixed(v, d) + ' kg';
    case 'bytes': return scaled(v, d, ['B', 'KiB', 'MiB', 'GiB'], 1024);
    case 's': return lasting(v, d);
    case 'locale': return v.toLocaleString('en', { minimumFractionDigits: d ?? 0, maximumFractionDigits: d ?? 2 });
    case 'reqps': return fixed(v, d) + ' req/s';
    case 'cps': return fixed(v, d) + ' c/s';
    case 'rotrpm': return fixed(v, d) + ' rpm';
    case 'dateTimeAsLocal': case 'dateTimeAsLocalNoDateIfToday': {
      const iso = new Date(v).toISOString();
      return unit.endsWith('Today') && Date.now() - v < 86400000 ? iso.slice(11, 19) : iso.slice(0, 10);
    }
  }
  return Math.abs(v) >= 1000 ? scaled(v, d, ['', 'K', 'Mil'], 1000) : fixed(v, d);
}
const legend = (text, metric) => (text || '').replace(/\{\{\s*(\w+)\s*\}\}/g, (_, l) => metric[l] || '').replace(/\s+/g, ' ').trim();
const stepColor = (v, t) => { let c = '#73BF69'; for (const s of (t?.steps || [])) if (s.value == null || v >= s.value) c = s.color; return c; };
const mapping = (v, maps) => { for (const m of maps || []) { const hit = (m.options || {})[String(v)]; if (hit) return hit; } return null; };
const el = (tag, cls, parent, text) => { const e = document.createElement(tag); if (cls) e.className = cls; if (text != null) e.textContent = text; parent?.append(e); return e; };
const last = s => s.value ? +s.value[1] : s.values?.length ? +s.values[s.values.length - 1][1] : null;

function flat(p) { // all series of a panel with their names and their query
  const out = [];
  p.Answers?.forEach((answer, i) => answer.forEach(s => out.push({ s, name: legend(p.Targets[i].LegendFormat, s.metric), ref: p.Targets[i].RefID })));
  return out;
}
function look(p, ref) { // the overrides of a query
  const found = {};
  for (const o of p.FieldConfig.overrides || []) if (o.matcher.id === 'byFrameRefID' && o.matcher.options === ref) for (const q of o.properties) found[q.id] = q.value;
  return found;
}

function drawStat(p, body) {
  const d = p.FieldConfig.defaults, list = flat(p), box = el('div', 'stats', body);
  for (const { s, name } of list.slice(0, 9)) {
    const v = last(s), hit = mapping(v, d.mappings), color = hit?.color || stepColor(v, d.thresholds);
    const e = el('div', 'stat', box), one = list.length === 1;
    const text = p.Options.textMode === 'name' ? name : hit?.text || format(v, d.unit, d.decimals);
    const value = el('div', 'v', e, text);
    const room = body.clientWidth / Math.min(list.length, 3);
    const lines = Math.ceil(list.length / 3);
    value.style.fontSize = Math.max(12, Math.min(one ? 38 : 22, room / (text.length * 0.62), body.clientHeight / lines / 2)) + 'px';
    if (p.Options.colorMode.startsWith('background')) { e.style.background = color; value.style.color = color === '#C4162A' ? '#fff' : '#111217'; } else value.style.color = color;
    if (!one && name !== text) el('div', 'n', e, name).style.color = p.Options.colorMode.startsWith('background') ? '#111217' : '';
    if (p.Options.graphMode === 'area' && s.values?.length > 1) {
      const ys = s.values.map(x => +x[1]), low = Math.min(...ys), high = Math.max(...ys);
      const pts = ys.map((y, i) => [(i / (ys.length - 1)) * 100, 30 - (high > low ? (y - low) / (high - low) : .5) * 28]);
      e.insertAdjacentHTML('beforeend', `<svg viewBox="0 0 100 30" preserveAspectRatio="none"><polygon points="0,30 ${pts.map(q => q.join()).join(' ')} 100,30" fill="${color}22"/><polyline points="${pts.map(q => q.join()).join(' ')}" fill="none" stroke="${color}" stroke-width="1" vector-effect="non-scaling-stroke"/></svg>`);
    }
  }
}

function drawGauges(p, body) {
  const d = p.FieldConfig.defaults, box = el('div', 'bg', body), list = flat(p);
  const high = d.max ?? Math.max(...list.map(x => last(x.s)), 1e-9);
  for (const { s, name } of list) {
    const v = last(s), color = stepColor(v, d.thresholds), e = el('div', '', box);
    el('label', '', e, name);
    const bar = el('u', '', el('i', '', e));
    bar.style.width = Math.min(100, 100 * v / high) + '%';
    bar.style.background = color;
    el('b', '', e, format(v, d.unit, d.decimals)).style.color = color;
  }
}

const clock = (t, span) => { const iso = new Date(t * 1000).toISOString(); return span > 2 * 86400 ? iso.slice(5, 10) : iso.slice(11, 16); };

function drawTimeline(p, body) {
  const d = p.FieldConfig.defaults, box = el('div', 'tl', body), span = p.To - p.From;
  for (const { s, name } of flat(p)) {
    const line = el('div', 'line', box);
    el('label', '', line, name);
    const lane = el('div', 'lane', line), runs = [];
    for (const [t, text] of s.values || []) {
      const run = runs[runs.length - 1];
      if (run && run.text === text && t - run.to <= p.Step * 1.5) run.to = t;
      else { if (run && t - run.to <= p.Step * 1.5) run.to = t; runs.push({ text, from: t, to: t }); }
    }
    for (const run of runs) {
      const v = +run.text, hit = mapping(v, d.mappings), left = 100 * (run.from - p.From) / span;
      const wide = Math.max(0.25, 100 * (Math.min(run.to + p.Step, p.To) - run.from) / span);
      const e = el('span', '', lane, wide > 4 && p.Options.showValue !== 'never' ? hit?.text || format(v, d.unit) : '');
      e.style.left = left + '%'; e.style.width = Math.min(wide, 100 - left) + '%';
      e.style.background = hit?.color || stepColor(v, d.thresholds); e.style.opacity = .88;
      if (wide <= 4) e.style.padding = 0;
    }
  }
  const axis = el('div', 'axis', box);
  for (let i = 0; i <= 8; i++) el('span', '', axis, clock(p.From + span * i / 8, span));
}

function drawSeries(p, body) {
  const d = p.FieldConfig.defaults, custom = d.custom || {}, bars = custom.drawStyle === 'bars';
  const stacked = custom.stacking?.mode === 'normal', list = flat(p), chart = echarts.init(body, null, { renderer: 'canvas' });
  const span = p.To - p.From; let used = 0;
  const series = list.map(({ s, name, ref }) => {
    const own = look(p, ref), dashed = own['custom.lineStyle'] != null, color = own.color?.fixedColor || palette[used++ % palette.length];
    const values = s.values ? s.values.map(([t, v]) => [t * 1000 + (bars ? p.Step * 500 : 0), +v]) : [];
    const gaps = [];
    values.forEach((v, i) => { if (i && !bars && v[0] - values[i - 1][0] > p.Step * 2500) gaps.push([v[0] - 1, null]); gaps.push(v); });
    return {
      name, type: bars ? 'bar' : 'line', data: gaps, stack: stacked && !dashed ? 'all' : undefined, showSymbol: false,
      barMaxWidth: 60, barWidth: bars ? Math.max(2, (body.clientWidth - 80) * p.Step / span * .7) : undefined,
      lineStyle: { width: dashed ? 1.2 : 1.5, color, type: dashed ? [8, 6] : 'solid' }, itemStyle: { color },
      areaStyle: dashed || bars ? undefined : { color, opacity: stacked ? .35 : .025 },
    };
  });
  if (series.length) series[0].markLine = {
    silent: true, symbol: 'none', label: { show: false }, animation: false, data: [
      ...(bars ? [] : (board.marks || []).filter(m => m.Time / 1000 > p.From).map(m => ({ xAxis: m.Time, lineStyle: { color: m.Color, type: 'dashed', width: 1, opacity: .8 } }))),
      ...(custom.thresholdsStyle?.mode === 'dashed' ? (d.thresholds.steps || []).filter(s => s.value != null).map(s => ({ yAxis: s.value, lineStyle: { color: s.color, type: [8, 6], width: 1.2 } })) : []),
    ],
  };
  chart.setOption({
    animation: false, grid: { left: 10, right: 14, top: 8, bottom: 26, containLabel: true }, series,
    legend: { bottom: 3, left: 0, type: 'scroll', icon: 'roundRect', itemWidth: 10, itemHeight: 10, textStyle: { color: '#ccccdc', fontSize: 11 }, pageIconColor: '#8e8e9c', pageTextStyle: { color: '#8e8e9c' } },
    xAxis: { type: 'time', min: p.From * 1000, max: p.To * 1000, axisLabel: { color: '#8e8e9c', fontSize: 11, formatter: t => clock(t / 1000, span), hideOverlap: true }, axisLine: { lineStyle: { color: '#2c3038' } }, splitLine: { show: true, lineStyle: { color: '#22252b' } } },
    yAxis: { type: 'value', minInterval: d.decimals === 0 && d.unit === 'short' ? 1 : undefined, scale: d.min == null, min: d.min, max: d.max, axisLabel: { color: '#8e8e9c', fontSize: 11, formatter: v => format(v, d.unit, d.decimals) }, splitLine: { lineStyle: { color: '#22252b' } } },
  });
}

function drawTable(p, body) {
  const names = p.Transformations.find(t => t.id === 'organize').options, sort = p.Options.sortBy?.[0];
  const keys = Object.keys(names.indexByName).sort((a, b) => names.indexByName[a] - names.indexByName[b]);
  const full = p.Answers.filter(a => a.length).length, rows = new Map();
  const shared = p.Answers.filter(a => a.length).map(a => new Set(a.flatMap(s => Object.keys(s.metric).filter(k => k !== '__name__'))));
  const common = shared.length ? [...shared[0]].filter(k => shared.every(s => s.has(k))) : [];
  p.Answers.forEach((answer, i) => answer.forEach(s => {
    const key = common.map(k => s.metric[k] || '').join('\u0000');
    const old = rows.get(key) || [{}];
    rows.set(key, old);
    const value = full > 1 ? 'Value #' + p.Targets[i].RefID : 'Value', extra = { ...s.metric, [value]: +s.value[1] };
    const clash = old.find(r => Object.keys(extra).every(k => r[k] === undefined || r[k] === extra[k]));
    if (clash) Object.assign(clash, extra); else old.push(extra);
  }));
  const columns = [];
  for (const key of keys) {
    const title = names.renameByName[key], prop = {};
    for (const o of p.FieldConfig.overrides) if (o.matcher.options === title) for (const q of o.properties) prop[q.id] = q.value;
    const list = [...rows.values()].flat();
    if (!prop['custom.hidden'] && list.some(r => r[key] !== undefined) && !columns.some(c => c.title === title)) columns.push({ key, title, prop });
  }
  const by = columns.find(c => c.title === sort?.displayName)?.key;
  const list = [...rows.values()].flat().sort((a, b) => by == null ? 0 : ((a[by] ?? -1) < (b[by] ?? -1) ? -1 : 1) * (sort.desc ? -1 : 1));
  const table = el('table', '', body), head = el('tr', '', el('thead', '', table)), rest = el('tbody', '', table);
  for (const c of columns) { const th = el('th', '', head, c.title); if (c.prop['custom.width']) th.style.width = c.prop['custom.width'] + 'px'; }
  const d = p.FieldConfig.defaults;
  for (const r of list.slice(0, Math.floor((body.clientHeight - 25) / 30))) {
    const tr = el('tr', '', rest);
    for (const { key, prop } of columns) {
      const td = el('td', '', tr), v = r[key], hit = mapping(v, prop.mappings), kind = prop['custom.cellOptions']?.type;
      const number = typeof v === 'number', text = v == null ? '–' : hit?.text || (number ? format(v, prop.unit || d.unit, prop.decimals) : v);
      const color = hit?.color || (number ? stepColor(v, prop.thresholds || d.thresholds) : null);
      if (v == null) { td.textContent = text; td.style.color = '#6e7079'; continue; }
      if (kind === 'gauge') {
        const e = el('div', 'cellbar', td), bar = el('u', '', el('i', '', e));
        bar.style.width = Math.min(100, 100 * v / (prop.max ?? Math.max(...list.map(x => x[key] ?? 0)))) + '%'; bar.style.background = color;
        el('span', '', e, text).style.color = color;
        continue;
      }
      td.textContent = text;
      if (prop.links) td.style.color = '#6e9fff';
      if (kind === 'color-background') { td.style.background = color; td.style.color = color === '#C4162A' ? '#fff' : '#111217'; }
      if (kind === 'color-text') td.style.color = color;
    }
  }
}

const header = document.querySelector('header');
el('span', '', header, board.title);
for (const v of board.variables) { const e = el('span', 'var', header); el('b', '', e, v.Label || v.Name); e.append(v.Type === 'datasource' ? 'Prometheus' : v.Type === 'textbox' ? { price: '0.30', currency: '€', carbon: '380' }[v.Name] : (board.chosen || {})[v.Name]?.replace(/[()\\]/g, '').replace('|', ' + ') || 'All'); }
el('span', 'var right', header, 'Argus dashboards ▾');
for (const p of board.panels) {
  const g = p.GridPos, box = el('div', p.Type === 'row' ? 'row' : 'panel', grid);
  Object.assign(box.style, { left: g.X * cell + 2 + 'px', top: g.Y * 38 + 'px', width: g.W * cell - 6 + 'px', height: g.H * 38 - 7 + 'px' });
  if (p.Type === 'row') { box.textContent = p.Title; if (p.Panels?.length) { box.classList.add('folded'); el('i', '', box, ` (${p.Panels.length} panels)`); } continue; }
  el('div', 'title', box, p.Title.replace('$currency', '€'));
  const body = el('div', 'body', box);
  if (p.Type === 'text') {
    el('div', 'md', body).innerHTML = p.Options.content.split('\n\n').map(t => '<p style="margin:4px 0 10px">' + t.replace(/\*\*(.+?)\*\*/g, '<b>$1</b>').replace(/`(.+?)`/g, '<code>$1</code>') + '</p>').join('');
    continue;
  }
  if (!p.Answers?.some(a => a.length)) { el('div', 'none', body, p.FieldConfig.defaults.noValue); continue; }
  ({ stat: drawStat, bargauge: drawGauges, timeseries: drawSeries, 'state-timeline': drawTimeline, table: drawTable })[p.Type](p, body);
}
