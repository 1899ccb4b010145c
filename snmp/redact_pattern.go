package snmp

import (
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
	{ // a bypass is no password
		expr: regexp.MustCompile(`(?i)(?:(?:\b|[^b]y|[^y])pass(?:wor[dt]|wd|phrase)?|pwd?|community|communities|secret|` +
			`token|key|psk|user(?:name|id)?|login)\s*[:=]\s*"?([^\s",;]+)`),
		replace: (*Redactor).secret,
	},
	{
		expr:    regexp.MustCompile(`(?i)name\s*[:=]\s*"?([^\s",;]+)`),
		replace: (*Redactor).called, guess: true,
	},
	{
		expr:    regexp.MustCompile(`(-?\b\d{1,3}\.\d{4,}[^\d.]{1,16}\d{1,3}\.\d{4,})`),
		replace: (*Redactor).degrees, guess: true,
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
func (r *Redactor) patterns(text string, in role) []fragment {
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
	return list
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

func (r *Redactor) mail(found string) string    { return r.aliases.of(userAlias, found) }
func (r *Redactor) secret(found string) string  { return r.remember(secretAlias, found) }
func (r *Redactor) serial(found string) string  { return r.remember(serialAlias, found) }
func (r *Redactor) name(found string) string    { return r.remember(nameAlias, found) }
func (r *Redactor) degrees(found string) string { return r.remember(locationAlias, found) }

// called replaces a name of whatever, unless it is a number or that of a model.
func (r *Redactor) called(found string) string {
	if isNumeric(found) || !r.mayBeSecret(found) {
		return found
	}
	return r.aliases.of(nameAlias, found) // not looked for in other texts: it may be any word
}
