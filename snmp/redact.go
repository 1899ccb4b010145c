package snmp

import (
	"net/netip"
	"slices"
	"strings"
)

// A Redactor replaces in a recording what tells whose device it is: serial
// numbers, names, addresses, and what looks like a password. Object identifiers
// and types stay, and so do numbers, dates, models and firmware versions. Equal
// texts are replaced by equal ones.
type Redactor struct {
	known   *knownObjects
	keep    []string // subtrees that stay as they are
	named   map[string]bool
	aliases aliases
	secrets secrets
	public  map[string]bool // words of models and versions, which are nobody's secret
	near    map[string]bool // subtrees that hold the address of something
	hosts   map[string]bool // IPv4 addresses that were seen, as dotted numbers
}

// Verdict says what became of an instance.
type Verdict uint8

// The verdicts.
const (
	Kept     Verdict = iota
	Redacted         // its value was changed
	Doubtful         // it was kept, and may be a secret that no module knows: look at it
	Partly           // it was changed, and what stayed of its text may be one
	LeftOut          // its index tells a secret: it must not be written
)

// NewRedactor makes a Redactor that knows what these modules read. What lies in
// the subtrees keep stays as it is.
func NewRedactor(modules []*Module, keep []string) *Redactor {
	return &Redactor{
		known: newObjects(modules), keep: keep, named: map[string]bool{},
		aliases: newAliases(), public: map[string]bool{}, hosts: map[string]bool{},
		near: map[string]bool{"1.3.6.1.4.1.3854": true}, // AKCP: its communities stand by themselves
	}
}

// Secret has a text replaced wherever it occurs, such as a community; a short one
// only where nothing else stands.
func (r *Redactor) Secret(text string) { r.secrets.add(secretAlias, text, false) }

// Host has the name or the address of the agent replaced wherever it occurs.
func (r *Redactor) Host(host string) {
	if _, err := netip.ParseAddr(host); err == nil {
		r.address(host)
	} else if host != "localhost" {
		first, _, _ := strings.Cut(host, ".")
		r.remember(nameAlias, host)
		r.remember(nameAlias, first)
	}
}

// remember returns what replaces a text, and has it replaced in others.
func (r *Redactor) remember(kind aliasKind, text string) string {
	if len(text) >= shortestSecret && !r.known.words[strings.ToLower(text)] {
		r.secrets.add(kind, text, false)
	}
	return r.aliases.of(kind, text)
}

// Notice looks at what will be redacted: what is in it may tell of what comes before.
func (r *Redactor) Notice(list []Varbind) {
	for _, v := range list {
		if !r.keeps(v.OID) {
			r.noteAddress(v)
		}
	}
	for _, v := range list {
		r.Redact(v) // the secrets in it are remembered
	}
}

// Redact returns an instance as it may be published.
func (r *Redactor) Redact(v Varbind) (Varbind, Verdict) {
	if r.keeps(v.OID) {
		return v, Kept
	}
	if r.spells(v.OID) {
		return v, LeftOut
	}
	o := r.known.of(v.OID)
	if r.named[v.OID] {
		o.is |= isPart
	}
	old, doubtful := v.Value, false
	switch v.Value.Type {
	case IPAddress:
		v.Value.text = r.addresses(v.Value.text)
	case ObjectID:
		if r.spells(v.Value.text) {
			v.Value.text = "0.0"
		}
	case Integer, Unsigned:
		v.Value.number = r.number(v.Value.number, o)
		doubtful = v.Value == old && old.Type == Integer && o.is == 0 && o.words == nil && mayBeSerial(old.number)
	case Bytes:
		v.Value.text, doubtful = r.octets(v, o)
	}
	switch {
	case v.Value != old && doubtful:
		return v, Partly
	case v.Value != old:
		return v, Redacted
	case doubtful:
		return v, Doubtful
	}
	return v, Kept
}

func (r *Redactor) keeps(oid string) bool {
	return slices.ContainsFunc(r.keep, func(root string) bool { return oid == root || isBelow(oid, root) })
}

// number hides a serial number that comes as a number.
func (r *Redactor) number(x float64, o knownObject) float64 {
	text := formatInteger(x)
	if x > 0 && (o.is&isSerial != 0 || len(text) >= 6 && r.secrets.has(text)) {
		return r.aliases.number(text)
	}
	return x
}
