package config

import (
	"fmt"
	"log/slog"

	"gopkg.in/yaml.v3"
)

// hidden stands in for a secret wherever it would be printed.
const hidden = "<secret>"

// A Secret is a text that no output shows. It is behind a pointer because
// package fmt goes around the methods of what lies in unexported fields, and
// prints what it finds there, but not what pointers lead to.
type Secret struct{ text *string }

func newSecret(text string) Secret { return Secret{&text} }

// reveal returns the secret, for the protocol alone.
func (s Secret) reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// String hides the secret.
func (s Secret) String() string { return s.shown() }

// GoString hides the secret.
func (s Secret) GoString() string { return s.shown() }

// MarshalText hides the secret.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.shown()), nil }

// LogValue hides the secret.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.shown()) }

func (s Secret) shown() string {
	if s.reveal() == "" {
		return ""
	}
	return hidden
}

// secretKeys returns the keys that can give a secret: as it is, in a file, as a
// credential of systemd, or in the environment.
func (d *decoder) secretKeys(name string, set func(s Secret, n *yaml.Node)) keys {
	known := keys{name: func(n *yaml.Node) {
		set(newSecret(d.given(n, name)), n)
	}}
	for suffix, find := range secretSources() {
		key := name + suffix
		known[key] = func(n *yaml.Node) {
			text, err := find(d.str(n, key))
			if err != nil {
				d.fail(n, "%s: %v", key, err)
				text = hidden
			}
			set(newSecret(text), n)
		}
	}
	return known
}

// once makes a setter that refuses a second way to give the same secret.
func (d *decoder) once(name string, to *Secret) func(Secret, *yaml.Node) {
	given := 0
	return func(s Secret, n *yaml.Node) {
		if given > 0 {
			d.fail(n, "%s is given already on line %d; keep one of %s", name, given,
				fmt.Sprintf("%s, %s_file, %s_credential and %s_env", name, name, name, name))
			return
		}
		given = n.Line
		*to = s
	}
}
