package snmp

import (
	"net/netip"
	"regexp"
	"strings"
)

// A fragment is a part of a text that is redacted; done says that it is a
// replacement.
type fragment struct {
	text string
	done bool
}

func joined(list []fragment) string {
	var b strings.Builder
	for _, f := range list {
		b.WriteString(f.text)
	}
	return b.String()
}

// A textPattern finds what may be a secret. The last group of its expression is
// what is replaced; what replace returns as it was stays.
type textPattern struct {
	expr    *regexp.Regexp
	replace func(r *Redactor, found string) string
	guess   bool // it goes by the looks, and is not for texts whose meaning is known
}

var textPatterns = []textPattern{
	{expr: regexp.MustCompile(`(\b[a-zA-Z][a-zA-Z0-9+.-]*://[^\s"'<>]+)`), replace: (*Redactor).url},
	{expr: regexp.MustCompile(`([A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)`), replace: (*Redactor).mail},
	{expr: regexp.MustCompile(`\b((?:[0-9a-fA-F]{2}[:-]){7,}[0-9a-fA-F]{2})\b`), replace: (*Redactor).secret},
	{
		expr: regexp.MustCompile(`\b([0-9a-fA-F]{2}(?:[:-][0-9a-fA-F]{2}){5}|` +
			`[0-9a-fA-F]{4}\.[0-9a-fA-F]{4}\.[0-9a-fA-F]{4})\b`), replace: (*Redactor).mac,
	},
	{expr: regexp.MustCompile(`([0-9a-fA-F]*:[0-9a-fA-F:]*:[0-9a-fA-F:.]*)`), replace: (*Redactor).addresses},
	{expr: regexp.MustCompile(`((?:[vVrR]|\.)?\d+(?:\.\d+)+)`), replace: (*Redactor).dotted},
	{
		expr: regexp.MustCompile(`(?i)\b(?:pass(?:word|wd|phrase)?|pwd|community|communities|secret|token|` +
			`(?:api|private|shared|license)?[ _-]?key|psk|user(?:name)?|login)\s*[:=]\s*"?([^\s",;]+)`),
		replace: (*Redactor).secret,
	},
	{
		expr: regexp.MustCompile(`(?i)\b(?:s/n[.:=#\s]*|(?:sn|ser(?:ial)?\.?[ _-]?(?:no|nr|number|num)?)` +
			`\.?(?:\s*[:=#]\s*|\s+))([A-Za-z0-9._/-]*[0-9][A-Za-z0-9._/-]*)`),
		replace: (*Redactor).serial,
	},
	{
		expr:    regexp.MustCompile(`^(?:Linux|FreeBSD|NetBSD|OpenBSD|Darwin|SunOS|AIX|HP-UX) (\S+) \d`),
		replace: (*Redactor).name,
	},
	{
		expr:    regexp.MustCompile(`([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.[A-Za-z]{2,})\b`),
		replace: (*Redactor).domain, guess: true,
	},
	{expr: regexp.MustCompile(`([A-Za-z0-9+/_-]{16,}={0,2})`), replace: (*Redactor).random, guess: true},
	{
		expr:    regexp.MustCompile(`([A-Za-z0-9][A-Za-z0-9._#*+-]{6,}[A-Za-z0-9])`),
		replace: (*Redactor).serialLike, guess: true,
	},
}

// patterns redacts a text by what is known to be secret and by its looks.
func (r *Redactor) patterns(text string, in role) string {
	list := r.secrets.split(text, &r.aliases, in)
	for _, p := range textPatterns {
		if p.guess && in != 0 {
			continue
		}
		var next []fragment
		for _, f := range list {
			if f.done {
				next = append(next, f)
			} else {
				next = append(next, r.apply(p, f.text)...)
			}
		}
		list = next
	}
	return joined(list)
}

// apply cuts a text where a pattern finds something to replace.
func (r *Redactor) apply(p textPattern, text string) []fragment {
	var list []fragment
	from := 0
	for _, at := range p.expr.FindAllStringSubmatchIndex(text, -1) {
		start, end := at[len(at)-2], at[len(at)-1]
		found := text[start:end]
		to := p.replace(r, found)
		if to == found {
			continue
		}
		list = append(list, fragment{text: text[from:start]}, fragment{to, true})
		from = end
	}
	return append(list, fragment{text: text[from:]})
}

func (r *Redactor) url(found string) string {
	scheme, _, _ := strings.Cut(found, "://")
	return scheme + "://" + r.aliases.of(hostAlias, found)
}

func (r *Redactor) mail(found string) string   { return r.aliases.of(userAlias, found) }
func (r *Redactor) secret(found string) string { return r.remember(secretAlias, found) }
func (r *Redactor) serial(found string) string { return r.remember(serialAlias, found) }
func (r *Redactor) name(found string) string   { return r.remember(nameAlias, found) }

func (r *Redactor) mac(found string) string {
	if strings.Trim(found, "0:-.") == "" || strings.Trim(strings.ToLower(found), "f:-.") == "" {
		return found
	}
	return r.aliases.mac(found)
}

// dotted replaces an IPv4 address. Four small numbers are rather a version.
func (r *Redactor) dotted(found string) string {
	ip, err := netip.ParseAddr(found)
	if err == nil && !r.hosts[found] {
		if four := ip.As4(); four[0] < 10 && max(four[1], four[2], four[3]) < 32 {
			return found
		}
	}
	return r.addresses(found)
}

// addresses replaces an IP address, if the text is one that tells something.
func (r *Redactor) addresses(found string) string {
	if to := r.address(found); to != "" {
		return to
	}
	return found
}

// address returns what replaces an IP address, "" for what is none and for those
// that everybody has.
func (r *Redactor) address(found string) string {
	ip, err := netip.ParseAddr(found)
	if err != nil {
		return ""
	}
	ip = ip.Unmap()
	if !ip.Is4() {
		if ip.IsUnspecified() || ip.IsLoopback() {
			return ""
		}
		return r.aliases.of(ipv6Alias, ip.WithZone("").String())
	}
	four := ip.As4()
	if four[0] == 0 || four[0] == 255 || ip.IsLoopback() { // a mask, or none
		return ""
	}
	r.hosts[ip.String()] = true
	return r.aliases.of(ipv4Alias, ip.String())
}
