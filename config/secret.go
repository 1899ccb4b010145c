package config

import (
	"fmt"
	"log/slog"
	"os"
	"strings"

	"gopkg.in/yaml.v3"
)

// hidden stands in for a secret wherever it would be printed.
const hidden = "<secret>"

// A Secret is a text that no output shows.
type Secret struct{ text string }

// String hides the secret.
func (s Secret) String() string { return s.shown() }

// GoString hides the secret.
func (s Secret) GoString() string { return s.shown() }

// MarshalText hides the secret.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.shown()), nil }

// LogValue hides the secret.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.shown()) }

func (s Secret) shown() string {
	if s.text == "" {
		return ""
	}
	return hidden
}

// secretKeys returns the three keys that can give a secret: as it is, in a
// file, or in the environment.
func (d *decoder) secretKeys(name string, set func(s Secret, n *yaml.Node)) keys {
	return keys{
		name: func(n *yaml.Node) { set(Secret{d.str(n, name)}, n) },
		name + "_file": func(n *yaml.Node) {
			file := d.str(n, name+"_file")
			text, err := readBounded(file)
			if err != nil {
				d.fail(n, "%s_file: %v", name, err)
				return
			}
			set(Secret{strings.TrimRight(string(text), "\r\n")}, n)
		},
		name + "_env": func(n *yaml.Node) {
			variable := d.str(n, name+"_env")
			text, ok := os.LookupEnv(variable)
			if !ok {
				d.fail(n, "%s_env: the environment has no %s", name, variable)
			}
			set(Secret{text}, n)
		},
	}
}

// once makes a setter that refuses a second way to give the same secret.
func (d *decoder) once(name string, to *Secret) func(Secret, *yaml.Node) {
	given := 0
	return func(s Secret, n *yaml.Node) {
		if given > 0 {
			d.fail(n, "%s is given already on line %d; keep one of %s", name, given,
				fmt.Sprintf("%s, %s_file and %s_env", name, name, name))
			return
		}
		given = n.Line
		*to = s
	}
}
