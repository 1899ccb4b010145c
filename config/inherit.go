package config

import (
	"cmp"
	"maps"
	"slices"
)

// inherit fills in from another module what this one leaves out; its own rows
// and variables come first.
func (m *rawModule) inherit(base *rawModule) {
	m.timeout = cmp.Or(m.timeout, base.timeout)
	if m.raw == nil {
		m.raw = base.raw
	}
	m.rows = append(slices.Clone(m.rows), base.rows...)
	info := map[string][]string{}
	for _, list := range []map[string][]string{m.info, base.info} {
		for field, from := range list {
			if len(from) > 0 {
				info[field] = append(slices.Clone(info[field]), from...)
			}
		}
	}
	m.info = info
	m.snmp.inherit(&base.snmp)
}

// inherit fills in from another module what this one leaves out. A root of one's
// own moves all relative object identifiers of the other: makers sell one device
// under several numbers.
func (r *rawSNMP) inherit(base *rawSNMP) {
	own, from := &r.def, &base.def
	own.Root = cmp.Or(own.Root, from.Root)
	own.Type = cmp.Or(own.Type, from.Type)
	own.Codec = cmp.Or(own.Codec, from.Codec)
	if own.Detect == nil {
		own.Detect = from.Detect
	}
	if r.unless == nil {
		r.unless = base.unless
	}
	own.Lines = added(own.Lines, from.Lines)
	own.Labels = added(own.Labels, from.Labels)
	r.rows = append(slices.Clone(r.rows), base.rows...)
	r.status = append(slices.Clone(r.status), base.status...)
	r.tuning = r.tuning.or(base.tuning)
	r.set = r.set || base.set
	for _, member := range base.members {
		if !slices.ContainsFunc(r.members, func(p placed[string]) bool { return p.it == member.it }) {
			r.members = append(slices.Clone(r.members), member)
		}
	}
}

// added returns the entries of both maps; own ones win.
func added[V any](own, base map[string]V) map[string]V {
	if len(own)+len(base) == 0 {
		return nil
	}
	all := maps.Clone(base)
	if all == nil {
		all = map[string]V{}
	}
	maps.Copy(all, own)
	return all
}
